//! Bounds as Rust literals.

use crate::model::{Length, Number, Range, Shape, ShapeKind};
use crate::rust::{Bound, Limit};

use super::docs;

/// The bounds of a length or a number of entries.
pub(super) fn length(length: Length) -> Bound {
    Bound {
        // Every length is at least zero.
        min: length.min.filter(|min| *min > 0).map(docs::digits),
        max: length.max.map(docs::digits),
    }
}

pub(super) fn range(shape: &Shape, range: &Range) -> Limit {
    let literal = |number: &Number| match shape.kind {
        ShapeKind::Float | ShapeKind::Double => {
            let text = number.as_f64().to_string();
            if text.contains('.') {
                text
            } else {
                format!("{text}.0")
            }
        }
        ShapeKind::BigInteger | ShapeKind::BigDecimal => number.to_string(),
        _ => number
            .as_i64()
            .map_or_else(|| number.to_string(), docs::digits),
    };
    Limit::Range(Bound {
        min: range.min.as_ref().map(literal),
        max: range.max.as_ref().map(literal),
    })
}
