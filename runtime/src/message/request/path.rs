//! Paths with labels.

use std::fmt;

use super::error::RequestError;
use crate::base::redaction::Redacted;
use crate::wire::encode::{HttpValue, TextCodec};
use crate::wire::percent;

/// A path under construction: text of the model's URI and values of labels.
///
/// ```
/// use runtime::codegen::RequestPath;
///
/// let path = RequestPath::new("/books/")
///     .label("title", &Some("Left/Right"))?
///     .text("/pages/")
///     .greedy_label("page", "notes/7 a")?;
/// assert_eq!(path.into_string(), "/books/Left%2FRight/pages/notes/7%20a");
/// # Ok::<(), runtime::RequestError>(())
/// ```
#[derive(Clone)]
pub struct RequestPath(String);

impl RequestPath {
    /// A path that begins with this text, which is percent-encoded already.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Appends text of the model's URI, which is percent-encoded already.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.0.push_str(text);
        self
    }

    /// Appends the value of the label `{member}`; slashes in it are encoded.
    ///
    /// # Errors
    /// The value is unset, empty, `.` or `..`: the path would be another one.
    pub fn label(
        self,
        member: &'static str,
        value: &(impl HttpValue + ?Sized),
    ) -> Result<Self, RequestError> {
        self.push(member, b"", |each| value.each_text(each))
    }

    /// Appends the value of the greedy label `{member+}`; slashes in it are
    /// kept.
    ///
    /// # Errors
    /// The value is unset, empty, `.` or `..`: the path would be another one.
    pub fn greedy_label(
        self,
        member: &'static str,
        value: &(impl HttpValue + ?Sized),
    ) -> Result<Self, RequestError> {
        self.push(member, b"/", |each| value.each_text(each))
    }

    /// As [`label`](Self::label), in the form `C`.
    ///
    /// # Errors
    /// The value is unset.
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
        let before = self.0.len();
        texts(&mut |text| percent::push(&mut self.0, text.as_bytes(), keep));
        // A segment of dots is resolved on the way, encoded or not.
        match self.0.get(before..) {
            None | Some("" | "." | "..") => Err(RequestError::Label { member }),
            Some(_) => Ok(self),
        }
    }

    /// The finished path.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Values of labels may be sensitive.
impl fmt::Debug for RequestPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RequestPath").field(&Redacted).finish()
    }
}

impl From<&str> for RequestPath {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for RequestPath {
    fn from(text: String) -> Self {
        Self(text)
    }
}
