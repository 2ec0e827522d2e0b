//! The names in Rust: a line for each operation, shape and member.

use std::fmt::Write as _;

use crate::model::{Model, Shape, ShapeKind};
use crate::names::{self, Names};

use super::Selection;

pub(super) fn dump(model: &Model, selection: &Selection<'_>) -> String {
    let naming = Names::for_model(model);
    let mut lines: Vec<(String, String)> = Vec::new();
    for operation in model.operations.values() {
        if selection.has(&operation.id) {
            let method = naming.method(operation);
            lines.push((format!("operation {}", operation.name), method));
        }
    }
    let inputs = names::inputs(model);
    for shape in model
        .connected_shapes()
        .filter(|shape| selection.has(&shape.id))
    {
        let Some((kind, members)) = names::members(shape, &inputs) else {
            continue;
        };
        lines.push((
            format!("{} {}", noun(shape), shape.name),
            naming.shape(shape),
        ));
        for member in members {
            lines.push((
                format!("  {member}"),
                naming.member(&shape.id, member, kind),
            ));
        }
    }
    let width = lines.iter().map(|(model, _)| model.chars().count()).max();
    let width = width.unwrap_or_default();
    let mut text = String::new();
    for (model, rust) in lines {
        let _ = writeln!(text, "{model:<width$}  {rust}");
    }
    text
}

/// The type of a shape, as text.
fn noun(shape: &Shape) -> &'static str {
    match &shape.kind {
        ShapeKind::Structure(structure) if structure.error.is_some() => "error",
        ShapeKind::Structure(_) => "structure",
        ShapeKind::Union(_) => "union",
        _ => "enum",
    }
}
