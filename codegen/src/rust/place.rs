//! Nested values.

use proc_macro2::Ident;

use super::field::{FieldRef, plain};
use super::ty::{Path, Sparsity, Type};

/// The path from a value to a nested one.
#[derive(Debug)]
pub(crate) struct Place {
    /// The steps, at least one.
    pub(crate) steps: Vec<Step>,
    /// The value at the end.
    pub(crate) leaf: Leaf,
    /// Whether violations hide the value.
    pub(crate) sensitive: bool,
}

impl Place {
    /// The names of members in the model.
    pub(crate) fn model_name(&self, separator: &str) -> String {
        let names = self.steps.iter().filter_map(|step| match step {
            Step::Field { model_name, .. } | Step::Variant { model_name, .. } => {
                Some(model_name.as_str())
            }
            Step::Items(_) => None,
        });
        names.collect::<Vec<_>>().join(separator)
    }

    /// The names of members in Rust, joined with dots.
    pub(crate) fn rust_name(&self) -> String {
        let names = self.steps.iter().filter_map(|step| match step {
            Step::Field { field, .. } => Some(plain(&field.name)),
            Step::Variant { variant, .. } => Some(plain(variant)),
            Step::Items(_) => None,
        });
        names.collect::<Vec<_>>().join(".")
    }
}

/// A step to a nested value.
#[derive(Debug)]
pub(crate) enum Step {
    /// From a structure to the value of a member.
    Field {
        /// The name in the model.
        model_name: String,
        /// The field.
        field: FieldRef,
    },
    /// From a union to the value of a variant, if it is that.
    Variant {
        /// The name in the model.
        model_name: String,
        /// The union.
        union: Path,
        /// The variant.
        variant: Ident,
        /// The type of its value.
        ty: Type,
    },
    /// From a list to each of its entries.
    Items(Sparsity),
}

/// The value at the end of a path.
#[derive(Debug)]
pub(crate) enum Leaf {
    /// A string.
    Text,
    /// An enum.
    Enum,
    /// An intEnum.
    IntEnum,
    /// An integer of this type.
    Integer(Type),
    /// A boolean.
    Boolean,
    /// A union, with its variants and their names in the model.
    Union(Path, Vec<(Ident, String)>),
    /// A list or map, whose length counts.
    Length,
    /// A value that counts as one.
    Once,
    /// A value of another type.
    Other,
}
