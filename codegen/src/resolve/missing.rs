//! What to say of an id that leads nowhere.

use crate::ast::Reference;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::ShapeId;
use crate::text::closest;

use super::graph::Graph;
use super::prelude;

/// Reports that no shape has this id, with the one that was probably meant;
/// unless the shape is there but could not be read.
pub(crate) fn report_missing(graph: &Graph<'_>, reference: &Reference, report: &mut Report) {
    let id = &reference.id;
    if graph.unreadable.contains(id) {
        return;
    }
    let diagnostic = Diagnostic::new(
        Code::MissingTarget,
        format!("there is no shape `{id}`"),
        reference.span,
    )
    .label("no shape with this id");
    report.push(match similar(graph, id) {
        Some(found) => diagnostic.suggest(
            "a shape with a similar name exists",
            reference.span,
            format!("\"{found}\""),
        ),
        None if id.is_prelude() => {
            diagnostic.note("shapes in `smithy.api` are those that Smithy itself brings")
        }
        None => diagnostic.help("add the shape to `shapes`, or correct the id"),
    });
}

fn similar(graph: &Graph<'_>, id: &ShapeId) -> Option<ShapeId> {
    // Most often the name is right and the namespace is not.
    let exact = graph.shapes.keys().find(|known| known.name() == id.name());
    if let Some(exact) = exact {
        return Some(exact.clone());
    }
    if prelude::kind(id.name()).is_some() {
        return Some(ShapeId::prelude(id.name()));
    }
    let own = graph.shapes.keys();
    let same_namespace = own.filter(|known| {
        known.namespace() == id.namespace() && !are_opposite(known.name(), id.name())
    });
    let name = closest(id.name(), same_namespace.map(ShapeId::name));
    if let Some(name) = name {
        return ShapeId::parse(&format!("{}#{name}", id.namespace()));
    }
    let name = closest(id.name(), prelude::names())?;
    id.is_prelude().then(|| ShapeId::prelude(name))
}

/// Whether one is what operations take and the other what they give, by their
/// names: neither is meant by the other, however alike the two are.
fn are_opposite(one: &str, other: &str) -> bool {
    let takes = |name: &str| name.ends_with("Input") || name.ends_with("Request");
    let gives = |name: &str| name.ends_with("Output") || name.ends_with("Response");
    (takes(one) && gives(other)) || (gives(one) && takes(other))
}
