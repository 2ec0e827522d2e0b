//! What everything is called in Rust: a line for each operation, shape and
//! member.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::model::{Model, Shape, ShapeId, ShapeKind};
use crate::names::{Kind, Names};

use super::Of;

pub(super) fn dump(model: &Model, of: &Of<'_>) -> String {
    let names = Names::of(model);
    let mut lines: Vec<(String, String)> = Vec::new();
    for operation in model.operations.values() {
        if of.has(&operation.id) {
            let method = names.method(operation);
            lines.push((format!("operation {}", operation.name), method));
        }
    }
    let operations = model.operations.values();
    let inputs: BTreeSet<&ShapeId> = operations.map(|operation| &operation.input).collect();
    for shape in model.connected_shapes().filter(|shape| of.has(&shape.id)) {
        let Some((kind, members)) = parts(shape, inputs.contains(&shape.id)) else {
            continue;
        };
        let name = names.shape(shape);
        lines.push((format!("{kind} {}", shape.name), name));
        for (member, kind) in members {
            lines.push((format!("  {member}"), names.member(&shape.id, member, kind)));
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

/// What a shape is, and its members with what they become.
fn parts(shape: &Shape, is_input: bool) -> Option<(&'static str, Vec<(&str, Kind)>)> {
    Some(match &shape.kind {
        ShapeKind::Structure(structure) => {
            let kind = if is_input {
                Kind::InputMember
            } else {
                Kind::Member
            };
            let members = structure.members.iter();
            let noun = if structure.error.is_some() {
                "error"
            } else {
                "structure"
            };
            (
                noun,
                members.map(|member| (member.name.as_str(), kind)).collect(),
            )
        }
        ShapeKind::Union(members) => {
            let members = members.iter();
            let members = members.map(|member| (member.name.as_str(), Kind::UnionVariant));
            ("union", members.collect())
        }
        ShapeKind::Enum(values) => {
            let values = values.iter();
            let values = values.map(|value| (value.name.as_str(), Kind::Variant));
            ("enum", values.collect())
        }
        ShapeKind::IntEnum(values) => {
            let values = values.iter();
            let values = values.map(|value| (value.name.as_str(), Kind::Variant));
            ("enum", values.collect())
        }
        _ => return None,
    })
}
