//! What users see and nobody explains.

use std::collections::BTreeSet;

use super::Context;
use crate::ast::{Kind, Shape, Traits};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::ShapeId;
use crate::source::Span;
use crate::traits::ids;

pub(super) fn lint(context: &Context<'_, '_>, report: &mut Report) {
    let model = context.model;
    if let Some(service) = context.ast.shape(&model.service.id) {
        about(service, "the client", report);
    }
    for operation in model.operations.keys() {
        if let Some(operation) = context.ast.shape(operation) {
            about(operation, "its method", report);
        }
    }
    // What an operation takes and gives is explained by the operation, and
    // what a list or a string holds by the member that has it.
    let ends: BTreeSet<&ShapeId> = model
        .operations
        .values()
        .flat_map(|operation| [&operation.input, &operation.output])
        .collect();
    for shape in context.shapes() {
        let is_type = matches!(
            shape.kind(),
            Kind::Structure | Kind::Union | Kind::Enum | Kind::IntEnum
        );
        if is_type && !ends.contains(&shape.id) {
            about(shape, "its type", report);
        }
    }
    for (shape, member) in context.fields() {
        let target = context.ast.shape(&member.target.id);
        let inherited = target.is_some_and(|target| is_explained(&target.traits));
        if !inherited && !is_explained(&member.traits) && !speaks_for_itself(shape, &member.name) {
            let name = format!("{}${}", shape.id.name(), member.name);
            report.push(undocumented(&name, member.span, "its setter and its field"));
        }
    }
}

fn about(shape: &Shape<'_>, place: &str, report: &mut Report) {
    if !is_explained(&shape.traits) {
        report.push(undocumented(shape.id.name(), shape.span, place));
    }
}

fn is_explained(traits: &Traits<'_>) -> bool {
    let text = traits.str(ids::DOCUMENTATION).unwrap_or_default();
    !text.trim().is_empty()
}

/// The text of an error: every error has it, and it means the same in all.
fn speaks_for_itself(shape: &Shape<'_>, member: &str) -> bool {
    shape.traits.has(ids::ERROR) && member.eq_ignore_ascii_case("message")
}

fn undocumented(name: &str, span: Span, place: &str) -> Diagnostic {
    let title = format!("`{name}` is not documented");
    Diagnostic::new(Code::Undocumented, title, span)
        .label("no `smithy.api#documentation`, or an empty one")
        .help(format!(
            "say what the types do not say; it becomes the documentation of {place}"
        ))
}
