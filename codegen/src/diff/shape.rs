//! Changes of data shapes.

use std::collections::BTreeSet;

use crate::model::{ErrorInfo, Location, Shape, ShapeId, ShapeKind};
use crate::traits::ids;

use super::{
    Both, Changes, Class, Rule, Side, Subject, constraint, data, docs, enums, listed, structure,
    value,
};

pub(super) fn compare(both: &Both<'_>, changes: &mut Changes) {
    types(both, changes);
    for (old, new) in pairs(both) {
        if old.is_unit() && new.is_unit() {
            continue;
        }
        let subject = both.subject(&old, &new);
        pair(
            both,
            &subject,
            both.old.shape(&old),
            both.new.shape(&new),
            changes,
        );
    }
}

/// Returns pairs of old and new shapes: by ID, and by their role in an operation.
fn pairs(both: &Both<'_>) -> BTreeSet<(ShapeId, ShapeId)> {
    let mut pairs = BTreeSet::new();
    for old in &both.old.model.connected {
        let new = both.successor(old);
        if both.old.usage.is_used(old) && both.new.usage.is_used(new) {
            pairs.insert((old.clone(), new.clone()));
        }
    }
    for (id, old) in &both.old.model.operations {
        if let Some(new) = both.new.model.operations.get(both.successor(id)) {
            pairs.insert((old.input.clone(), new.input.clone()));
            pairs.insert((old.output.clone(), new.output.clone()));
        }
    }
    pairs
}

/// Reports added, removed and renamed Rust types, except inputs and outputs, which
/// belong to their operations.
fn types(both: &Both<'_>, changes: &mut Changes) {
    let is_type = |side: &Side<'_>, id: &ShapeId| {
        side.usage.types.contains(id) || side.usage.errors.contains(id)
    };
    let old = &both.old.usage;
    for id in old.types.iter().chain(&old.errors) {
        let successor = both.successor(id);
        let subject = &both.subject(id, successor);
        if !is_type(&both.new, successor) {
            let subject = Subject {
                shape: id.clone(),
                ..subject.clone()
            };
            let text = format!("was removed ({})", noun(both.old.shape(id)));
            changes.push(&subject, Class::Rust, Rule::TypeRemoved, text);
        } else if successor != id && both.old.shape(id).name != both.new.shape(successor).name {
            let before = &both.old.shape(id).name;
            let (class, remark) = if old.errors.contains(id) {
                (Class::Wire, "error code changes")
            } else {
                (Class::Rust, "Rust type is renamed")
            };
            let text = format!("was renamed from `{before}`: the {remark}");
            changes.push(subject, class, Rule::TypeRenamed, text);
        } else if successor == id && both.old.shape(id).name != both.new.shape(id).name {
            let text = format!(
                "is named `{}` in Rust, was `{}`",
                both.new.names.shape(both.new.shape(id)),
                both.old.names.shape(both.old.shape(id)),
            );
            changes.push(subject, Class::Rust, Rule::RustNames, text);
        }
    }
    let new = &both.new.usage;
    for id in new.types.iter().chain(&new.errors) {
        if !is_type(&both.old, id) && !both.is_successor(id) {
            let subject = both.subject(id, id);
            let text = format!("was added ({})", noun(both.new.shape(id)));
            changes.push(&subject, Class::Addition, Rule::TypeAdded, text);
        }
    }
}

fn noun(shape: &Shape) -> String {
    match &shape.kind {
        ShapeKind::Structure(structure) => match structure.error {
            Some(ErrorInfo { status, .. }) => format!("error with status {status}"),
            None => "structure".to_owned(),
        },
        ShapeKind::Union(_) => "union".to_owned(),
        ShapeKind::IntEnum(_) => "integer enum".to_owned(),
        _ => "enum".to_owned(),
    }
}

