//! Blobs that contain a JSON object.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use serde::de::{Deserializer, IgnoredAny};
use serde::ser::{Serialize, Serializer};

use super::base64::from_base64;
use super::document::Document;
use super::json::{self, Base64, Codec};
use super::validation::{Check, Length, Rule, Unit, Validate, Violation, review};

/// The bytes of a JSON object, for members whose content is the JSON of another
/// API.
///
/// It converts from text, bytes, [`serde_json::Value`], and the types that the
/// member documents. Values of these types are validated on conversion, and
/// violations are reported when the request is sent. Text and bytes are sent
/// unchanged.
///
/// `String`, `Vec<u8>` and [`Bytes`] are moved into the blob, `&str` and
/// `&[u8]` are copied. To send a large message several times, convert it to
/// `Bytes` once and clone that: clones share memory.
///
/// ```
/// # use runtime::JsonBlob;
/// let from_value = JsonBlob::from(serde_json::json!({ "type": "text" }));
/// let from_text = JsonBlob::from(r#"{"type":"text"}"#);
/// assert_eq!(from_value, from_text);
/// assert_eq!(from_text.as_bytes(), br#"{"type":"text"}"#);
/// ```
#[derive(Clone, Default)]
pub struct JsonBlob {
    bytes: Bytes,
    /// The problems of the value that was converted. Boxed, because few values
    /// have any, and inputs are moved often.
    problems: Option<Box<Problems>>,
}

#[derive(Clone)]
struct Problems {
    violations: Vec<Violation>,
    /// The reason why the value cannot be written as JSON.
    unwritable: Option<String>,
}

/// The maximum size of a blob that validation parses. For larger ones, it only
/// checks both ends.
const PARSED_LIMIT: usize = 64 * 1024;

impl JsonBlob {
    /// Converts a value, and validates it.
    pub(crate) fn new<T: Serialize + Validate + ?Sized>(value: &T) -> Self {
        let review = review(value, None);
        let errors = review.result.err().into_iter().flatten();
        let violations: Vec<_> = errors.chain(review.warnings).collect();
        let (bytes, unwritable) = match json::to_vec(value) {
            Ok(bytes) => (bytes.into(), None),
            Err(error) => (Bytes::new(), Some(error.to_string())),
        };
        let is_faultless = violations.is_empty() && unwritable.is_none();
        let problems = Problems {
            violations,
            unwritable,
        };
        Self {
            bytes,
            problems: (!is_faultless).then(|| Box::new(problems)),
        }
    }

    /// Returns the JSON.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the JSON without copying it.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }
}

/// Compares the bytes.
impl PartialEq for JsonBlob {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for JsonBlob {}

impl fmt::Debug for JsonBlob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.bytes.fmt(f)
    }
}

impl Deref for JsonBlob {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl AsRef<[u8]> for JsonBlob {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl From<Bytes> for JsonBlob {
    fn from(bytes: Bytes) -> Self {
        Self {
            bytes,
            ..Self::default()
        }
    }
}

impl From<Vec<u8>> for JsonBlob {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<&[u8]> for JsonBlob {
    fn from(bytes: &[u8]) -> Self {
        Bytes::copy_from_slice(bytes).into()
    }
}

impl<const N: usize> From<&[u8; N]> for JsonBlob {
    fn from(bytes: &[u8; N]) -> Self {
        Bytes::copy_from_slice(bytes).into()
    }
}

impl From<String> for JsonBlob {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&String> for JsonBlob {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<&str> for JsonBlob {
    fn from(text: &str) -> Self {
        text.as_bytes().into()
    }
}

impl From<serde_json::Value> for JsonBlob {
    fn from(value: serde_json::Value) -> Self {
        value.to_string().into()
    }
}

impl From<&serde_json::Value> for JsonBlob {
    fn from(value: &serde_json::Value) -> Self {
        value.to_string().into()
    }
}

impl From<Document> for JsonBlob {
    fn from(document: Document) -> Self {
        document.to_string().into()
    }
}

impl From<JsonBlob> for Bytes {
    fn from(blob: JsonBlob) -> Self {
        blob.bytes
    }
}

impl Length for JsonBlob {
    fn length(&self) -> usize {
        self.bytes.len()
    }

    fn unit(&self) -> Unit {
        Unit::Bytes
    }
}

impl Codec<JsonBlob> for Base64 {
    fn write<S: Serializer>(value: &JsonBlob, serializer: S) -> Result<S::Ok, S::Error> {
        Self::write(&value.bytes, serializer)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<JsonBlob, D::Error> {
        let bytes: Bytes = Self::read(deserializer)?;
        Ok(bytes.into())
    }
}

impl Check<'_> {
    /// Requires the blob to contain a JSON object, and reports the violations of
    /// the value that it was converted from. Never shows the content. Skips blobs
    /// that break another rule.
    pub fn json_object(&mut self, blob: &JsonBlob) {
        let problems = blob.problems.as_deref();
        self.adopt(problems.map_or(&[], |problems| &problems.violations));
        if let Some(error) = problems.and_then(|problems| problems.unwritable.as_ref()) {
            self.report(
                Rule::JsonObject,
                Some(format!("cannot be written: {error}")),
            );
        } else if let Some(found) = difference(&blob.bytes)
            && !self.has_errors()
        {
            self.report(Rule::JsonObject, Some(found.to_owned()));
        }
    }
}

/// Describes the bytes if they are not a JSON object; `None` for an object.
fn difference(bytes: &[u8]) -> Option<&'static str> {
    let trimmed = bytes.trim_ascii();
    let (Some(first), Some(last)) = (trimmed.first(), trimmed.last()) else {
        return Some("is empty");
    };
    let is_whole = bytes.len() > PARSED_LIMIT || is_json(bytes);
    match (is_whole, first, last) {
        (true, b'{', b'}') => None,
        _ if is_base64_of_object(trimmed) => {
            Some("looks like base64; pass the JSON itself, the client encodes it")
        }
        (true, b'[', _) => Some("is an array"),
        (true, b'"', _) => Some("is a string; pass the JSON itself, without quotes"),
        (true, ..) if bytes.len() <= PARSED_LIMIT => Some("is another JSON value"),
        (true, b'{', _) => Some("does not end with a brace"),
        (true, ..) => Some("does not begin with a brace"),
        (false, ..) => Some("is not valid JSON"),
    }
}

fn is_json(bytes: &[u8]) -> bool {
    json::from_slice::<IgnoredAny>(bytes).is_some()
}

/// Returns whether the text begins like the base64 of an object.
fn is_base64_of_object(text: &[u8]) -> bool {
    /// Enough for the spaces that programs write before a brace.
    const PREFIX: usize = 64;
    let start = text.get(..PREFIX).unwrap_or(text);
    let start = std::str::from_utf8(start).ok().and_then(from_base64);
    start.is_some_and(|decoded| decoded.trim_ascii_start().first() == Some(&b'{'))
}
