//! What stands before the host name of an endpoint.

use std::fmt;

use super::error::RequestError;
use crate::base::redaction::Redacted;

/// A prefix under construction: text of the model and values of labels.
///
/// ```
/// use runtime::codegen::HostPrefix;
///
/// let prefix = HostPrefix::new("books.").label("branch", &Some("north".to_owned()))?.text(".");
/// assert_eq!(prefix.into_string(), "books.north.");
/// # Ok::<(), runtime::RequestError>(())
/// ```
#[derive(Clone)]
pub struct HostPrefix(String);

impl HostPrefix {
    /// A prefix that begins with this text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Appends text of the model.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.0.push_str(text);
        self
    }

    /// Appends the value of the label `{member}`.
    ///
    /// # Errors
    /// The value is unset or no label of a host name: the request would go to
    /// another host.
    pub fn label(
        mut self,
        member: &'static str,
        value: &Option<String>,
    ) -> Result<Self, RequestError> {
        match value {
            Some(value) if is_label(value) => {
                self.0.push_str(value);
                Ok(self)
            }
            _ => Err(RequestError::HostLabel { member }),
        }
    }

    /// The prefix, with the dot at its end if it has one.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Values of labels may be sensitive.
impl fmt::Debug for HostPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("HostPrefix").field(&Redacted).finish()
    }
}

impl From<&str> for HostPrefix {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// Whether a text is one label of a host name (RFC 1123, section 2.1).
fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_invalid_host_labels() {
        for (value, valid) in [
            ("north", true),
            ("a-1", true),
            ("1", true),
            (&"a".repeat(63), true),
            (&"a".repeat(64), false),
            ("", false),
            ("-a", false),
            ("a-", false),
            ("a.b", false),
            ("a/b", false),
            ("a@b", false),
            ("ü", false),
        ] {
            let label = HostPrefix::new("").label("branch", &Some(value.to_owned()));
            assert_eq!(label.is_ok(), valid, "{value:?}");
        }
        assert!(HostPrefix::new("").label("branch", &None).is_err());
    }
}
