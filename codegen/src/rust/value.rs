//! Values as expressions: defaults, examples, the parameters of tests.

use proc_macro2::Ident;

use crate::model::Node;

use super::ty::{Path, Type};

/// A value as an expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// The empty value of a type: zero, empty text, no entries, nothing set.
    Empty(Type),
    /// `true` or `false`.
    Bool(bool),
    Integer(i64),
    /// A number with a fraction, as text; also `NaN`, `Infinity`, `-Infinity`.
    Float(String, Type),
    Text(String),
    /// Bytes that are UTF-8 text.
    Bytes(String),
    /// The text of a JSON object.
    Json(String),
    /// Bytes that are not text.
    Binary(Vec<u8>),
    /// A number of any size, as text.
    BigNumber(String, Type),
    /// Data without a shape.
    Document(Node),
    /// The content of a blob that is streamed.
    Stream(String),
    /// Milliseconds since 1970.
    Timestamp(i64),
    /// A known value of an enum.
    Variant(Path, Ident),
    /// An unknown value of an enum.
    UnknownText(Path, String),
    /// An unknown value of an intEnum.
    UnknownNumber(Path, i64),
    /// A structure: the arguments of `new`, and calls of setters.
    Struct(Path, Vec<Self>, Vec<(Ident, Self)>),
    /// A member of a union.
    Union(Path, Ident, Box<Self>),
    /// A list of this type. `None` is null.
    List(Vec<Option<Self>>, Type),
    /// A map of this type. `None` is null.
    Map(Vec<(String, Option<Self>)>, Type),
    Boxed(Box<Self>),
    Variable(Ident),
}

impl Value {
    /// Whether a part is NaN, which is not equal to itself.
    pub(crate) fn has_nan(&self) -> bool {
        match self {
            Self::Float(text, _) => text == "NaN",
            Self::Struct(_, arguments, setters) => {
                let set = setters.iter().map(|(_, value)| value);
                arguments.iter().chain(set).any(Self::has_nan)
            }
            Self::Union(_, _, value) | Self::Boxed(value) => value.has_nan(),
            Self::List(entries, _) => entries.iter().flatten().any(Self::has_nan),
            Self::Map(entries, _) => entries
                .iter()
                .any(|(_, entry)| entry.as_ref().is_some_and(Self::has_nan)),
            Self::Empty(_)
            | Self::Bool(_)
            | Self::Integer(_)
            | Self::Text(_)
            | Self::Bytes(_)
            | Self::Json(_)
            | Self::Binary(_)
            | Self::BigNumber(..)
            | Self::Document(_)
            | Self::Stream(_)
            | Self::Timestamp(_)
            | Self::Variant(..)
            | Self::UnknownText(..)
            | Self::UnknownNumber(..)
            | Self::Variable(_) => false,
        }
    }
}