fn pair(both: &Both<'_>, subject: &Subject, old: &Shape, new: &Shape, changes: &mut Changes) {
    match (&old.kind, &new.kind) {
        (ShapeKind::Structure(before), ShapeKind::Structure(now)) => {
            structure::compare(both, subject, (&old.id, before), (&new.id, now), changes);
        }
        (ShapeKind::Union(before), ShapeKind::Union(now)) => {
            structure::union(both, subject, before, now, changes);
            data::tagged(subject, old.tagged.as_ref(), new.tagged.as_ref(), changes);
        }
        (ShapeKind::Enum(before), ShapeKind::Enum(now)) => {
            enums::compare(both, subject, before, now, changes);
        }
        (ShapeKind::IntEnum(before), ShapeKind::IntEnum(now)) => {
            enums::compare(both, subject, before, now, changes);
        }
        (ShapeKind::List(before), ShapeKind::List(now)) => {
            let entry = subject.member("member");
            value::compare(both, &entry, &before.member, &now.member, changes);
            changes.mark(subject, ids::SPARSE, before.sparse, now.sparse);
        }
        (ShapeKind::Map(before), ShapeKind::Map(now)) => {
            let entry = subject.member("key");
            value::compare(both, &entry, &before.key, &now.key, changes);
            let entry = subject.member("value");
            value::compare(both, &entry, &before.value, &now.value, changes);
            changes.mark(subject, ids::SPARSE, before.sparse, now.sparse);
        }
        _ => value::kind(both, subject, old, new, changes),
    }
    constraint::compare(subject, &old.constraints, &new.constraints, changes);
    traits(both, subject, old, new, changes);
    docs::compare(subject, &old.docs, &new.docs, changes);
}

fn traits(both: &Both<'_>, subject: &Subject, old: &Shape, new: &Shape, changes: &mut Changes) {
    for (id, old, new) in [
        (ids::SENSITIVE, old.sensitive, new.sensitive),
        (ids::STREAMING, old.streaming, new.streaming),
        (
            ids::REQUIRES_LENGTH,
            old.requires_length,
            new.requires_length,
        ),
    ] {
        changes.mark(subject, id, old, new);
    }
    if old.json.is_some() != new.json.is_some() {
        let text = if new.json.is_some() {
            "is now `JsonBlob`, was `Bytes`: clients reject content that is not a JSON object"
        } else {
            "is now `Bytes`, was `JsonBlob`"
        };
        changes.push(subject, Class::Rust, Rule::Kind, text);
    } else if let (Some(before), Some(now)) = (&old.json, &new.json) {
        let others = |roots: &[ShapeId], others: &[ShapeId]| {
            let roots = roots.iter().filter(|root| !others.contains(root));
            listed(roots.map(ShapeId::name))
        };
        let removed = others(&before.roots, &now.roots);
        let added = others(&now.roots, &before.roots);
        if !removed.is_empty() {
            let text = format!("no longer converts from {removed}");
            changes.push(subject, Class::Rust, Rule::Kind, text);
        } else if !added.is_empty() {
            let text = format!("now converts from {added}");
            changes.push(subject, Class::Addition, Rule::Kind, text);
        }
    }
    if old.media_type != new.media_type {
        let describe = |media_type: &Option<String>| match media_type {
            Some(media_type) => format!("media type `{media_type}`"),
            None => "no media type".to_owned(),
        };
        let class = if is_payload(&both.old, &old.id) || is_payload(&both.new, &new.id) {
            Class::Wire
        } else {
            Class::Documentation
        };
        let text = format!(
            "has {}, was {}",
            describe(&new.media_type),
            describe(&old.media_type)
        );
        changes.push(subject, class, Rule::WireForm, text);
    }
}

/// Whether the shape is a payload, so that its media type is sent.
fn is_payload(side: &Side<'_>, id: &ShapeId) -> bool {
    let mut all = side.model.connected_shapes().flat_map(Shape::members);
    all.any(|member| member.location == Location::Payload && member.target == *id)
}
