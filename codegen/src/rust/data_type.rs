//! Data types.

use proc_macro2::Ident;

use super::enums::{Enum, IntEnum};
use super::structure::Struct;
use super::unions::Union;

/// A file of `types/`.
#[derive(Debug)]
pub(crate) enum DataType {
    Struct(Struct),
    Enum(Enum),
    IntEnum(IntEnum),
    Union(Union),
}

impl DataType {
    pub(crate) fn module(&self) -> &Ident {
        match self {
            Self::Struct(shape) => &shape.module,
            Self::Enum(shape) => &shape.module,
            Self::IntEnum(shape) => &shape.module,
            Self::Union(shape) => &shape.module,
        }
    }

    pub(crate) fn name(&self) -> &Ident {
        match self {
            Self::Struct(shape) => &shape.path.name,
            Self::Enum(shape) => &shape.path.name,
            Self::IntEnum(shape) => &shape.path.name,
            Self::Union(shape) => &shape.path.name,
        }
    }
}
