//! Values of members: types, constraints and wire formats.

use std::collections::BTreeSet;

use crate::model::{Location, Member, Shape, ShapeId, ShapeKind, TimestampFormat};
use crate::traits::ids;

use super::{Both, Changes, Class, Rule, Side, Subject, binding, constraint, data};

/// Compares the values of two members of any shape.
pub(super) fn compare(
    both: &Both<'_>,
    subject: &Subject,
    old: &Member,
    new: &Member,
    changes: &mut Changes,
) {
    target(both, subject, old, new, changes);
    data::form(both, subject, old, new, changes);
    let retargeted = !both.same(&old.target, &new.target);
    if retargeted || old.constraints != new.constraints {
        let before = both.old.model.constraints(old);
        let now = both.new.model.constraints(new);
        constraint::compare(subject, &before, &now, changes);
    }
    // A change of the shape itself is reported there.
    let shapes = (
        both.old.shape(&old.target).sensitive,
        both.new.shape(&new.target).sensitive,
    );
    if retargeted || shapes.0 == shapes.1 {
        changes.mark(subject, ids::SENSITIVE, old.sensitive, new.sensitive);
    }
    let is_time = |kind: &ShapeKind| matches!(kind, ShapeKind::Timestamp);
    let (before, now) = (timestamp_format(old), timestamp_format(new));
    if is_time(&both.old.shape(&old.target).kind)
        && is_time(&both.new.shape(&new.target).kind)
        && before != now
    {
        let (before, now) = (format_name(before), format_name(now));
        let text = format!("has timestamp format `{now}`, was `{before}`");
        changes.push(subject, Class::Wire, Rule::WireForm, text);
    }
}

/// The format of timestamps in a member. The default of restJson1 depends on
/// its location.
fn timestamp_format(member: &Member) -> TimestampFormat {
    member.timestamp_format.unwrap_or(match member.location {
        Location::Header(_) | Location::PrefixHeaders(_) => TimestampFormat::HttpDate,
        Location::Query(_) | Location::QueryParams | Location::Label => TimestampFormat::DateTime,
        Location::Body | Location::Payload | Location::ResponseCode => {
            TimestampFormat::EpochSeconds
        }
    })
}

fn format_name(format: TimestampFormat) -> &'static str {
    match format {
        TimestampFormat::DateTime => "date-time",
        TimestampFormat::EpochSeconds => "epoch-seconds",
        TimestampFormat::HttpDate => "http-date",
    }
}

/// Compares the targets of two members. A shape that both models have is
/// compared on its own.
fn target(both: &Both<'_>, subject: &Subject, old: &Member, new: &Member, changes: &mut Changes) {
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
    // Lists and maps of the same type may have different constraints on entries.
    let (before, now) = (both.old.shape(&old.target), both.new.shape(&new.target));
    match (&before.kind, &now.kind) {
        (ShapeKind::List(before), ShapeKind::List(now)) => {
            let entry = subject.member("member");
            compare(both, &entry, &before.member, &now.member, changes);
        }
        (ShapeKind::Map(before), ShapeKind::Map(now)) => {
            let entry = subject.member("key");
            compare(both, &entry, &before.key, &now.key, changes);
            let entry = subject.member("value");
            compare(both, &entry, &before.value, &now.value, changes);
        }
        _ => {}
    }
}

/// Reports a shape whose type changed.
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
            "is `{}`, was `{}`; both are `{now}` in Rust",
            new.name(),
            old.name()
        )
    } else {
        format!("is `{now}`, was `{before}`")
    };
    changes.push(subject, class, rule, text);
}

/// The class of a change of target; `None` if the targets are the same on the
/// wire and in Rust.
fn difference(both: &Both<'_>, old: &ShapeId, new: &ShapeId) -> Option<Class> {
    if both.same(old, new) {
        return None;
    }
    let (before, now) = (both.old.shape(old), both.new.shape(new));
    match (&before.kind, &now.kind) {
        (ShapeKind::List(before), ShapeKind::List(now)) => {
            let entries = difference(both, &before.member.target, &now.member.target);
            entries.most_severe(sparsity(before.sparse, now.sparse))
        }
        (ShapeKind::Map(before), ShapeKind::Map(now)) => {
            let keys = difference(both, &before.key.target, &now.key.target);
            let values = difference(both, &before.value.target, &now.value.target);
            keys.most_severe(values)
                .most_severe(sparsity(before.sparse, now.sparse))
        }
        (ShapeKind::Structure(_), ShapeKind::Structure(_))
        | (ShapeKind::Union(_), ShapeKind::Union(_)) => {
            let mut seen = BTreeSet::new();
            if same_wire_format(both, old, new, &mut seen) {
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

trait Severe {
    /// Returns the more severe of two impacts.
    fn most_severe(self, other: Self) -> Self;
}

impl Severe for Option<Class> {
    fn most_severe(self, other: Self) -> Self {
        self.into_iter().chain(other).min()
    }
}

/// The class of a change of shape type; `None` if the types are equal.
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

/// The JSON format: shape types with the same format are compatible.
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

/// Whether values of both shapes have the same JSON format. Recursive members
/// are compared once.
fn same_wire_format<'a>(
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
            let bound = binding::binding(before);
            let counterpart = now.iter().find(|now| binding::binding(now) == bound);
            counterpart.is_some_and(|now| same_wire_format(both, &before.target, &now.target, seen))
        })
}

/// Returns the Rust type: `Vec<Tag>`.
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
