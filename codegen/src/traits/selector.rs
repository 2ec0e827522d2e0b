//! The shapes and members to which traits apply.

use crate::model::ShapeType;

/// A set of kinds of shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kinds(u32);

impl Kinds {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const ALL: Self = Self(u32::MAX);
    pub(crate) const INTEGERS: Self = Self::new(&[
        ShapeType::Byte,
        ShapeType::Short,
        ShapeType::Integer,
        ShapeType::IntEnum,
        ShapeType::Long,
        ShapeType::BigInteger,
    ]);
    pub(crate) const NUMBERS: Self =
        Self::INTEGERS.and(&[ShapeType::Float, ShapeType::Double, ShapeType::BigDecimal]);
    pub(crate) const STRINGS: Self = Self::new(&[ShapeType::String, ShapeType::Enum]);
    pub(crate) const SIMPLE: Self = Self::NUMBERS.and(&[
        ShapeType::Blob,
        ShapeType::Boolean,
        ShapeType::String,
        ShapeType::Enum,
        ShapeType::Timestamp,
        ShapeType::Document,
    ]);
    pub(crate) const COLLECTIONS: Self = Self::new(&[ShapeType::List, ShapeType::Map]);
    pub(crate) const AGGREGATES: Self =
        Self::COLLECTIONS.and(&[ShapeType::Structure, ShapeType::Union]);

    /// The set of these kinds.
    pub(crate) const fn new(kinds: &[ShapeType]) -> Self {
        Self::NONE.and(kinds)
    }

    /// This set with these kinds added.
    pub(crate) const fn and(mut self, mut kinds: &[ShapeType]) -> Self {
        while let [kind, rest @ ..] = kinds {
            self.0 |= 1 << *kind as u32;
            kinds = rest;
        }
        self
    }

    /// The union of both sets.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a kind is in the set.
    pub(crate) const fn contains(self, kind: ShapeType) -> bool {
        self.0 & (1 << kind as u32) != 0
    }

    /// The kinds of the set, for messages.
    pub(crate) fn names(self) -> Vec<&'static str> {
        let named = ShapeType::NAMES.iter().filter(|(_, name)| *name != "set");
        named
            .filter(|(kind, _)| self.contains(*kind))
            .map(|(_, name)| *name)
            .collect()
    }
}

/// The shapes to which a trait applies, by type, and the members, by the types
/// of their container and target.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Selector {
    pub(crate) shapes: Kinds,
    pub(crate) members_of: Kinds,
    pub(crate) targets: Kinds,
}

impl Selector {
    /// All shapes and members.
    pub(super) const ANYWHERE: Self = Self {
        shapes: Kinds::ALL,
        members_of: Kinds::ALL,
        targets: Kinds::ALL,
    };
    pub(super) const SERVICE: Self = Self::shapes(Kinds::new(&[ShapeType::Service]));
    pub(super) const OPERATION: Self = Self::shapes(Kinds::new(&[ShapeType::Operation]));
    pub(super) const STRUCTURE: Self = Self::shapes(Kinds::new(&[ShapeType::Structure]));
    /// Members of structures.
    pub(super) const FIELD: Self = Self::members(Kinds::new(&[ShapeType::Structure]), Kinds::ALL);

    /// Shapes of some kinds, and no members.
    pub(super) const fn shapes(shapes: Kinds) -> Self {
        Self {
            shapes,
            members_of: Kinds::NONE,
            targets: Kinds::NONE,
        }
    }

    /// Members, and no shapes.
    pub(super) const fn members(members_of: Kinds, targets: Kinds) -> Self {
        Self {
            shapes: Kinds::NONE,
            members_of,
            targets,
        }
    }

    /// Shapes of some kinds, and members that target them.
    pub(super) const fn values(kinds: Kinds) -> Self {
        Self {
            shapes: kinds,
            members_of: Kinds::AGGREGATES,
            targets: kinds,
        }
    }
}
