//! The names of individual items, ignoring collisions.

use std::collections::BTreeSet;

use crate::model::{Model, Shape, ShapeId, ShapeKind};

use super::reserved;
use super::words::Words;

/// The kind of a named item. Each has its casing, its reserved names, and a
/// scope in which names are unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A structure, enum, union or error. Scope: the data types of a service;
    /// its errors are a separate scope.
    Type,
    /// An operation, named as a method of the client. Scope: the service.
    Operation,
    /// A member of a structure. Scope: the structure.
    Member,
    /// A member of the input of an operation. Scope: the input.
    InputMember,
    /// A value of an enum or intEnum. Scope: the enum.
    Variant,
    /// A member of a union, named as a variant. Scope: the union.
    UnionVariant,
}

/// The casing of one service.
#[derive(Clone, Debug)]
pub(super) struct Casing {
    words: Words,
}

impl Casing {
    /// Creates the casing. `words` is the word list of the service.
    pub(super) fn new(words: &[String]) -> Self {
        Self {
            words: Words::new(words),
        }
    }

    /// The name in Rust, with this number if it collides with another.
    pub(super) fn numbered(&self, name: &str, kind: NameKind, number: Option<u32>) -> String {
        let cased = match kind {
            NameKind::Type | NameKind::Variant | NameKind::UnionVariant => {
                self.words.upper_camel(name)
            }
            NameKind::Operation | NameKind::Member | NameKind::InputMember => {
                self.words.snake(name)
            }
        };
        let cased = identifier(cased);
        if let Some(number) = number {
            return match kind {
                NameKind::Type | NameKind::Variant | NameKind::UnionVariant => {
                    format!("{cased}{number}")
                }
                NameKind::Operation | NameKind::Member | NameKind::InputMember => {
                    format!("{cased}_{number}")
                }
            };
        }
        let taken = reserved::never(&cased)
            || match kind {
                NameKind::Type => false,
                NameKind::Variant | NameKind::UnionVariant => cased == "Unknown",
                NameKind::Operation => reserved::of_clients(&cased),
                NameKind::Member => reserved::of_structures(&cased),
                NameKind::InputMember => {
                    reserved::of_structures(&cased) || reserved::of_builders(&cased)
                }
            };
        match (taken, kind) {
            (false, _) => cased,
            (true, NameKind::Type | NameKind::Variant | NameKind::UnionVariant) => cased + "Value",
            (true, NameKind::Operation | NameKind::Member | NameKind::InputMember) => cased + "_",
        }
    }

    /// The private module, with this number if it collides with another.
    pub(super) fn numbered_module(&self, name: &str, number: Option<u32>) -> String {
        match number {
            Some(number) => format!("{}_{number}", identifier(self.words.snake(name))),
            None => self.module(name),
        }
    }

    /// The name of a private module and its file: never a keyword, the name of
    /// a crate, or `mod`, which every folder has.
    pub(super) fn module(&self, name: &str) -> String {
        let cased = identifier(self.words.snake(name));
        if reserved::never(&cased) || reserved::needs_raw(&cased) || reserved::of_modules(&cased) {
            cased + "_"
        } else {
            cased
        }
    }

    /// All names that `name` adds to its scope, starting with itself.
    pub(super) fn produced(&self, name: &str, kind: NameKind, number: Option<u32>) -> Vec<String> {
        let rust = self.numbered(name, kind, number);
        match kind {
            NameKind::Variant | NameKind::UnionVariant => vec![rust],
            NameKind::Type => vec![rust, self.numbered_module(name, number)],
            NameKind::Operation => {
                let builder = self.numbered(name, NameKind::Type, number);
                vec![rust, format!("{builder}Error"), builder]
            }
            NameKind::Member => {
                let with = setter("with", &rust);
                vec![rust, with]
            }
            NameKind::InputMember => {
                let (set, with) = (setter("set", &rust), setter("with", &rust));
                vec![rust, set, with]
            }
        }
    }
}

/// The structures that are the input of an operation.
pub fn inputs(model: &Model) -> BTreeSet<&ShapeId> {
    let operations = model.operations.values();
    operations.map(|operation| &operation.input).collect()
}

/// The names of members or enum values, and their kind; `None` for shapes
/// without their own type.
pub fn members<'m>(
    shape: &'m Shape,
    inputs: &BTreeSet<&ShapeId>,
) -> Option<(NameKind, Vec<&'m str>)> {
    let kind = match &shape.kind {
        ShapeKind::Structure(_) if inputs.contains(&shape.id) => NameKind::InputMember,
        ShapeKind::Structure(_) => NameKind::Member,
        ShapeKind::Union(_) => NameKind::UnionVariant,
        ShapeKind::Enum(_) | ShapeKind::IntEnum(_) => NameKind::Variant,
        _ => return None,
    };
    let names = match &shape.kind {
        ShapeKind::Enum(values) => values.iter().map(|value| value.name.as_str()).collect(),
        ShapeKind::IntEnum(values) => values.iter().map(|value| value.name.as_str()).collect(),
        _ => shape
            .members()
            .iter()
            .map(|member| member.name.as_str())
            .collect(),
    };
    Some((kind, names))
}

/// `with_name`, `set_name`.
pub fn setter(prefix: &str, name: &str) -> String {
    format!("{prefix}_{name}")
}

/// Prefixes a name that is empty or begins with a digit.
pub(super) fn identifier(cased: String) -> String {
    if cased.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        cased
    } else {
        format!("_{cased}")
    }
}
