//! Default values.

use super::limits::violated;
use super::{CheckContext, Subject, value};
use crate::ast::Member;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::{Value, ValueKind};
use crate::model::ShapeType;
use crate::traits::ids;

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for subject in context.subjects() {
        let Some(default) = subject.traits().value(ids::DEFAULT) else {
            continue;
        };
        // `null` removes the default of the target.
        if matches!(default.kind, ValueKind::Null) {
            if let Subject::Shape(_) = subject {
                let title = "only the default of a member can be `null`";
                report.push(
                    Diagnostic::new(Code::DefaultValue, title, default.span)
                        .help("remove the trait"),
                );
            }
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
            (Some(ShapeType::Document), ValueKind::Array(elements)) => !elements.is_empty(),
            (Some(ShapeType::Document), ValueKind::Object(_)) => default.entries().next().is_some(),
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
            let title = "the default of a list, map or object must be empty";
            report.push(
                Diagnostic::new(Code::DefaultValue, title, default.span)
                    .label("expected an empty list or map"),
            );
            continue;
        }
        let purpose = value::Purpose::Default;
        value::check(context, id, default, purpose, Code::DefaultValue, report);
        limits(context, subject, default, report);
    }
    for shape in context.ast.shapes.values() {
        if shape.kind() == ShapeType::Structure {
            for member in shape.members() {
                of_target(context, member, report);
            }
        }
    }
}

/// Reports a default that the service would reject.
fn limits(
    context: &CheckContext<'_, '_>,
    subject: Subject<'_, '_>,
    default: &Value<'_>,
    report: &mut DiagnosticReport,
) {
    // Smithy only warns about zero: in models of version 1.0, it is the
    // implicit default of numbers.
    let is_zero = default
        .as_number()
        .is_some_and(|number| number.as_f64() == 0.0);
    let constraints = match subject {
        Subject::Shape(shape) => Some(context.model.shape(&shape.id).constraints.clone()),
        Subject::Member(shape, member) => {
            let resolved = context.resolved(&shape.id, &member.name);
            resolved.map(|resolved| context.model.constraints(resolved))
        }
    };
    let kind = subject.kind(context.ast);
    let rule = constraints.and_then(|constraints| violated(&constraints, kind, default));
    if let Some(rule) = rule.filter(|_| !is_zero) {
        let title = "the default violates a constraint";
        report.push(
            Diagnostic::new(Code::DefaultValue, title, default.span)
                .label(rule)
                .help("change the default or the constraint"),
        );
    }
}

/// Smithy's `DefaultTrait` validator: a member must repeat the default of its
/// target, or remove it with `null`.
fn of_target(context: &CheckContext<'_, '_>, member: &Member<'_>, report: &mut DiagnosticReport) {
    let target = context.ast.shape(&member.target.id);
    let Some(expected) = target.and_then(|target| target.traits.get(ids::DEFAULT)) else {
        return;
    };
    let own = member.traits.value(ids::DEFAULT);
    let is_repeated = own.is_some_and(|own| {
        matches!(own.kind, ValueKind::Null) || own.to_node() == expected.value.to_node()
    });
    if !is_repeated {
        let title = format!(
            "`{}` does not repeat the default of its target",
            member.name
        );
        report.push(
            Diagnostic::new(
                Code::DefaultValue,
                title,
                own.map_or(member.span, |own| own.span),
            )
            .label("expected the default of the target, or `null`")
            .secondary(expected.value.span, "the default of the target"),
        );
    }
}
