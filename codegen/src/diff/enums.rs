//! Changes of enum values.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::model::EnumMember;
use crate::names::NameKind;

use super::{Both, Changes, Class, Rule, Subject, docs};

/// Compares the values of two enums. Enums are open in Rust: clients still receive
/// removed values, but without a variant.
pub(super) fn compare<Value: Display + Ord>(
    both: &Both<'_>,
    subject: &Subject,
    old: &[EnumMember<Value>],
    new: &[EnumMember<Value>],
    changes: &mut Changes,
) {
    let (old_values, old_names) = (by_value(old), by_name(old));
    let (new_values, new_names) = (by_value(new), by_name(new));
    for before in old {
        let subject = &subject.member(&before.name);
        let same_value = new_values.get(&before.value);
        match (same_value, new_names.get(before.name.as_str())) {
            (Some(now), _) => pair(both, subject, before, now, changes),
            (None, Some(now)) => {
                let text = format!("is `{}` on the wire, was `{}`", now.value, before.value);
                changes.push(subject, Class::Wire, Rule::ValueChanged, text);
            }
            (None, None) => {
                let text = "was removed: the variant no longer exists";
                changes.push(subject, Class::Rust, Rule::ValueRemoved, text);
            }
        }
    }
    let kept_before = old.iter().map(|one| &one.value);
    let kept_before = kept_before.filter(|value| new_values.contains_key(value));
    let kept_now = new.iter().map(|one| &one.value);
    let kept_now = kept_now.filter(|value| old_values.contains_key(value));
    if kept_before.ne(kept_now) {
        let text = "has its values in a new order, which changes `Ord`";
        changes.push(subject, Class::Behavior, Rule::ValueOrder, text);
    }
    for now in new {
        let is_known = old_values.contains_key(&now.value);
        if !is_known && !old_names.contains_key(now.name.as_str()) {
            let text = format!("was added: `{}` on the wire", now.value);
            changes.push(
                &subject.member(&now.name),
                Class::Addition,
                Rule::ValueAdded,
                text,
            );
        }
    }
}

/// The members by value. If several have the same value, the first one is used.
fn by_value<Value: Ord>(members: &[EnumMember<Value>]) -> BTreeMap<&Value, &EnumMember<Value>> {
    let members = members.iter().rev();
    members.map(|member| (&member.value, member)).collect()
}

fn by_name<Value>(members: &[EnumMember<Value>]) -> BTreeMap<&str, &EnumMember<Value>> {
    let members = members.iter().rev();
    members
        .map(|member| (member.name.as_str(), member))
        .collect()
}

fn pair<Value>(
    both: &Both<'_>,
    subject: &Subject,
    old: &EnumMember<Value>,
    new: &EnumMember<Value>,
    changes: &mut Changes,
) {
    if old.name != new.name {
        let before = both.old.names.name(&old.name, NameKind::Variant);
        let now = both.new.names.name(&new.name, NameKind::Variant);
        if before == now {
            let text = format!("is spelled `{}` in the model", new.name);
            changes.push(subject, Class::Documentation, Rule::ValueRenamed, text);
        } else {
            let text = format!(
                "was renamed to `{}`: the variant is `{now}`, was `{before}`",
                new.name
            );
            changes.push(subject, Class::Rust, Rule::ValueRenamed, text);
        }
    }
    docs::compare(subject, &old.docs, &new.docs, changes);
}
