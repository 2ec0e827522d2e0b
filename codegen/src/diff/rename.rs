//! What vanished on one side and appeared on the other under a new name.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Operation, Segment, Shape, ShapeId, ShapeKind};

use super::{Both, Side};

/// Operations, structures, unions and enums that seem to have been renamed:
/// the old id, and the new one.
pub(super) fn find(both: &Both<'_>) -> BTreeMap<ShapeId, ShapeId> {
    let mut renamed = operations(both);
    let gone = candidates(&both.old, &both.new);
    let come = candidates(&both.new, &both.old);
    let mut pairs = Vec::new();
    for old in &gone {
        for new in &come {
            let alike = alike(old, new);
            if alike >= ENOUGH {
                pairs.push((alike, &old.shape.id, &new.shape.id));
            }
        }
    }
    // The best pairs first; ids decide between equals.
    pairs.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let mut taken = BTreeSet::new();
    for (_, old, new) in pairs {
        if !renamed.contains_key(old) && taken.insert(new) {
            renamed.insert(old.clone(), new.clone());
        }
    }
    renamed
}

/// Operations on one route.
fn operations(both: &Both<'_>) -> BTreeMap<ShapeId, ShapeId> {
    let mut renamed = BTreeMap::new();
    for (id, old) in &both.old.model.operations {
        if both.new.model.operations.contains_key(id) {
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

/// The method and path, without the names of labels.
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

/// A type that may have been renamed, with its parts.
struct Candidate<'a> {
    shape: &'a Shape,
    parts: BTreeSet<String>,
}

/// The types of the one side that the other does not have.
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

/// From which likeness on a rename is suspected, of 1000.
const ENOUGH: u32 = 600;

/// How alike two shapes are, of 1000: mostly their parts, a little their
/// names. Two errors with one and the same `message` say little by their
/// parts, so that small shapes need names that are alike too.
fn alike(old: &Candidate<'_>, new: &Candidate<'_>) -> u32 {
    const FEW: usize = 2;
    let common = old.parts.intersection(&new.parts).count();
    let all = old.parts.len() + new.parts.len() - common;
    if common == 0 || !same_sort(old.shape, new.shape) {
        return 0;
    }
    let names = name_likeness(&old.shape.name, &new.shape.name);
    if common <= FEW && names < 500 {
        return 0;
    }
    let share = u32::try_from(common * 1000 / all).unwrap_or(1000);
    // Parts of 60 % and no likeness of names is just enough.
    (share * 9 + names) / 10 + if share >= ENOUGH { 60 } else { 0 }
}

/// How alike two names are, of 1000. A name that another one begins or ends
/// with, such as `Limit` and `LimitExceeded`, is rather like it.
pub(super) fn name_likeness(old: &str, new: &str) -> u32 {
    const PART: u32 = 600;
    let (short, long) = if old.len() < new.len() {
        (old, new)
    } else {
        (new, old)
    };
    let is_part = short.len() > 3 && (long.starts_with(short) || long.ends_with(short));
    let likeness = strsim::normalized_levenshtein(old, new) * 1000.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 1000"
    )]
    let rounded = likeness as u32;
    if is_part { rounded.max(PART) } else { rounded }
}

fn same_sort(old: &Shape, new: &Shape) -> bool {
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

/// Members with what they stand for, or values.
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
