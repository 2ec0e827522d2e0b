//! Detects renamed operations and shapes.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Operation, Segment, Shape, ShapeId, ShapeKind};

use super::{Both, Side};

/// Finds operations, structures, unions and enums that were probably renamed, from
/// the old ID to the new one.
pub(super) fn find(both: &Both<'_>) -> BTreeMap<ShapeId, ShapeId> {
    let mut renamed = moved(both);
    let by_route = operations(both, &renamed);
    renamed.extend(by_route);
    let removed = candidates(&both.old, &both.new);
    let added = candidates(&both.new, &both.old);
    let mut pairs = Vec::new();
    for old in &removed {
        for new in &added {
            let similarity = similarity(old, new);
            if similarity >= THRESHOLD {
                pairs.push((similarity, &old.shape.id, &new.shape.id));
            }
        }
    }
    // The most similar pairs first; IDs break ties.
    pairs.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let mut taken: BTreeSet<ShapeId> = renamed.values().cloned().collect();
    for (_, old, new) in pairs {
        if !renamed.contains_key(old) && taken.insert(new.clone()) {
            renamed.insert(old.clone(), new.clone());
        }
    }
    renamed
}

/// Finds shapes and operations that moved to another namespace under the same
/// name.
fn moved(both: &Both<'_>) -> BTreeMap<ShapeId, ShapeId> {
    let ids = |side: &Side<'_>, other: &Side<'_>| -> BTreeMap<String, Option<ShapeId>> {
        let all = side
            .model
            .connected
            .iter()
            .chain(side.model.operations.keys());
        let mut found = BTreeMap::new();
        for id in all.filter(|id| !exists(other, id) && !id.is_prelude()) {
            // A name in several namespaces is ambiguous.
            found
                .entry(id.name().to_owned())
                .and_modify(|found| *found = None)
                .or_insert_with(|| Some(id.clone()));
        }
        found
    };
    let mut added = ids(&both.new, &both.old);
    let removed = ids(&both.old, &both.new).into_iter();
    removed
        .filter_map(|(name, old)| Some((old?, added.remove(&name)??)))
        .collect()
}

fn exists(side: &Side<'_>, id: &ShapeId) -> bool {
    side.model.connected.contains(id) || side.model.operations.contains_key(id)
}

/// Finds operations with the same route.
fn operations(both: &Both<'_>, moved: &BTreeMap<ShapeId, ShapeId>) -> BTreeMap<ShapeId, ShapeId> {
    let mut renamed = BTreeMap::new();
    for (id, old) in &both.old.model.operations {
        if both.new.model.operations.contains_key(id) || moved.contains_key(id) {
            continue;
        }
        let successor = both.new.model.operations.iter().find(|(id, new)| {
            !both.old.model.operations.contains_key(id) && route(old) == route(new)
        });
        if let Some((new_id, new)) = successor {
            renamed.insert(id.clone(), new_id.clone());
            for (old, new) in [(&old.input, &new.input), (&old.output, &new.output)] {
                let apart = !both.new.usage.is_used(old) && !both.old.usage.is_used(new);
                if apart {
                    renamed.insert(old.clone(), new.clone());
                }
            }
        }
    }
    renamed
}

/// Returns the method and path, without label names.
pub(super) fn route(operation: &Operation) -> (String, String) {
    let segments = operation.http.uri.segments.iter();
    let segments = segments.map(|segment| match segment {
        Segment::Literal(text) => format!("/{text}"),
        Segment::Label(_) => "/{}".to_owned(),
        Segment::GreedyLabel(_) => "/{+}".to_owned(),
    });
    let query = operation.http.uri.query.iter();
    let query = query.map(|(name, value)| match value {
        Some(value) => format!("?{name}={value}"),
        None => format!("?{name}"),
    });
    let path: String = segments.chain(query).collect();
    (operation.http.method.clone(), path)
}

/// A type that may have been renamed.
struct Candidate<'a> {
    shape: &'a Shape,
    parts: BTreeSet<String>,
}

/// Returns the types of one side that the other side does not have.
fn candidates<'a>(side: &Side<'a>, other: &Side<'_>) -> Vec<Candidate<'a>> {
    let all = side.usage.types.iter().chain(&side.usage.errors);
    all.filter(|id| !other.usage.is_used(id))
        .map(|id| side.shape(id))
        .map(|shape| Candidate {
            shape,
            parts: parts(shape),
        })
        .collect()
}

/// The minimum similarity of a renamed shape, out of 1000.
const THRESHOLD: u32 = 600;

/// Returns the similarity of two shapes, out of 1000, mainly by their parts. Small
/// shapes, such as errors with only a `message`, also need similar names.
fn similarity(old: &Candidate<'_>, new: &Candidate<'_>) -> u32 {
    const FEW: usize = 2;
    let common = old.parts.intersection(&new.parts).count();
    let all = old.parts.len() + new.parts.len() - common;
    if common == 0 || !same_kind(old.shape, new.shape) {
        return 0;
    }
    let names = name_similarity(&old.shape.name, &new.shape.name);
    if common <= FEW && names < 500 {
        return 0;
    }
    let share = u32::try_from(common * 1000 / all).unwrap_or(1000);
    // 60% common parts suffice without similar names.
    (share * 9 + names) / 10 + if share >= THRESHOLD { 60 } else { 0 }
}

/// Returns the similarity of two names, out of 1000. A prefix or suffix, such as
/// `Limit` of `LimitExceeded`, counts as similar.
pub(super) fn name_similarity(old: &str, new: &str) -> u32 {
    const PART: u32 = 600;
    let (short, long) = if old.len() < new.len() {
        (old, new)
    } else {
        (new, old)
    };
    let is_part = short.len() > 3 && (long.starts_with(short) || long.ends_with(short));
    let similarity = strsim::normalized_levenshtein(old, new) * 1000.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 1000"
    )]
    let rounded = similarity as u32;
    if is_part { rounded.max(PART) } else { rounded }
}

fn same_kind(old: &Shape, new: &Shape) -> bool {
    match (&old.kind, &new.kind) {
        (ShapeKind::Structure(old), ShapeKind::Structure(new)) => {
            let status = |error: &Option<crate::model::ErrorInfo>| error.map(|error| error.status);
            status(&old.error) == status(&new.error)
        }
        (ShapeKind::Union(_), ShapeKind::Union(_))
        | (ShapeKind::Enum(_), ShapeKind::Enum(_))
        | (ShapeKind::IntEnum(_), ShapeKind::IntEnum(_)) => true,
        _ => false,
    }
}

/// Returns the wire names of members, or the enum values.
fn parts(shape: &Shape) -> BTreeSet<String> {
    match &shape.kind {
        ShapeKind::Enum(values) => values.iter().map(|value| value.value.clone()).collect(),
        ShapeKind::IntEnum(values) => values.iter().map(|value| value.value.to_string()).collect(),
        _ => shape
            .members()
            .iter()
            .map(|member| member.wire_name().to_owned())
            .collect(),
    }
}
