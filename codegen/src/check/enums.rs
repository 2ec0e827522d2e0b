//! Enum values.

use std::collections::BTreeMap;

use super::CheckContext;
use crate::ast::Shape;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::Value;
use crate::model::ShapeType;
use crate::source::Span;
use crate::traits::ids;

/// Returns the values of an enum as text; empty for other shapes.
pub(super) fn values(shape: &Shape<'_>) -> Vec<String> {
    match shape.kind() {
        ShapeType::Enum | ShapeType::IntEnum => shape
            .members()
            .iter()
            .map(|member| match member.traits.value(ids::ENUM_VALUE) {
                Some(value) => text(value).unwrap_or_default(),
                None => member.name.to_string(),
            })
            .collect(),
        ShapeType::String => {
            let listed = shape.traits.value(ids::ENUM);
            let listed = listed.into_iter().flat_map(|listed| listed.elements());
            listed
                .filter_map(|entry| entry.str("value").map(str::to_owned))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn text(value: &Value<'_>) -> Option<String> {
    let number = || value.as_number().map(|number| number.to_string());
    value.as_str().map(str::to_owned).or_else(number)
}

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for shape in context.ast.shapes.values() {
        match shape.kind() {
            kind @ (ShapeType::Enum | ShapeType::IntEnum) => members(shape, kind, report),
            ShapeType::String => listed(shape, report),
            _ => {}
        }
    }
}

fn members(shape: &Shape<'_>, kind: ShapeType, report: &mut DiagnosticReport) {
    if shape.members().is_empty() {
        let title = format!("enum `{}` has no values", shape.id.name());
        report.push(Diagnostic::new(Code::EnumValue, title, shape.span).help("add a member"));
    }
    let mut seen = Seen::default();
    for member in shape.members() {
        let value = member.traits.value(ids::ENUM_VALUE);
        let found = match (kind, value) {
            (ShapeType::IntEnum, None) => {
                let title = format!("`{}` has no value", member.name);
                report.push(
                    Diagnostic::new(Code::EnumValue, title, member.span)
                        .label("members of an `intEnum` need a number")
                        .help(format!("add `\"{}\": 1` to its traits", ids::ENUM_VALUE)),
                );
                continue;
            }
            (ShapeType::IntEnum, Some(value)) => {
                let number = value.as_number().and_then(|number| number.as_i64());
                let Some(number) = number.and_then(|number| i32::try_from(number).ok()) else {
                    let title = format!("invalid value of `{}`", member.name);
                    report.push(
                        Diagnostic::new(Code::EnumValue, title, value.span)
                            .label("expected a 32-bit integer"),
                    );
                    continue;
                };
                (number.to_string(), value.span)
            }
            (_, None) => (member.name.to_string(), member.span),
            (_, Some(value)) => match value.as_str() {
                Some("") | None => {
                    let title = format!("invalid value of `{}`", member.name);
                    report.push(
                        Diagnostic::new(Code::EnumValue, title, value.span)
                            .label("expected a non-empty string"),
                    );
                    continue;
                }
                Some(text) => (text.to_owned(), value.span),
            },
        };
        seen.add(found, report);
    }
}

/// Checks a string with the deprecated `enum` trait.
fn listed(shape: &Shape<'_>, report: &mut DiagnosticReport) {
    let Some(found) = shape.traits.get(ids::ENUM) else {
        return;
    };
    let entries = found.value.elements();
    if entries.is_empty() {
        let title = format!("enum `{}` has no values", shape.id.name());
        report.push(
            Diagnostic::new(Code::EnumValue, title, found.value.span)
                .label("expected at least one value"),
        );
    }
    let mut seen = Seen::default();
    for entry in entries {
        if let Some(value) = entry.get("value")
            && let Some(text) = value.as_str()
        {
            seen.add((text.to_owned(), value.span), report);
        }
    }
}

/// The values of one enum found so far.
#[derive(Default)]
struct Seen(BTreeMap<String, Span>);

impl Seen {
    fn add(&mut self, (value, span): (String, Span), report: &mut DiagnosticReport) {
        let Some(first) = self.0.get(&value) else {
            self.0.insert(value, span);
            return;
        };
        let title = format!("duplicate enum value `{value}`");
        report.push(
            Diagnostic::new(Code::EnumValue, title, span)
                .label("duplicate")
                .secondary(*first, "first used here")
                .note("the two values are indistinguishable on the wire")
                .help("remove one of them, or change its value"),
        );
    }
}
