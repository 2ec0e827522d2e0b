//! Changes of enum values.

use std::fmt::Display;

use crate::model::EnumMember;
use crate::names::Kind;

use super::{Both, Changes, Class, Rule, Subject, docs};

/// Compares the values of two enums. Enums are open in Rust: clients still receive
/// removed values, but without a variant.
pub(super) fn compare<Value: Display + PartialEq>(
    both: &Both<'_>,
    subject: &Subject,
    old: &[EnumMember<Value>],
    new: &[EnumMember<Value>],
    changes: &mut Changes,
) {
    for before in old {
        let subject = &subject.member(&before.name);
        let by_value = new.iter().find(|now| now.value == before.value);
        let by_name = new.iter().find(|now| now.name == before.name);
        match (by_value, by_name) {
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
    let kept = |list: &[EnumMember<Value>], others: &[EnumMember<Value>]| {
        let kept = list.iter();
        let kept = kept.filter(|one| others.iter().any(|other| other.value == one.value));
        kept.map(|one| one.value.to_string()).collect::<Vec<_>>()
    };
    if kept(old, new) != kept(new, old) {
        let text = "has its values in a new order, which changes `Ord`";
        changes.push(subject, Class::Behaviour, Rule::ValueOrder, text);
    }
    for now in new {
        let known =
            |before: &EnumMember<Value>| before.value == now.value || before.name == now.name;
        if !old.iter().any(known) {
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

fn pair<Value>(
    both: &Both<'_>,
    subject: &Subject,
    old: &EnumMember<Value>,
    new: &EnumMember<Value>,
    changes: &mut Changes,
) {
    if old.name != new.name {
        let before = both.old.names.name(&old.name, Kind::Variant);
        let now = both.new.names.name(&new.name, Kind::Variant);
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
