//! Smithy document values: JSON data without a shape.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _, Unexpected};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::wire::json;
use crate::wire::json::budget::{self, Exhausted};
use crate::wire::json::locate::next_token;
use crate::wire::number::BigDecimal;

/// A Smithy document: any JSON value.
///
/// Numbers keep all their digits. Converts from and to JSON through serde,
/// [`FromStr`] and [`Display`](fmt::Display);
/// [`from_serialize`](Self::from_serialize) converts any serializable value.
///
/// ```
/// # use runtime::Document;
/// let order: Document = r#"{"items": [{"price": 12.50}], "gift": true}"#.parse()?;
/// assert_eq!(order.get("gift").and_then(Document::as_bool), Some(true));
/// let price = order.get("items").and_then(|items| items.at(0)?.get("price"));
/// assert_eq!(price.map(Document::to_string).as_deref(), Some("12.50"));
/// assert_eq!(Document::from_serialize(&[1, 2])?, Document::List(vec![1.into(), 2.into()]));
/// # Ok::<(), runtime::DocumentError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Document {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(BigDecimal),
    /// A string.
    String(String),
    /// A list.
    List(Vec<Document>),
    /// A map.
    Map(BTreeMap<String, Document>),
}

/// The maximum nesting of documents, the same as serde_json's.
const DEPTH_LIMIT: usize = 128;

const TOO_LARGE: &str = "one that is too large";

impl Document {
    /// Converts a serializable value.
    ///
    /// # Errors
    /// The value cannot be written as JSON, such as a map whose keys are not
    /// strings.
    pub fn from_serialize(value: &(impl Serialize + ?Sized)) -> Result<Self, DocumentError> {
        let text = json::to_string(value).map_err(|error| DocumentError {
            reason: error.to_string(),
        })?;
        text.parse()
    }

    /// Returns the entry of a map by key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_map()?.get(key)
    }

    /// Returns the entry of a list by zero-based index.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<&Self> {
        self.as_list()?.get(index)
    }

    /// Returns whether the document is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns the boolean; `None` for other values.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Returns the number; `None` for other values.
    #[must_use]
    pub fn as_number(&self) -> Option<&BigDecimal> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Returns the string; `None` for other values.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the entries of a list; `None` for other values.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(entries) => Some(entries),
            _ => None,
        }
    }

    /// Returns the entries of a map; `None` for other values.
    #[must_use]
    pub fn as_map(&self) -> Option<&BTreeMap<String, Self>> {
        match self {
            Self::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// Parses one value from the front of well-formed JSON text, token by
    /// token, because serde_json would convert numbers to doubles. The error
    /// names the unexpected input.
    fn read(text: &mut &[u8], depth: usize) -> Result<Self, &'static str> {
        if depth > DEPTH_LIMIT {
            return Err("one that is deeper");
        }
        Ok(match next(text)? {
            b"null" => Self::Null,
            b"true" => Self::Bool(true),
            b"false" => Self::Bool(false),
            b"[" => {
                let mut entries = Vec::new();
                while !ends(text, b"]")? {
                    let entry = Self::read(text, depth + 1)?;
                    budget::push(&mut entries, entry).map_err(|Exhausted| TOO_LARGE)?;
                }
                Self::List(entries)
            }
            b"{" => {
                let mut entries = BTreeMap::new();
                while !ends(text, b"}")? {
                    let key = string(next(text)?)?;
                    next(text)?; // The colon.
                    let entry = Self::read(text, depth + 1)?;
                    budget::charge_entry::<String, Self>(entries.len())
                        .map_err(|Exhausted| TOO_LARGE)?;
                    entries.insert(key, entry);
                }
                Self::Map(entries)
            }
            quoted @ [b'"', ..] => Self::String(string(quoted)?),
            number => {
                let number = std::str::from_utf8(number).ok();
                let number = number.and_then(|number| number.parse().ok());
                Self::Number(number.ok_or("another token")?)
            }
        })
    }
}

/// Consumes the next token.
fn next<'t>(text: &mut &'t [u8]) -> Result<&'t [u8], &'static str> {
    let (token, rest) = next_token(text).ok_or("an end")?;
    *text = rest;
    Ok(token)
}

