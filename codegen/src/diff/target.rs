//! The types of members, in Rust and on the wire.

use std::collections::BTreeSet;

use crate::model::{Member, Shape, ShapeId, ShapeKind};

use super::{Both, Changes, Class, Rule, Side, Subject, member};

/// Compares the types of two members. A shape that is the same on both sides
/// speaks for itself.
pub(super) fn compare(
    both: &Both<'_>,
    subject: &Subject,
    old: &Member,
    new: &Member,
    changes: &mut Changes,
) {
    if both.same(&old.target, &new.target) {
        return;
    }
    if let Some(class) = difference(both, &old.target, &new.target) {
        push(
            both,
            subject,
            (&old.target, &new.target),
            Rule::Target,
            class,
            changes,
        );
        return;
    }
    // Lists and maps of the same type may still constrain their entries in
    // different ways.
    let (before, now) = (both.old.shape(&old.target), both.new.shape(&new.target));
    match (&before.kind, &now.kind) {
        (ShapeKind::List(before), ShapeKind::List(now)) => {
            let entry = subject.member("member");
            member::value(both, &entry, &before.member, &now.member, changes);
        }
        (ShapeKind::Map(before), ShapeKind::Map(now)) => {
            let entry = subject.member("key");
            member::value(both, &entry, &before.key, &now.key, changes);
            let entry = subject.member("value");
            member::value(both, &entry, &before.value, &now.value, changes);
        }
        _ => {}
    }
}

/// Says that one shape has become of another kind.
pub(super) fn kind(
    both: &Both<'_>,
    subject: &Subject,
    old: &Shape,
    new: &Shape,
    changes: &mut Changes,
) {
    if let Some(class) = by_kind(&old.kind, &new.kind) {
        push(
            both,
            subject,
            (&old.id, &new.id),
            Rule::Kind,
            class,
            changes,
        );
    }
}

/// Says that the entries of a list or map may be null, or no longer may.
pub(super) fn sparse(subject: &Subject, old: bool, new: bool, changes: &mut Changes) {
    let text = match (old, new) {
        (false, true) => "entries may be null now: they are `Option<T>` instead of `T`",
        (true, false) => "entries are never null now: they are `T` instead of `Option<T>`",
        _ => return,
    };
    changes.push(subject, Class::Wire, Rule::Sparse, text);
}

fn push(
    both: &Both<'_>,
    subject: &Subject,
    (old, new): (&ShapeId, &ShapeId),
    rule: Rule,
    class: Class,
    changes: &mut Changes,
) {
    let (before, now) = (rust_type(&both.old, old), rust_type(&both.new, new));
    let text = if before == now {
        format!(
            "is `{}` instead of `{}`, both `{now}` in Rust",
            new.name(),
            old.name()
        )
    } else {
        format!("is `{now}` instead of `{before}`")
    };
    changes.push(subject, class, rule, text);
}

/// Whom it concerns that a member has the one shape and no longer the other;
/// `None` when the two are the same on the wire and in Rust.
fn difference(both: &Both<'_>, old: &ShapeId, new: &ShapeId) -> Option<Class> {
    if both.same(old, new) {
        return None;
    }
    let (before, now) = (both.old.shape(old), both.new.shape(new));
    match (&before.kind, &now.kind) {
        (ShapeKind::List(before), ShapeKind::List(now)) => {
            let entries = difference(both, &before.member.target, &now.member.target);
            entries.max_grave(sparsity(before.sparse, now.sparse))
        }
        (ShapeKind::Map(before), ShapeKind::Map(now)) => {
            let keys = difference(both, &before.key.target, &now.key.target);
            let values = difference(both, &before.value.target, &now.value.target);
            keys.max_grave(values)
                .max_grave(sparsity(before.sparse, now.sparse))
        }
        (ShapeKind::Structure(_), ShapeKind::Structure(_))
        | (ShapeKind::Union(_), ShapeKind::Union(_)) => {
            let mut seen = BTreeSet::new();
            if wire_alike(both, old, new, &mut seen) {
                Some(Class::Rust)
            } else {
                Some(Class::Wire)
            }
        }
        (ShapeKind::Enum(_), ShapeKind::Enum(_))
        | (ShapeKind::IntEnum(_), ShapeKind::IntEnum(_)) => Some(Class::Rust),
        (before, now) => by_kind(before, now),
    }
}

