//! Request paths with labels.

use std::borrow::Cow;
use std::fmt;

use super::error::RequestError;
use crate::base::redaction::Redacted;
use crate::wire::encode::{HttpValue, TextCodec};
use crate::wire::percent;

/// A builder of a path from literal text and label values.
///
/// ```
/// # use runtime::codegen::RequestPath;
/// let path = RequestPath::new("/books/")
///     .label("title", &Some("Left/Right"))?
///     .text("/pages/")
///     .greedy_label("page", "notes/7 a")?;
/// assert_eq!(path.into_string(), "/books/Left%2FRight/pages/notes/7%20a");
/// # Ok::<(), runtime::RequestError>(())
/// ```
#[derive(Clone)]
pub struct RequestPath(Cow<'static, str>);

impl RequestPath {
    /// Creates a path that starts with this text, which must be
    /// percent-encoded.
    #[must_use]
    pub fn new(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// Appends literal text, which must be percent-encoded.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.0.to_mut().push_str(text);
        self
    }

    /// Appends the value of the label `{member}` and encodes slashes in it.
    ///
    /// # Errors
    /// The value is unset, empty, `.` or `..`, which would change the path.
    pub fn label(
        self,
        member: &'static str,
        value: &(impl HttpValue + ?Sized),
    ) -> Result<Self, RequestError> {
        self.push(member, b"", |each| value.each_text(each))
    }

    /// Appends the value of the greedy label `{member+}` and keeps slashes in
    /// it.
    ///
    /// # Errors
    /// The value is unset or empty, or one of its segments is `.` or `..`,
    /// which would change the path.
    pub fn greedy_label(
        self,
        member: &'static str,
        value: &(impl HttpValue + ?Sized),
    ) -> Result<Self, RequestError> {
        self.push(member, b"/", |each| value.each_text(each))
    }

    /// Like [`label`](Self::label), with the codec `C`.
    ///
    /// # Errors
    /// Same as [`label`](Self::label).
    pub fn label_as<C: TextCodec<T>, T: ?Sized>(
        self,
        member: &'static str,
        value: &T,
    ) -> Result<Self, RequestError> {
        self.push(member, b"", |each| C::each_text(value, each))
    }

    fn push(
        mut self,
        member: &'static str,
        keep: &[u8],
        texts: impl FnOnce(&mut dyn FnMut(&str)),
    ) -> Result<Self, RequestError> {
        let path = self.0.to_mut();
        let before = path.len();
        texts(&mut |text| percent::push(path, text.as_bytes(), keep));
        // Proxies and servers resolve dot segments (RFC 3986, section 5.2.4),
        // and signatures cover the resolved path: the request would be a
        // different one.
        let value = path.get(before..).unwrap_or_default();
        let has_dot_segment = value
            .split('/')
            .any(|segment| matches!(segment, "." | ".."));
        if value.is_empty() || has_dot_segment {
            return Err(RequestError::Label { member });
        }
        Ok(self)
    }

    /// Returns the finished path.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into_owned()
    }

    /// Returns the finished path; one without labels is not copied.
    pub(crate) fn into_text(self) -> Cow<'static, str> {
        self.0
    }
}

/// Hides the text: label values may be sensitive.
impl fmt::Debug for RequestPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RequestPath").field(&Redacted).finish()
    }
}

impl From<&'static str> for RequestPath {
    fn from(text: &'static str) -> Self {
        Self::new(text)
    }
}

impl From<String> for RequestPath {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_dot_segments_in_greedy_labels() {
        for (value, expected) in [
            ("a/b", Some("/x/a/b")),
            ("a//b", Some("/x/a//b")),
            (".a/..b/c./...", Some("/x/.a/..b/c./...")),
            ("%2e%2e/a", Some("/x/%252e%252e/a")),
            (".", None),
            ("..", None),
            ("../../z", None),
            ("a/../b", None),
            ("a/./b", None),
            ("a/..", None),
            ("", None),
        ] {
            let path = RequestPath::new("/x/").greedy_label("key", value);
            let path = path.ok().map(RequestPath::into_string);
            assert_eq!(path.as_deref(), expected, "{value}");
        }
        let label = RequestPath::new("/x/")
            .label("key", "../a")
            .expect("one segment");
        assert_eq!(label.into_string(), "/x/..%2Fa");
    }
}
