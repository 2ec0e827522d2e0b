//! Data models: roots, the presence of members, and the formats of values in
//! JSON.
//!
//! No service rejects values here: a member that becomes required is an
//! argument of `new`, and validation rejects values without it. Fields are
//! always optional. Requirements and limits of types that callers only read are
//! not checked.

use std::collections::BTreeSet;

use crate::model::{
    Content, DataModel, Member, Model, RootUse, Shape, ShapeId, ShapeKind, Structure, Tagged,
    Written,
};
use crate::traits::ids;

use crate::sink::visible;

use super::bounds;
use super::{Both, Changes, Class, Direction, Rule, Subject, listed};

/// Compares the roots of two data models.
pub(super) fn compare(both: &Both<'_>, changes: &mut Changes) {
    let (Some(old), Some(new)) = (&both.old.model.data, &both.new.model.data) else {
        return;
    };
    title(both.new.model, old, new, changes);
    let roots: BTreeSet<&ShapeId> = old.roots.keys().map(|id| both.successor(id)).collect();
    for id in roots {
        let before = old.roots.iter().find(|(old, _)| both.same(old, id));
        let Some((before_id, before)) = before else {
            continue;
        };
        // A type that was removed is reported as such.
        if !both.new.usage.is_used(id) {
            continue;
        }
        let subject = &both.subject(before_id, id);
        root(subject, Some(*before), new.roots.get(id).copied(), changes);
    }
    for (id, used) in &new.roots {
        let is_old = old.roots.keys().any(|old| both.same(old, id));
        if !is_old && both.old.usage.is_used(id) {
            root(&both.subject(id, id), None, Some(*used), changes);
        }
    }
}

fn title(model: &Model, old: &DataModel, new: &DataModel, changes: &mut Changes) {
    if old.title == new.title {
        return;
    }
    let shape = new.roots.keys().next().unwrap_or(&model.service.id);
    let subject = Subject {
        path: visible(&new.title).into_owned(),
        ..Subject::shape(shape, Vec::new())
    };
    let text = format!("is the title, was {}", old.title);
    changes.push(&subject, Class::Documentation, Rule::Documentation, text);
}

fn root(subject: &Subject, before: Option<RootUse>, now: Option<RootUse>, changes: &mut Changes) {
    match (before, now) {
        (before, now) if before == now => {}
        (_, Some(RootUse::Written)) => {
            let text = "is now a `written` root: it converts into `JsonBlob`";
            changes.push(subject, Class::Addition, Rule::Root, text);
        }
        (Some(RootUse::Written), _) => {
            let text = "is no longer a `written` root: its conversion into `JsonBlob` was removed";
            changes.push(subject, Class::Rust, Rule::Root, text);
        }
        (None, _) => {
            let text = "is now a `read` root";
            changes.push(subject, Class::Addition, Rule::Root, text);
        }
        (Some(RootUse::Read), _) => {
            let text = "is no longer a `read` root";
            changes.push(subject, Class::Documentation, Rule::Root, text);
        }
    }
}

/// Reports that a type of both models has become written or read-only: `new`
/// takes the required members only of written types.
pub(super) fn direction(
    both: &Both<'_>,
    subject: &Subject,
    (old_id, old): (&ShapeId, &Structure),
    (new_id, new): (&ShapeId, &Structure),
    changes: &mut Changes,
) {
    let before = both.old.usage.is_sent(old_id);
    let now = both.new.usage.is_sent(new_id);
    let has_arguments = |structure: &Structure| structure.members.iter().any(|one| one.required);
    let (text, class) = match (before, now) {
        (false, true) if has_arguments(new) => (
            "is now part of written values: `new` takes the required members, and validation checks it",
            Class::Rust,
        ),
        (false, true) => (
            "is now part of written values: validation checks it",
            Class::Behavior,
        ),
        (true, false) if has_arguments(old) => (
            "is now only read: `new` takes no members, and validation ignores it",
            Class::Rust,
        ),
        (true, false) => ("is now only read: validation ignores it", Class::Behavior),
        _ => return,
    };
    changes.push(subject, class, Rule::Root, text);
}

/// Reports a new member of a structure.
pub(super) fn member_added(subject: &Subject, added: &Member, changes: &mut Changes) {
    let is_sent = subject.direction == Direction::Sent;
    let (class, text) = match &added.form.constant {
        Some(value) if is_sent => (
            Class::Behavior,
            format!("was added: it is always written as `{value}`"),
        ),
        Some(value) => (
            Class::Addition,
            format!("was added: it is always `{value}`"),
        ),
        None if is_sent && added.required => (
            Class::Rust,
            "was added as required: `new` has one more argument, and values without it are invalid"
                .to_owned(),
        ),
        None if is_sent => (Class::Addition, "was added (optional)".to_owned()),
        None => (Class::Addition, "was added".to_owned()),
    };
    changes.push(subject, class, Rule::MemberAdded, text);
}

