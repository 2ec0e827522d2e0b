//! Data models: JSON that does not belong to an operation.

use std::collections::BTreeMap;
use std::fmt;

use super::id::ShapeId;
use super::node::{Node, Number};

/// The properties of a data model, which has no service.
#[derive(Clone, Debug, PartialEq)]
pub struct DataModel {
    /// The human-readable name.
    pub title: String,
    /// `codegen.rules#root`: the values that callers read or write as a whole.
    pub roots: BTreeMap<ShapeId, RootUse>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootUse {
    /// Callers receive it.
    Read,
    /// Callers create it, and it is validated.
    Written,
}

/// `codegen.rules#tagged`: the wire format of a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagged {
    /// The member that names the variant.
    pub tag: String,
    /// The location of the variant's value.
    pub content: Content,
    /// Whether reading the tag ignores case.
    pub ignore_case: bool,
    /// The variants whose structure may be absent, which means empty.
    pub optional: Vec<String>,
}

/// The location of the value of a tagged union's variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// In a member with the name of the variant.
    Member,
    /// In members next to the tag.
    Inline,
}

/// The format of a member in a data model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MemberForm {
    /// `codegen.rules#constant`: its only value.
    pub constant: Option<Constant>,
    /// `codegen.rules#flattened`: its parts are beside the members of the
    /// owner.
    pub flattened: bool,
    /// `codegen.rules#stringOrNumber` on the member or its target: the written
    /// form.
    pub string_or_number: Option<Written>,
    /// `codegen.rules#jsonText`: JSON in a string.
    pub json_text: bool,
}

/// The only value of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constant {
    Text(String),
    /// An integer or a long.
    Integer(i64),
    /// A boolean.
    Bool(bool),
}

impl Constant {
    /// The value in JSON.
    pub(crate) fn to_node(&self) -> Node {
        match self {
            Self::Text(text) => Node::String(text.clone()),
            Self::Integer(number) => Node::Number(Number::new(&number.to_string())),
            Self::Bool(value) => Node::Bool(*value),
        }
    }
}

/// The value as JSON.
impl fmt::Display for Constant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_node().fmt(f)
    }
}

/// The written form of a value that is read from a string or a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    Number,
    String,
}
