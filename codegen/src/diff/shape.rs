//! Data shapes.

use std::collections::BTreeSet;

use crate::model::{ErrorInfo, Location, Shape, ShapeId, ShapeKind};

use super::{Both, Changes, Class, Rule, Side, Subject, constraint, docs, enums, structure, value};

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

/// The shapes of the old model with their successors: by id, and what is in
/// one place of one operation.
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

/// The types in Rust that come and go. Inputs and outputs are not among them:
/// they belong to their operations.
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
            let text = format!("is gone: {}", noun(both.old.shape(id)));
            changes.push(&subject, Class::Rust, Rule::TypeRemoved, text);
        } else if successor != id {
            let before = &both.old.shape(id).name;
            let (class, remark) = if old.errors.contains(id) {
                (Class::Wire, "error has a new code")
            } else {
                (Class::Rust, "type has a new name")
            };
            let text = format!("seems to be what `{before}` was: the {remark}");
            changes.push(subject, class, Rule::TypeRenamed, text);
        } else if both.old.shape(id).name != both.new.shape(id).name {
            let text = format!(
                "is called `{}` in Rust instead of `{}`",
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
            let text = format!("is new: {}", noun(both.new.shape(id)));
            changes.push(&subject, Class::Addition, Rule::TypeAdded, text);
        }
    }
}

fn noun(shape: &Shape) -> String {
    match &shape.kind {
        ShapeKind::Structure(structure) => match structure.error {
            Some(ErrorInfo { status, .. }) => format!("an error with status {status}"),
            None => "a structure".to_owned(),
        },
        ShapeKind::Union(_) => "a union".to_owned(),
        ShapeKind::IntEnum(_) => "an enum of numbers".to_owned(),
        _ => "an enum".to_owned(),
    }
}

fn pair(both: &Both<'_>, subject: &Subject, old: &Shape, new: &Shape, changes: &mut Changes) {
    match (&old.kind, &new.kind) {
        (ShapeKind::Structure(before), ShapeKind::Structure(now)) => {
            structure::compare(both, subject, (&old.id, before), (&new.id, now), changes);
        }
        (ShapeKind::Union(before), ShapeKind::Union(now)) => {
            structure::union(both, subject, before, now, changes);
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
            value::sparse(subject, before.sparse, now.sparse, changes);
        }
        (ShapeKind::Map(before), ShapeKind::Map(now)) => {
            let entry = subject.member("key");
            value::compare(both, &entry, &before.key, &now.key, changes);
            let entry = subject.member("value");
            value::compare(both, &entry, &before.value, &now.value, changes);
            value::sparse(subject, before.sparse, now.sparse, changes);
        }
        _ => value::kind(both, subject, old, new, changes),
    }
    constraint::compare(subject, &old.constraints, &new.constraints, changes);
    traits(both, subject, old, new, changes);
    docs::compare(subject, &old.docs, &new.docs, changes);
}

fn traits(both: &Both<'_>, subject: &Subject, old: &Shape, new: &Shape, changes: &mut Changes) {
    value::sensitive(subject, old.sensitive, new.sensitive, changes);
    if old.streaming != new.streaming {
        let text = if new.streaming {
            "is a stream now instead of bytes in memory"
        } else {
            "is bytes in memory now instead of a stream"
        };
        changes.push(subject, Class::Rust, Rule::Kind, text);
    }
    if old.requires_length != new.requires_length {
        let text = if new.requires_length {
            "the length of the stream has to be known now before it is sent"
        } else {
            "the length of the stream no longer has to be known before it is sent"
        };
        changes.push(subject, Class::Wire, Rule::Kind, text);
    }
    if old.media_type != new.media_type {
        let said = |media_type: &Option<String>| match media_type {
            Some(media_type) => format!("`{media_type}`"),
            None => "no media type".to_owned(),
        };
        let class = if is_payload(&both.old, &old.id) || is_payload(&both.new, &new.id) {
            Class::Wire
        } else {
            Class::Documentation
        };
        let text = format!(
            "has {} instead of {}",
            said(&new.media_type),
            said(&old.media_type)
        );
        changes.push(subject, class, Rule::WireForm, text);
    }
}

/// Whether the shape is the body of some message, so that its media type is
/// sent along.
fn is_payload(side: &Side<'_>, id: &ShapeId) -> bool {
    let mut all = side.model.connected_shapes().flat_map(Shape::members);
    all.any(|member| member.location == Location::Payload && member.target == *id)
}
