//! Missing documentation.

use std::collections::BTreeSet;

use super::LintContext;
use crate::ast::{Shape, Traits};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::{ShapeId, ShapeType};
use crate::source::Span;
use crate::traits::ids;

pub(super) fn lint(context: &LintContext<'_, '_>, report: &mut DiagnosticReport) {
    let model = context.model;
    if let Some(service) = context.ast.shape(&model.service.id) {
        shape(service, "the client", report);
    }
    for operation in model.operations.keys() {
        if let Some(operation) = context.ast.shape(operation) {
            shape(operation, "the method", report);
        }
    }
    // The operation documents its input and output, and members document lists
    // and simple shapes.
    let messages: BTreeSet<&ShapeId> = model
        .operations
        .values()
        .flat_map(|operation| [&operation.input, &operation.output])
        .collect();
    for shape in context.shapes() {
        let is_type = matches!(
            shape.kind(),
            ShapeType::Structure | ShapeType::Union | ShapeType::Enum | ShapeType::IntEnum
        );
        if is_type && !messages.contains(&shape.id) {
            self::shape(shape, "the type", report);
        }
    }
    for (shape, member) in context.fields() {
        let target = context.ast.shape(&member.target.id);
        let inherits = target.is_some_and(|target| is_documented(&target.traits));
        // Constants have no field, and a flattened union has its own
        // documentation.
        let needs_none = member.traits.has(ids::CONSTANT) || is_error_message(shape, &member.name);
        if !inherits && !is_documented(&member.traits) && !needs_none {
            let name = format!("{}${}", shape.id.name(), member.name);
            report.push(undocumented(&name, member.span, "the field and its setter"));
        }
    }
}

fn shape(shape: &Shape<'_>, item: &str, report: &mut DiagnosticReport) {
    if !is_documented(&shape.traits) {
        report.push(undocumented(shape.id.name(), shape.span, item));
    }
}

fn is_documented(traits: &Traits<'_>) -> bool {
    let text = traits.str(ids::DOCUMENTATION).unwrap_or_default();
    !text.trim().is_empty()
}

/// The `message` of an error needs no documentation: it means the same thing in
/// all errors.
fn is_error_message(shape: &Shape<'_>, member: &str) -> bool {
    shape.traits.has(ids::ERROR) && member.eq_ignore_ascii_case("message")
}

fn undocumented(name: &str, span: Span, item: &str) -> Diagnostic {
    let title = format!("`{name}` is not documented");
    Diagnostic::new(Code::Undocumented, title, span)
        .label(format!(
            "missing or empty `{documentation}`",
            documentation = ids::DOCUMENTATION
        ))
        .help(format!(
            "add the trait; its text becomes the documentation of {item}"
        ))
}
