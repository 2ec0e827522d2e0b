//! Enums and intEnums.

use proc_macro2::Ident;

use super::ty::Path;
use crate::sink::Docs;

/// An enum. Unknown values are kept.
#[derive(Debug)]
pub(crate) struct Enum {
    pub(crate) path: Path,
    /// The private module and file.
    pub(crate) module: Ident,
    pub(crate) docs: Docs,
    pub(crate) values: Vec<EnumValue>,
    /// Whether `Debug` hides it.
    pub(crate) redacted: bool,
}

/// A known value of an enum.
#[derive(Debug)]
pub(crate) struct EnumValue {
    pub(crate) variant: Ident,
    /// The text on the wire.
    pub(crate) value: String,
    pub(crate) docs: Docs,
}

/// An intEnum. Unknown values are kept.
#[derive(Debug)]
pub(crate) struct IntEnum {
    pub(crate) path: Path,
    /// The private module and file.
    pub(crate) module: Ident,
    pub(crate) docs: Docs,
    pub(crate) values: Vec<IntEnumValue>,
    /// Whether `Debug` hides it.
    pub(crate) redacted: bool,
}

/// A known value of an intEnum.
#[derive(Debug)]
pub(crate) struct IntEnumValue {
    pub(crate) variant: Ident,
    /// The number on the wire.
    pub(crate) value: i32,
    pub(crate) docs: Docs,
}
