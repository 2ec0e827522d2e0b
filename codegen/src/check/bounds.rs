//! Bounds of `length`, `range` and similar limits.

use super::{CheckContext, Subject, value};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::Value;
use crate::model::{Number, ShapeType};
use crate::traits::ids;

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for subject in context.subjects() {
        for id in [ids::LENGTH, ids::RANGE] {
            if let Some(value) = subject.traits().value(id) {
                bounds(ids::short(id), value, report);
            }
        }
        if let Some(value) = subject.traits().value(ids::RANGE) {
            representable(context, subject, value, report);
        }
        let totals = subject.traits().value(ids::TOTALS).into_iter();
        for total in totals.flat_map(|totals| totals.elements()) {
            bounds("totals", total, report);
        }
        for state in subject.condition_states() {
            if let Some(value) = state.get("length") {
                bounds("length", value, report);
            }
        }
        let advised = subject.traits().value(ids::ADVISED).into_iter();
        for limit in advised.flat_map(|advised| advised.elements()) {
            for name in ["length", "utf16Length", "bytes", "range"] {
                if let Some(value) = limit.get(name) {
                    bounds(name, value, report);
                }
            }
            if let Some(value) = limit.get("range") {
                representable(context, subject, value, report);
            }
        }
    }
}

fn bounds(name: &str, value: &Value<'_>, report: &mut DiagnosticReport) {
    // `form` reports values that are not objects.
    if value.as_object().is_none() {
        return;
    }
    match (value.get("min"), value.get("max")) {
        (None, None) => {
            let title = format!("`{name}` has neither `min` nor `max`");
            report.push(
                Diagnostic::new(Code::NoBounds, title, value.span)
                    .help("add `min` or `max`, or remove the limit"),
            );
        }
        (Some(min), Some(max)) if exceeds(min, max) => {
            let title = format!("`min` of `{name}` is greater than `max`");
            report.push(
                Diagnostic::new(Code::EmptyRange, title, min.span)
                    .label("minimum")
                    .secondary(max.span, "maximum")
                    .note("no value can satisfy both")
                    .help("swap the two values"),
            );
        }
        _ => {}
    }
}

fn exceeds(min: &Value<'_>, max: &Value<'_>) -> bool {
    let (Some(min), Some(max)) = (min.as_number(), max.as_number()) else {
        return false;
    };
    // Integers are compared exactly: `f64` is inexact for large values.
    match (min.as_i64(), max.as_i64()) {
        (Some(min), Some(max)) => min > max,
        _ => min.as_f64() > max.as_f64(),
    }
}

/// Reports bounds of a range that the type cannot represent.
fn representable(
    context: &CheckContext<'_, '_>,
    subject: Subject<'_, '_>,
    range: &Value<'_>,
    report: &mut DiagnosticReport,
) {
    let Some(kind) = subject.kind(context.ast) else {
        return;
    };
    for name in ["min", "max"] {
        let Some(bound) = range.get(name) else {
            continue;
        };
        if let Some(number) = bound.as_number()
            && !holds(kind, &number)
        {
            let title = format!("`{number}` is not a valid value for {}", kind.noun());
            report.push(
                Diagnostic::new(Code::BoundOutsideType, title, bound.span)
                    .label("out of range for the type")
                    .secondary(subject.span(), kind.noun()),
            );
        }
    }
}

fn holds(kind: ShapeType, number: &Number) -> bool {
    match kind {
        ShapeType::Byte
        | ShapeType::Short
        | ShapeType::Integer
        | ShapeType::IntEnum
        | ShapeType::Long => number
            .as_i64()
            .is_some_and(|number| value::within(kind, number)),
        _ => true,
    }
}
