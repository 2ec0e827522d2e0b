//! Enums and unions: one of several.

use proc_macro2::Ident;

use super::check::Rule;
use super::docs::Docs;
use super::ty::{Codec, Path, Type};

/// An enum of text. Values that the model does not know are kept.
#[derive(Debug)]
pub(crate) struct Enum {
    /// Where it stands.
    pub(crate) path: Path,
    /// The private module and file.
    pub(crate) module: Ident,
    /// What readers are told of it.
    pub(crate) docs: Docs,
    /// The known values.
    pub(crate) values: Vec<EnumValue>,
    /// Whether `Debug` hides it.
    pub(crate) redacted: bool,
}

/// A known value of an enum.
#[derive(Debug)]
pub(crate) struct EnumValue {
    /// The variant.
    pub(crate) variant: Ident,
    /// The text on the wire.
    pub(crate) value: String,
    /// What readers are told of it.
    pub(crate) docs: Docs,
}

/// An enum of numbers. Values that the model does not know are kept.
#[derive(Debug)]
pub(crate) struct IntEnum {
    /// Where it stands.
    pub(crate) path: Path,
    /// The private module and file.
    pub(crate) module: Ident,
    /// What readers are told of it.
    pub(crate) docs: Docs,
    /// The known values.
    pub(crate) values: Vec<IntEnumValue>,
    /// Whether `Debug` hides it.
    pub(crate) redacted: bool,
}

/// A known value of an intEnum.
#[derive(Debug)]
pub(crate) struct IntEnumValue {
    /// The variant.
    pub(crate) variant: Ident,
    /// The number on the wire.
    pub(crate) value: i32,
    /// What readers are told of it.
    pub(crate) docs: Docs,
}

/// A union: exactly one of its members is set.
#[derive(Debug)]
pub(crate) struct Union {
    /// Where it stands.
    pub(crate) path: Path,
    /// The private module and file.
    pub(crate) module: Ident,
    /// The name in the model.
    pub(crate) model_name: String,
    /// What readers are told of it.
    pub(crate) docs: Docs,
    /// The members.
    pub(crate) variants: Vec<UnionVariant>,
    /// Whether `Debug` hides it.
    pub(crate) redacted: bool,
    /// Whether somebody sends it, so that it is validated.
    pub(crate) validated: bool,
}

/// A member of a union.
#[derive(Debug)]
pub(crate) struct UnionVariant {
    /// The variant.
    pub(crate) variant: Ident,
    /// The name in the model.
    pub(crate) model_name: String,
    /// The name in JSON.
    pub(crate) wire_name: String,
    /// What readers are told of it.
    pub(crate) docs: Docs,
    /// The type of the value.
    pub(crate) ty: Type,
    /// The form in JSON.
    pub(crate) codec: Codec,
    /// Whether `Debug` hides the value.
    pub(crate) redacted: bool,
    /// What the value must fulfil.
    pub(crate) rule: Option<Rule>,
}
