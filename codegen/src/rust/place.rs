//! Nested values.

use proc_macro2::Ident;

use super::field::FieldRef;
use super::ty::{Path, Sparsity, Type};

/// The name of a member in violations, or the names on a path to a nested one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShownName {
    /// The name in the model, or the JSON name if callers see the JSON.
    pub(crate) model: String,
    /// The name in Rust, if it differs and callers do not see the JSON.
    pub(crate) rust: Option<String>,
}

impl ShownName {
    /// The name in Rust, which may be the same as in the model.
    pub(crate) fn rust(&self) -> &str {
        self.rust.as_deref().unwrap_or(&self.model)
    }

    /// Both names, as in the text of a violation: `bookId (book_id)`.
    pub(crate) fn both(&self) -> String {
        match &self.rust {
            Some(rust) => format!("{} ({rust})", self.model),
            None => self.model.clone(),
        }
    }
}

/// The path from a value to a nested one.
#[derive(Debug)]
pub(crate) struct Place {
    /// The name in violations.
    pub(crate) name: ShownName,
    /// The steps, at least one.
    pub(crate) steps: Vec<Step>,
    /// The value at the end.
    pub(crate) leaf: Leaf,
    /// Whether violations hide the value.
    pub(crate) sensitive: bool,
}

impl Place {
    /// Whether it may have several values.
    pub(crate) fn is_in_list(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Items(_)))
    }
}

/// A step to a nested value.
#[derive(Debug)]
pub(crate) enum Step {
    /// From a structure to the value of a member.
    Field {
        /// The name in violations; none if the value is among the other members.
        name: Option<ShownName>,
        field: FieldRef,
    },
    /// From a union to the value of a variant, if it is set.
    Variant {
        /// The name in violations; none if the value is next to the tag.
        name: Option<ShownName>,
        union: Path,
        variant: Ident,
        ty: Type,
    },
    /// From a list to each of its entries.
    Items(Sparsity),
}

/// The value at the end of a path.
#[derive(Debug)]
pub(crate) enum Leaf {
    Text,
    Enum,
    IntEnum,
    /// An integer of this type.
    Integer(Type),
    Boolean,
    /// A union, with its variants and their names in violations.
    Union(Path, Vec<(Ident, String)>),
    /// A list or map, which counts with its length.
    Length,
    /// A value that counts as one.
    Once,
    /// A value of another type.
    Other,
}