fn sparsity(old: bool, new: bool) -> Option<Class> {
    (old != new).then_some(Class::Wire)
}

trait Grave {
    /// The graver of two.
    fn max_grave(self, other: Self) -> Self;
}

impl Grave for Option<Class> {
    fn max_grave(self, other: Self) -> Self {
        self.into_iter().chain(other).min()
    }
}

/// What it means that values are of another kind; `None` for equal kinds.
fn by_kind(old: &ShapeKind, new: &ShapeKind) -> Option<Class> {
    let (before, now) = (wire_kind(old), wire_kind(new));
    if before != now {
        Some(Class::Wire)
    } else if std::mem::discriminant(old) == std::mem::discriminant(new) {
        None
    } else {
        Some(Class::Rust)
    }
}

/// Kinds that are written alike in JSON share a word.
fn wire_kind(kind: &ShapeKind) -> &'static str {
    match kind {
        ShapeKind::Blob => "blob",
        ShapeKind::Boolean => "boolean",
        ShapeKind::String | ShapeKind::Enum(_) => "string",
        ShapeKind::Byte
        | ShapeKind::Short
        | ShapeKind::Integer
        | ShapeKind::Long
        | ShapeKind::IntEnum(_)
        | ShapeKind::BigInteger => "integer",
        ShapeKind::Float | ShapeKind::Double | ShapeKind::BigDecimal => "decimal",
        ShapeKind::Timestamp => "timestamp",
        ShapeKind::Document => "document",
        ShapeKind::List(_) => "list",
        ShapeKind::Map(_) => "map",
        ShapeKind::Structure(_) => "structure",
        ShapeKind::Union(_) => "union",
    }
}

/// Whether values of both shapes are written alike. Shapes that contain
/// themselves are alike as far as all else in them is.
fn wire_alike<'a>(
    both: &'a Both<'_>,
    old: &'a ShapeId,
    new: &'a ShapeId,
    seen: &mut BTreeSet<(&'a ShapeId, &'a ShapeId)>,
) -> bool {
    if both.same(old, new) || !seen.insert((old, new)) {
        return true;
    }
    let (before, now) = (both.old.shape(old), both.new.shape(new));
    if wire_kind(&before.kind) != wire_kind(&now.kind) {
        return false;
    }
    let (before, now) = (before.members(), now.members());
    before.len() == now.len()
        && before.iter().all(|before| {
            let place = member::wire_place(before);
            let twin = now.iter().find(|now| member::wire_place(now) == place);
            twin.is_some_and(|now| wire_alike(both, &before.target, &now.target, seen))
        })
}

/// The type as users write it: `Vec<Tag>`.
fn rust_type(side: &Side<'_>, id: &ShapeId) -> String {
    let shape = side.shape(id);
    let entry = |target: &ShapeId, sparse: bool| {
        let ty = rust_type(side, target);
        if sparse { format!("Option<{ty}>") } else { ty }
    };
    match &shape.kind {
        ShapeKind::Blob if shape.streaming => "ByteStream".to_owned(),
        ShapeKind::Blob => "Bytes".to_owned(),
        ShapeKind::Boolean => "bool".to_owned(),
        ShapeKind::Byte => "i8".to_owned(),
        ShapeKind::Short => "i16".to_owned(),
        ShapeKind::Integer => "i32".to_owned(),
        ShapeKind::Long => "i64".to_owned(),
        ShapeKind::Float => "f32".to_owned(),
        ShapeKind::Double => "f64".to_owned(),
        ShapeKind::Timestamp => "Timestamp".to_owned(),
        ShapeKind::BigInteger => "BigInteger".to_owned(),
        ShapeKind::BigDecimal => "BigDecimal".to_owned(),
        ShapeKind::Document => "Document".to_owned(),
        ShapeKind::String => "String".to_owned(),
        ShapeKind::List(list) => format!("Vec<{}>", entry(&list.member.target, list.sparse)),
        ShapeKind::Map(map) => {
            format!("BTreeMap<String, {}>", entry(&map.value.target, map.sparse))
        }
        ShapeKind::Structure(_)
        | ShapeKind::Union(_)
        | ShapeKind::Enum(_)
        | ShapeKind::IntEnum(_) => side.names.shape(shape),
    }
}
