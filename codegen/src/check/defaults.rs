//! Default values.

use super::{Context, Subject, value};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::json::ValueKind;
use crate::model::ShapeType;
use crate::traits::ids;

pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    for subject in context.subjects() {
        let Some(default) = subject.traits().value(ids::DEFAULT) else {
            continue;
        };
        // `null` removes the default of the target.
        if matches!(default.kind, ValueKind::Null) {
            continue;
        }
        let id = match subject {
            Subject::Shape(shape) => &shape.id,
            Subject::Member(_, member) => &member.target.id,
        };
        let kind = subject.kind(context.ast);
        let must_be_empty = match (kind, &default.kind) {
            (Some(ShapeType::List), ValueKind::Array(elements)) => !elements.is_empty(),
            (Some(ShapeType::Map), ValueKind::Object(_)) => default.entries().next().is_some(),
            (Some(ShapeType::Structure | ShapeType::Union), _) => {
                let title = format!("`{}` cannot have a default", id.name());
                report.push(
                    Diagnostic::new(Code::DefaultValue, title, default.span)
                        .label("expected `null`")
                        .note("structures and unions have no default values"),
                );
                continue;
            }
            _ => false,
        };
        if must_be_empty {
            let title = "the default of a list or map must be empty";
            report.push(
                Diagnostic::new(Code::DefaultValue, title, default.span)
                    .label("expected an empty list or map"),
            );
            continue;
        }
        let purpose = value::Purpose::Default;
        value::check(context, id, default, purpose, Code::DefaultValue, report);
    }
}
