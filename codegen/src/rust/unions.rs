//! Unions.

use proc_macro2::Ident;

use super::check::ValueRule;
use super::data::TaggedForm;
use super::place::ShownName;
use super::structure::DebugForm;
use super::ty::{Codec, Path, Type};
use crate::sink::Docs;

/// A union: exactly one of its members is set.
#[derive(Debug)]
pub(crate) struct Union {
    pub(crate) path: Path,
    /// The private module and file.
    pub(crate) module: Ident,
    pub(crate) model_name: String,
    pub(crate) docs: Docs,
    pub(crate) variants: Vec<UnionVariant>,
    /// The JSON format, in a data model.
    pub(crate) tagged: Option<TaggedForm>,
    /// The error when an unknown member is written, unless the union is tagged.
    pub(crate) unwritable: String,
    /// Whether callers write it as a whole, in a data model.
    pub(crate) is_written_root: bool,
    /// The `Debug` output.
    pub(crate) debug: DebugForm,
    /// Whether violations inside it hide the values.
    pub(crate) sensitive: bool,
    /// Whether it is part of a request, and therefore validated.
    pub(crate) validated: bool,
}

/// A member of a union.
#[derive(Debug)]
pub(crate) struct UnionVariant {
    pub(crate) variant: Ident,
    /// The name in violations; none if the value is next to the tag.
    pub(crate) shown_name: Option<ShownName>,
    pub(crate) wire_name: String,
    pub(crate) docs: Docs,
    pub(crate) ty: Type,
    /// Whether it has a value. The variants of a tagged union may have none.
    pub(crate) has_value: bool,
    /// Whether an absent value means an empty structure.
    pub(crate) is_optional: bool,
    pub(crate) codec: Codec,
    /// Whether `Debug` hides the value.
    pub(crate) redacted: bool,
    /// The rule that the value must satisfy, if there is one.
    pub(crate) rule: Option<ValueRule>,
}