/// Returns whether the list or map ends here. Consumes its end, or the comma
/// before the next entry.
fn ends(text: &mut &[u8], end: &[u8]) -> Result<bool, &'static str> {
    let (token, rest) = next_token(text).ok_or("an end")?;
    if token == end || token == b"," {
        *text = rest;
    }
    Ok(token == end)
}

fn string(quoted: &[u8]) -> Result<String, &'static str> {
    json::from_slice(quoted).ok_or("text that is not Unicode")
}

/// Invalid JSON, JSON nested more than 128 levels deep, or a value that cannot
/// be written as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentError {
    reason: String,
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a document: {}", self.reason)
    }
}

impl std::error::Error for DocumentError {}

/// Parses JSON.
impl FromStr for Document {
    type Err = DocumentError;

    fn from_str(text: &str) -> Result<Self, DocumentError> {
        serde_json::from_str(text).map_err(|error| DocumentError {
            reason: error.to_string(),
        })
    }
}

/// Compact JSON.
impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::List(entries) => entries.serialize(serializer),
            Self::Map(entries) => entries.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <Box<RawValue>>::deserialize(deserializer)?;
        // The copy of the text, while it is read.
        budget::charge(raw.get().len()).map_err(D::Error::custom)?;
        Self::read(&mut raw.get().as_bytes(), 0).map_err(|found| {
            D::Error::invalid_value(
                Unexpected::Other(found),
                &"a document of at most 128 levels",
            )
        })
    }
}

macro_rules! conversions {
    ($($from:ty: $value:ident => $document:expr;)*) => {$(
        impl From<$from> for Document {
            fn from($value: $from) -> Self {
                $document
            }
        }
    )*};
}

conversions! {
    bool: value => Self::Bool(value);
    i32: value => Self::Number(value.into());
    i64: value => Self::Number(value.into());
    u64: value => Self::Number(value.into());
    BigDecimal: value => Self::Number(value);
    &str: value => Self::String(value.to_owned());
    String: value => Self::String(value);
    Vec<Document>: value => Self::List(value);
    BTreeMap<String, Document>: value => Self::Map(value);
}

/// JSON has neither NaN nor infinities; they become `null`, as in JavaScript.
impl From<f64> for Document {
    fn from(value: f64) -> Self {
        if value.is_finite() {
            Self::Number(BigDecimal::literal(&value.to_string()))
        } else {
            Self::Null
        }
    }
}

impl<T: Into<Self>, const N: usize> From<[T; N]> for Document {
    fn from(entries: [T; N]) -> Self {
        Self::List(entries.map(Into::into).into())
    }
}

impl<K: Into<String>, V: Into<Self>, const N: usize> From<[(K, V); N]> for Document {
    fn from(entries: [(K, V); N]) -> Self {
        let entries = entries.map(|(key, value)| (key.into(), value.into()));
        Self::Map(entries.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips_json_text() {
        for text in [
            "null",
            "true",
            "false",
            "-0",
            "123456789012345678901234567890.10",
            r#""a \"quote\"""#,
            "[]",
            "{}",
            r#"[1,[2,null],{"a":[true]}]"#,
            r#"{"a":{"b":1e400},"é":"x"}"#,
        ] {
            let document: Document = text.parse().unwrap();
            assert_eq!(document.to_string(), text);
        }
        for text in ["", "{", "nul", "[1,]", "NaN", "{} x"] {
            assert!(text.parse::<Document>().is_err(), "{text}");
        }
    }

    #[test]
    fn rejects_deep_nesting_and_invalid_keys() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(nested(100).parse::<Document>().is_ok());
        for depth in [130, 100_000] {
            assert!(nested(depth).parse::<Document>().is_err(), "{depth}");
        }
        let broken = r#"{"\ud800": 1}"#.parse::<Document>().unwrap_err();
        assert!(broken.to_string().contains("not Unicode"), "{broken}");
    }

    #[test]
    fn converts_from_values() {
        let made = Document::from([("a", Document::from([1, 2])), ("b", 1.5.into())]);
        assert_eq!(made.to_string(), r#"{"a":[1,2],"b":1.5}"#);
        assert_eq!(Document::from(f64::NAN), Document::Null);
        let value = serde_json::json!({"a": [1, 2], "b": 1.5});
        assert_eq!(Document::from_serialize(&value), Ok(made.clone()));
        assert_eq!(serde_json::from_value::<Document>(value).unwrap(), made);
    }
}
