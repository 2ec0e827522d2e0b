//! Enums and intEnums.

use proc_macro2::Ident;

use super::ty::Path;
use crate::sink::Docs;

/// An enum. Unknown values are kept.
#[derive(Debug)]
pub(crate) struct Enum {
    /// Its public path.
    pub(crate) path: Path,
    /// The private module and file.
    pub(crate) module: Ident,
    /// The documentation.
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
    /// The documentation.
    pub(crate) docs: Docs,
}

/// An intEnum. Unknown values are kept.
#[derive(Debug)]
pub(crate) struct IntEnum {
    /// Its public path.
    pub(crate) path: Path,
    /// The private module and file.
    pub(crate) module: Ident,
    /// The documentation.
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
    /// The documentation.
    pub(crate) docs: Docs,
}
