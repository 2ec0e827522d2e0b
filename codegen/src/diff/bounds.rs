//! Bounds, and changes that loosen or tighten them.

use std::cmp::Ordering;

use super::{Changes, Class, Direction, Rule, Subject};

/// Adds a change of a constraint. In responses, it only affects documentation:
/// clients do not validate them.
pub(super) fn push(subject: &Subject, rule: Rule, text: String, changes: &mut Changes) {
    match (subject.direction, rule) {
        (Direction::Received, _) => changes.push(subject, Class::Documentation, rule, text),
        (Direction::Sent, Rule::Loosened) => changes.push(subject, Class::Behavior, rule, text),
        (Direction::Sent, _) => changes.restrict(subject, rule, text),
    }
}

/// Inclusive, optional bounds.
#[derive(PartialEq)]
pub(super) struct Bounds<T> {
    pub(super) min: Option<T>,
    pub(super) max: Option<T>,
}

impl<T: std::fmt::Display + PartialEq> std::fmt::Display for Bounds<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.min, &self.max) {
            (None, None) => f.write_str("unlimited"),
            (Some(min), Some(max)) if min == max => write!(f, "{min}"),
            (Some(min), Some(max)) => write!(f, "{min} to {max}"),
            (Some(min), None) => write!(f, "at least {min}"),
            (None, Some(max)) => write!(f, "at most {max}"),
        }
    }
}

pub(super) fn change_of_bounds<T>(
    old: &Bounds<T>,
    new: &Bounds<T>,
    order: impl Fn(&T, &T) -> Ordering,
) -> Rule {
    // `Greater` means looser; a missing bound is looser than any bound.
    let at_min = match (&old.min, &new.min) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(old), Some(new)) => order(old, new),
    };
    let at_max = match (&old.max, &new.max) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(old), Some(new)) => order(new, old),
    };
    match (at_min, at_max) {
        (Ordering::Greater | Ordering::Equal, Ordering::Greater | Ordering::Equal) => {
            Rule::Loosened
        }
        (Ordering::Less | Ordering::Equal, Ordering::Less | Ordering::Equal) => Rule::Tightened,
        _ => Rule::Constraint,
    }
}

/// Formats text as inline code in Markdown, with backticks and line breaks escaped.
pub(super) fn code(text: &str) -> String {
    let text = text.replace('\n', "\\n");
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classifies_bounds() {
        let bounds = |min, max| Bounds { min, max };
        for (old, new, expected) in [
            (
                bounds(Some(1), Some(5)),
                bounds(Some(1), Some(9)),
                Rule::Loosened,
            ),
            (
                bounds(Some(1), Some(5)),
                bounds(None, Some(5)),
                Rule::Loosened,
            ),
            (bounds(Some(1), Some(5)), bounds(None, None), Rule::Loosened),
            (bounds(None, None), bounds(None, Some(5)), Rule::Tightened),
            (
                bounds(Some(1), None),
                bounds(Some(2), None),
                Rule::Tightened,
            ),
            (
                bounds(Some(1), Some(5)),
                bounds(Some(2), Some(9)),
                Rule::Constraint,
            ),
        ] {
            let found = change_of_bounds(&old, &new, u64::cmp);
            assert_eq!(found, expected, "{old} becomes {new}");
        }
    }
}
