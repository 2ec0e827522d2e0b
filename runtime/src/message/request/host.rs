//! The host prefix of an operation: the trait `endpoint`.

use std::fmt;

use super::error::RequestError;
use crate::base::redaction::Redacted;

/// A builder of a host prefix from literal text and label values.
///
/// ```
/// # use runtime::codegen::HostPrefix;
/// let prefix = HostPrefix::new("books.").label("branch", &Some("north".to_owned()))?.text(".");
/// assert_eq!(prefix.into_string(), "books.north.");
/// # Ok::<(), runtime::RequestError>(())
/// ```
#[derive(Clone)]
pub struct HostPrefix(String);

impl HostPrefix {
    /// Creates a prefix that starts with this text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Appends literal text.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.0.push_str(text);
        self
    }

    /// Appends the value of the label `{member}`.
    ///
    /// # Errors
    /// The value is unset or not a valid host label, so the request would go to
    /// another host.
    pub fn label(
        mut self,
        member: &'static str,
        value: &Option<String>,
    ) -> Result<Self, RequestError> {
        match value {
            Some(value) if is_host_label(value) => {
                self.0.push_str(value);
                Ok(self)
            }
            _ => Err(RequestError::HostLabel { member }),
        }
    }

    /// Returns the prefix, with its trailing dot if it has one.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Hides the text: label values may be sensitive.
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

/// Returns whether text is a single label of a host name (RFC 1123, section
/// 2.1).
fn is_host_label(text: &str) -> bool {
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
