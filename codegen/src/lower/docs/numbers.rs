//! Bounds and numbers in words.

use std::fmt::Display;

use crate::model::{Length, Number, Range, Shape, ShapeKind};

pub(super) fn length(shape: &Shape, length: Length) -> String {
    let unit = |count: u64| match (&shape.kind, count) {
        (ShapeKind::Blob, 1) => "byte",
        (ShapeKind::Blob, _) => "bytes",
        (ShapeKind::List(_) | ShapeKind::Map(_), 1) => "entry",
        (ShapeKind::List(_) | ShapeKind::Map(_), _) => "entries",
        (_, 1) => "character",
        _ => "characters",
    };
    bounds(length, unit)
}

/// `1 to 100 characters`, with the unit in singular or plural.
pub(super) fn bounds(length: Length, unit: impl Fn(u64) -> &'static str) -> String {
    match (length.min.unwrap_or(0), length.max) {
        (min, Some(max)) if min == max => format!("exactly {} {}", grouped(max), unit(max)),
        (0, Some(max)) => format!("at most {} {}", grouped(max), unit(max)),
        (min, Some(max)) => format!("{} to {} {}", grouped(min), grouped(max), unit(max)),
        (min, None) => format!("at least {} {}", grouped(min), unit(min)),
    }
}

pub(super) fn range(range: &Range) -> String {
    let text = |number: &Number| match number.as_i64() {
        Some(whole) => grouped(whole),
        None => number.to_string(),
    };
    match (&range.min, &range.max) {
        (Some(min), Some(max)) => format!("{} to {}", text(min), text(max)),
        (Some(min), None) => format!("at least {}", text(min)),
        (None, Some(max)) => format!("at most {}", text(max)),
        (None, None) => String::new(),
    }
}

/// An integer with separators: `2,048,000`.
pub(super) fn grouped(number: impl Display) -> String {
    separated(&number.to_string(), ',', 3)
}

/// An integer literal: `2_048_000`.
pub(crate) fn digits(number: impl Display) -> String {
    separated(&number.to_string(), '_', 4)
}

/// Separates the thousands of numbers with more digits than `whole`.
pub(super) fn separated(number: &str, separator: char, whole: usize) -> String {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number),
    };
    if digits.len() <= whole {
        return number.to_owned();
    }
    let mut text = sign.to_owned();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_thousands() {
        for (number, for_people, for_rust) in [
            (5_i64, "5", "5"),
            (2048, "2,048", "2048"),
            (-12345, "-12,345", "-12_345"),
            (2_048_000, "2,048,000", "2_048_000"),
        ] {
            assert_eq!(grouped(number), for_people);
            assert_eq!(digits(number), for_rust);
        }
    }
}
