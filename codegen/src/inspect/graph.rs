//! The references between shapes, as DOT for Graphviz.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::model::{Member, Model, ShapeId, ShapeKind};

use super::{Selection, ids};

/// The selected shapes and everything reachable from them, except the prelude.
pub(super) fn dump(model: &Model, selection: &Selection<'_>) -> String {
    let mut open: Vec<&ShapeId> = ids(model).filter(|id| selection.has(id)).collect();
    let mut reached: BTreeSet<&ShapeId> = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !id.is_prelude() && reached.insert(id) {
            open.extend(steps(model, id).into_iter().map(|(_, target)| target));
        }
    }
    let mut text = "digraph model {\n  rankdir = LR;\n  node [shape = box];\n".to_owned();
    for id in &reached {
        let _ = writeln!(
            text,
            "  \"{id}\" [label = \"{}\"{}];",
            id.name(),
            style(model, id)
        );
    }
    for from in &reached {
        for (label, to) in steps(model, from) {
            if reached.contains(to) {
                let _ = writeln!(text, "  \"{from}\" -> \"{to}\" [label = \"{label}\"];");
            }
        }
    }
    text.push_str("}\n");
    text
}

/// The style of a shape, by kind.
fn style(model: &Model, id: &ShapeId) -> &'static str {
    if model.service.id == *id {
        return ", shape = house";
    }
    if model.operations.contains_key(id) {
        return ", shape = ellipse";
    }
    match &model.shape(id).kind {
        ShapeKind::Structure(structure) if structure.error.is_some() => ", shape = octagon",
        ShapeKind::Structure(_) | ShapeKind::Union(_) => "",
        ShapeKind::List(_) | ShapeKind::Map(_) => ", style = dashed",
        _ => ", style = rounded",
    }
}

/// The references of a shape, with labels.
fn steps<'m>(model: &'m Model, id: &ShapeId) -> Vec<(&'m str, &'m ShapeId)> {
    fn step(member: &Member) -> (&str, &ShapeId) {
        (&member.name, &member.target)
    }
    if model.service.id == *id {
        return model.operations.keys().map(|id| ("", id)).collect();
    }
    if let Some(operation) = model.operations.get(id) {
        let errors = operation.errors.iter().map(|error| ("error", error));
        let messages = [("input", &operation.input), ("output", &operation.output)];
        return messages.into_iter().chain(errors).collect();
    }
    match &model.shape(id).kind {
        ShapeKind::Structure(structure) => structure.members.iter().map(step).collect(),
        ShapeKind::Union(members) => members.iter().map(step).collect(),
        ShapeKind::List(list) => vec![step(&list.member)],
        ShapeKind::Map(map) => vec![step(&map.key), step(&map.value)],
        _ => Vec::new(),
    }
}
