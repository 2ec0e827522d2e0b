//! The shapes of `smithy.api`, which models use without defining them.

use crate::model::ShapeType;
use crate::phrases::closest;

/// The data shapes of `smithy.api`.
const SHAPES: &[(&str, ShapeType)] = &[
    ("BigDecimal", ShapeType::BigDecimal),
    ("BigInteger", ShapeType::BigInteger),
    ("Blob", ShapeType::Blob),
    ("Boolean", ShapeType::Boolean),
    ("Byte", ShapeType::Byte),
    ("Document", ShapeType::Document),
    ("Double", ShapeType::Double),
    ("Float", ShapeType::Float),
    ("Integer", ShapeType::Integer),
    ("Long", ShapeType::Long),
    ("PrimitiveBoolean", ShapeType::Boolean),
    ("PrimitiveByte", ShapeType::Byte),
    ("PrimitiveDouble", ShapeType::Double),
    ("PrimitiveFloat", ShapeType::Float),
    ("PrimitiveInteger", ShapeType::Integer),
    ("PrimitiveLong", ShapeType::Long),
    ("PrimitiveShort", ShapeType::Short),
    ("Short", ShapeType::Short),
    ("String", ShapeType::String),
    ("Timestamp", ShapeType::Timestamp),
    ("Unit", ShapeType::Structure),
];

/// The kind of the prelude shape with this name.
pub(crate) fn kind(name: &str) -> Option<ShapeType> {
    let found = SHAPES.iter().find(|(known, _)| *known == name)?;
    Some(found.1)
}

/// The names of the prelude shapes.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    SHAPES.iter().map(|(name, _)| *name)
}

/// The prelude shape with a similar name, or with a longer one: `Bool` for `Boolean`.
pub(crate) fn similar(name: &str) -> Option<&'static str> {
    const SHORTEST: usize = 3;
    closest(name, names()).or_else(|| {
        let lower = name.to_ascii_lowercase();
        let begins = |known: &&str| known.to_ascii_lowercase().starts_with(&lower);
        names().find(|known| name.len() >= SHORTEST && begins(known))
    })
}
