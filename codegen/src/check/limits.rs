//! Checks JSON values against the constraints of a shape or member.

use std::collections::BTreeSet;

use crate::json::{Value, ValueKind};
use crate::model::{Constraints, Enforced, ShapeType};

/// The constraint that a value violates, as a label.
pub(super) fn violated(
    constraints: &Constraints,
    kind: Option<ShapeType>,
    value: &Value<'_>,
) -> Option<String> {
    if let Some(length) = constraints.length {
        let found = match &value.kind {
            // The encoding of blobs in examples is unspecified.
            ValueKind::String(_) if kind == Some(ShapeType::Blob) => None,
            ValueKind::String(text) => Some(text.chars().count()),
            ValueKind::Array(elements) => Some(elements.len()),
            ValueKind::Object(_) => Some(value.entries().count()),
            _ => None,
        };
        let found = found.and_then(|found| u64::try_from(found).ok());
        if let Some(found) = found
            && (length.min.is_some_and(|min| found < min)
                || length.max.is_some_and(|max| found > max))
        {
            return Some(format!("length {found} is out of bounds"));
        }
    }
    if let Some(range) = &constraints.range
        && let Some(number) = value.as_number()
    {
        let below = range
            .min
            .as_ref()
            .is_some_and(|min| number.as_f64() < min.as_f64());
        let above = range
            .max
            .as_ref()
            .is_some_and(|max| number.as_f64() > max.as_f64());
        if below || above {
            return Some("out of range".to_owned());
        }
    }
    if let Some(pattern) = &constraints.pattern
        && pattern.enforced == Enforced::Yes
        && let Some(text) = value.as_str()
        && let Ok(regex) = regex_lite::Regex::new(&pattern.expression)
        && !regex.is_match(text)
    {
        return Some(format!("does not match `{}`", pattern.expression));
    }
    if constraints.unique_items {
        let mut seen = BTreeSet::new();
        let mut items = value.elements().iter();
        if items.any(|item| !seen.insert(item.to_node().to_string())) {
            return Some("has duplicate items".to_owned());
        }
    }
    None
}
