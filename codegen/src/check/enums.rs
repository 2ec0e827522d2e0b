//! Values of enums.

use std::collections::BTreeMap;

use super::Context;
use crate::ast::{Kind, Shape};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::source::{Span, Value};
use crate::traits::ids;

/// The values that an enum lists, as text; none for other shapes.
pub(super) fn values(shape: &Shape<'_>) -> Vec<String> {
    match shape.kind() {
        Kind::Enum | Kind::IntEnum => shape
            .members()
            .iter()
            .map(|member| match member.traits.value(ids::ENUM_VALUE) {
                Some(value) => text(value).unwrap_or_default(),
                None => member.name.to_string(),
            })
            .collect(),
        Kind::String => {
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

pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    for shape in context.ast.shapes.values() {
        match shape.kind() {
            kind @ (Kind::Enum | Kind::IntEnum) => members(shape, kind, report),
            Kind::String => listed(shape, report),
            _ => {}
        }
    }
}

fn members(shape: &Shape<'_>, kind: Kind, report: &mut Report) {
    if shape.members().is_empty() {
        let title = format!("the enum `{}` has no values", shape.id.name());
        report.push(Diagnostic::new(Code::EnumValue, title, shape.span).help("give it a member"));
    }
    let mut seen = Seen::default();
    for member in shape.members() {
        let value = member.traits.value(ids::ENUM_VALUE);
        let found = match (kind, value) {
            (Kind::IntEnum, None) => {
                let title = format!("`{}` does not say which number it is", member.name);
                report.push(
                    Diagnostic::new(Code::EnumValue, title, member.span)
                        .help(format!("add `\"{}\": 1` to its traits", ids::ENUM_VALUE)),
                );
                continue;
            }
            (Kind::IntEnum, Some(value)) => {
                let number = value.as_number().and_then(|number| number.as_i64());
                let Some(number) = number.and_then(|number| i32::try_from(number).ok()) else {
                    let title = format!("the value of `{}` is not a 32-bit integer", member.name);
                    report.push(
                        Diagnostic::new(Code::EnumValue, title, value.span)
                            .label("expected a whole number"),
                    );
                    continue;
                };
                (number.to_string(), value.span)
            }
            (_, None) => (member.name.to_string(), member.span),
            (_, Some(value)) => match value.as_str() {
                Some("") | None => {
                    let title = format!("the value of `{}` is no text", member.name);
                    report.push(
                        Diagnostic::new(Code::EnumValue, title, value.span)
                            .label("expected a string that is not empty"),
                    );
                    continue;
                }
                Some(text) => (text.to_owned(), value.span),
            },
        };
        seen.add(found, report);
    }
}

/// A string with the older `enum` trait.
fn listed(shape: &Shape<'_>, report: &mut Report) {
    let Some(found) = shape.traits.get(ids::ENUM) else {
        return;
    };
    let entries = found.value.elements();
    if entries.is_empty() {
        let title = format!("the enum `{}` has no values", shape.id.name());
        report.push(
            Diagnostic::new(Code::EnumValue, title, found.value.span).label("expected a value"),
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

/// The values of one enum so far.
#[derive(Default)]
struct Seen(BTreeMap<String, Span>);

impl Seen {
    fn add(&mut self, (value, span): (String, Span), report: &mut Report) {
        let Some(first) = self.0.get(&value) else {
            self.0.insert(value, span);
            return;
        };
        let title = format!("the value `{value}` is listed twice");
        report.push(
            Diagnostic::new(Code::EnumValue, title, span)
                .label("here again")
                .secondary(*first, "first here")
                .help("on the wire the two are one value: remove one of them"),
        );
    }
}