/// Compares whether a member is required.
pub(super) fn required(subject: &Subject, old: &Member, new: &Member, changes: &mut Changes) {
    let is_sent = subject.direction == Direction::Sent;
    let (rule, text) = match (old.required, new.required) {
        (false, true) => (
            Rule::Required,
            "is now required: `new` takes it, and values without it are invalid",
        ),
        (true, false) => (
            Rule::Optional,
            "is now optional: `new` no longer takes it, and values without it are valid",
        ),
        _ => return,
    };
    if is_sent {
        changes.push(subject, Class::Rust, rule, text);
    } else {
        let text = text.split(':').next().unwrap_or(text);
        changes.push(subject, Class::Documentation, rule, text);
    }
}

/// Compares the formats of two members in JSON.
pub(super) fn form(
    both: &Both<'_>,
    subject: &Subject,
    old: &Member,
    new: &Member,
    changes: &mut Changes,
) {
    constant(subject, old, new, changes);
    let (before, now) = (&old.form, &new.form);
    changes.mark(subject, ids::FLATTENED, before.flattened, now.flattened);
    let is_sent = subject.direction == Direction::Sent;
    match (before.json_text, now.json_text) {
        (false, true) if is_sent => {
            let text = "is now a string of JSON, was plain JSON";
            changes.push(subject, Class::Wire, Rule::WireForm, text);
        }
        (false, true) => {
            let text = "is now also read from a string of JSON";
            changes.push(subject, Class::Behavior, Rule::WireForm, text);
        }
        (true, false) => {
            let text = "is now plain JSON, was a string of JSON";
            changes.push(subject, Class::Wire, Rule::WireForm, text);
        }
        _ => {}
    }
    let (old_shape, new_shape) = (both.old.shape(&old.target), both.new.shape(&new.target));
    let forms = (written(old, old_shape), written(new, new_shape));
    match (before.string_or_number, now.string_or_number) {
        (before, now) if before == now => {}
        _ if is_sent && forms.0 != forms.1 => {
            let text = format!("is written as a {}, was a {}", forms.1, forms.0);
            changes.push(subject, Class::Wire, Rule::WireForm, text);
        }
        (None, Some(_)) => {
            let text = "is now read from a string or a number";
            changes.push(subject, Class::Behavior, Rule::WireForm, text);
        }
        (Some(_), None) => {
            let text = format!("is now only read from a {}", forms.1);
            changes.restrict(subject, Rule::WireForm, text);
        }
        _ => {}
    }
}

fn constant(subject: &Subject, old: &Member, new: &Member, changes: &mut Changes) {
    let is_sent = subject.direction == Direction::Sent;
    match (&old.form.constant, &new.form.constant) {
        (None, Some(value)) => {
            let class = if is_sent { Class::Wire } else { Class::Rust };
            let text = format!("is now always `{value}`: its field was removed");
            changes.push(subject, class, Rule::Constant, text);
        }
        (Some(value), None) if is_sent => {
            let text = format!("is now set by callers, was always `{value}`");
            changes.push(subject, Class::Wire, Rule::Constant, text);
        }
        (Some(value), None) => {
            let text = format!("is now a field, was always `{value}`");
            changes.push(subject, Class::Addition, Rule::Constant, text);
        }
        (Some(before), Some(now)) if before != now => {
            let text = format!("is always `{now}`, was `{before}`");
            changes.push(subject, Class::Wire, Rule::Constant, text);
        }
        _ => {}
    }
}

/// The format of a scalar in JSON.
fn written(member: &Member, shape: &Shape) -> &'static str {
    match (member.form.string_or_number, &shape.kind) {
        (Some(Written::String), _) | (None, ShapeKind::String | ShapeKind::Enum(_)) => "string",
        (Some(Written::Number), _) | (None, _) => "number",
    }
}

/// Compares the formats of two unions. In a data model, all unions are tagged;
/// elsewhere, none are.
pub(super) fn tagged(
    subject: &Subject,
    old: Option<&Tagged>,
    new: Option<&Tagged>,
    changes: &mut Changes,
) {
    let (Some(before), Some(now)) = (old, new) else {
        return;
    };
    if before.tag != now.tag {
        let text = format!("is tagged by `{}`, was by `{}`", now.tag, before.tag);
        changes.push(subject, Class::Wire, Rule::WireForm, text);
    }
    if before.content != now.content {
        let text = match now.content {
            Content::Inline => {
                "has its content next to the tag, was in a member named after the variant"
            }
            Content::Member => {
                "has its content in a member named after the variant, was next to the tag"
            }
        };
        changes.push(subject, Class::Wire, Rule::WireForm, text);
    }
    match (before.ignore_case, now.ignore_case) {
        (false, true) => {
            let text = "now ignores the case of its tag";
            changes.push(subject, Class::Behavior, Rule::WireForm, text);
        }
        (true, false) => {
            let text = "now reads its tag only in the listed case";
            changes.restrict(subject, Rule::WireForm, text);
        }
        _ => {}
    }
    let others = |list: &[String], others: &[String]| {
        let names = list.iter().filter(|name| !others.contains(name));
        listed(names.map(String::as_str))
    };
    let added = others(&now.optional, &before.optional);
    if !added.is_empty() {
        let text = format!("accepts {added} without content");
        bounds::push(subject, Rule::Loosened, text, changes);
    }
    let removed = others(&before.optional, &now.optional);
    if !removed.is_empty() {
        let text = format!("rejects {removed} without content");
        bounds::push(subject, Rule::Tightened, text, changes);
    }
}
