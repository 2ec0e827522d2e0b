//! References to shapes that do not exist.

use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::ShapeId;
use crate::phrases::closest;

use super::{Ast, Reference, prelude};

/// Reports a reference to a shape that does not exist and suggests a similar
/// one. Shapes that were reported as invalid count as existing.
pub(crate) fn report_missing(ast: &Ast<'_>, reference: &Reference, report: &mut DiagnosticReport) {
    let id = &reference.id;
    if ast.unreadable.contains(id) {
        return;
    }
    let diagnostic = Diagnostic::new(
        Code::MissingTarget,
        format!("unknown shape `{id}`"),
        reference.span,
    )
    .label("not found");
    let similar = similar(ast, id, report);
    report.push(match similar {
        Some(found) => diagnostic.suggest(
            "a shape with a similar name exists",
            reference.span,
            format!("\"{found}\""),
        ),
        None if id.is_prelude() => {
            diagnostic.note("only Smithy itself defines shapes in `smithy.api`")
        }
        None => diagnostic.help("add the shape to `shapes`, or correct the ID"),
    });
}

fn similar(ast: &Ast<'_>, id: &ShapeId, report: &mut DiagnosticReport) -> Option<ShapeId> {
    // Usually the name is right and the namespace is wrong.
    if !report.may_search() {
        return None;
    }
    let exact = ast.shapes.keys().find(|known| known.name() == id.name());
    if let Some(exact) = exact {
        return Some(exact.clone());
    }
    if prelude::kind(id.name()).is_some() {
        return Some(ShapeId::prelude(id.name()));
    }
    let own = ast.shapes.keys();
    let same_namespace = own.filter(|known| {
        known.namespace() == id.namespace() && !are_opposite(known.name(), id.name())
    });
    let name = closest(id.name(), same_namespace.map(ShapeId::name));
    if let Some(name) = name {
        return ShapeId::parse(&format!("{}#{name}", id.namespace()));
    }
    let name = prelude::similar(id.name())?;
    id.is_prelude().then(|| ShapeId::prelude(name))
}

/// Whether one name is that of an input and the other that of an output. Such
/// names are similar, but not misspellings of each other.
fn are_opposite(one: &str, other: &str) -> bool {
    let is_input = |name: &str| name.ends_with("Input") || name.ends_with("Request");
    let is_output = |name: &str| name.ends_with("Output") || name.ends_with("Response");
    (is_input(one) && is_output(other)) || (is_output(one) && is_input(other))
}
