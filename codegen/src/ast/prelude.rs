//! The shapes of `smithy.api`, which models use without defining them.

use super::Kind;

/// The shapes of `smithy.api` that hold data.
const SHAPES: &[(&str, Kind)] = &[
    ("BigDecimal", Kind::BigDecimal),
    ("BigInteger", Kind::BigInteger),
    ("Blob", Kind::Blob),
    ("Boolean", Kind::Boolean),
    ("Byte", Kind::Byte),
    ("Document", Kind::Document),
    ("Double", Kind::Double),
    ("Float", Kind::Float),
    ("Integer", Kind::Integer),
    ("Long", Kind::Long),
    ("PrimitiveBoolean", Kind::Boolean),
    ("PrimitiveByte", Kind::Byte),
    ("PrimitiveDouble", Kind::Double),
    ("PrimitiveFloat", Kind::Float),
    ("PrimitiveInteger", Kind::Integer),
    ("PrimitiveLong", Kind::Long),
    ("PrimitiveShort", Kind::Short),
    ("Short", Kind::Short),
    ("String", Kind::String),
    ("Timestamp", Kind::Timestamp),
    ("Unit", Kind::Structure),
];

/// The kind of the prelude shape with this name.
pub(crate) fn kind(name: &str) -> Option<Kind> {
    let found = SHAPES.iter().find(|(known, _)| *known == name)?;
    Some(found.1)
}

/// The names of the prelude shapes.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    SHAPES.iter().map(|(name, _)| *name)
}
