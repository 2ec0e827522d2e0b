//! Trait values without a fixed type: defaults, the parameters of tests and
//! examples, rule sets.

use std::collections::BTreeMap;
use std::fmt;

/// A JSON value of the model. Objects are sorted by key.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, in the spelling of the model.
    Number(Number),
    /// A string, unescaped.
    String(String),
    /// An array, in the order of the model.
    Array(Vec<Node>),
    Object(BTreeMap<String, Node>),
}

impl Node {
    /// An object without entries.
    pub fn empty_object() -> Self {
        Self::Object(BTreeMap::new())
    }

    /// The string, if the value is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean, if the value is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, if the value is one.
    pub fn as_number(&self) -> Option<&Number> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The elements, if the value is an array.
    pub fn as_array(&self) -> Option<&[Node]> {
        match self {
            Self::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// The entries, if the value is an object.
    pub fn as_object(&self) -> Option<&BTreeMap<String, Node>> {
        match self {
            Self::Object(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value under a key, if the value is an object with this key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_object()?.get(key)
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

/// Compact, deterministic JSON.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::String(text) => write_string(text, f),
            Self::Array(elements) => {
                f.write_str("[")?;
                for (position, element) in elements.iter().enumerate() {
                    let comma = if position == 0 { "" } else { "," };
                    write!(f, "{comma}{element}")?;
                }
                f.write_str("]")
            }
            Self::Object(entries) => {
                f.write_str("{")?;
                for (position, (key, value)) in entries.iter().enumerate() {
                    f.write_str(if position == 0 { "" } else { "," })?;
                    write_string(key, f)?;
                    write!(f, ":{value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn write_string(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let quoted = serde_json::to_string(text).map_err(|_| fmt::Error)?;
    f.write_str(&quoted)
}

/// A JSON number, kept as text so that no digits are lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(String);

impl Number {
    /// Creates a number from its JSON text.
    pub(crate) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The number in the spelling of the model.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number, if it is an integer (as `3`, `3.0` and `3e2` are) and in
    /// range.
    pub fn as_i64(&self) -> Option<i64> {
        if let Ok(value) = self.0.parse() {
            return Some(value);
        }
        // Beyond this, a double cannot represent every integer.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let value: f64 = self.0.parse().ok()?;
        #[expect(clippy::cast_possible_truncation, reason = "whole and in range")]
        (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i64)
    }

    /// The number as a double; infinite if it is too large.
    pub fn as_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distinguishes_whole_numbers() {
        for (text, expected) in [
            ("0", Some(0)),
            ("-3", Some(-3)),
            ("3.0", Some(3)),
            ("3e2", Some(300)),
            ("9223372036854775807", Some(i64::MAX)),
            ("9223372036854775808", None),
            ("0.5", None),
            ("1e400", None),
        ] {
            assert_eq!(Number::new(text).as_i64(), expected, "{text}");
        }
    }

    #[test]
    fn nodes_print_as_compact_json() {
        let node = Node::Object(BTreeMap::from([
            (
                "b".to_owned(),
                Node::Array(vec![Node::Null, Node::Bool(true)]),
            ),
            ("a\"".to_owned(), Node::String("é\n".to_owned())),
        ]));
        assert_eq!(node.to_string(), r#"{"a\"":"é\n","b":[null,true]}"#);
    }
}
