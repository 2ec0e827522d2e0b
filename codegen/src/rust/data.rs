//! Data models.

use super::field::FieldRef;
use super::value::Value;

/// The wire format of a structure of a data model.
#[derive(Debug)]
pub(crate) struct DataForm {
    /// The expected value, for errors of readers.
    pub(crate) expected: String,
    /// The members in the order of the model.
    pub(crate) members: Vec<DataMember>,
}

/// A member of a structure of a data model.
#[derive(Debug)]
pub(crate) enum DataMember {
    /// A member with a field.
    Field(FieldRef),
    /// A member that always has this value.
    Constant(String, Value),
    /// A union whose tag and content are among the other members.
    Flattened(FieldRef),
}

/// The wire format of a tagged union.
#[derive(Debug)]
pub(crate) struct TaggedForm {
    /// The expected value, for errors of readers.
    pub(crate) expected: String,
    /// The member that names the variant.
    pub(crate) tag: String,
    /// Whether reading the tag ignores case.
    pub(crate) ignore_case: bool,
    /// Whether the members of variants are next to the tag.
    pub(crate) inline: bool,
}
