//! Structures and unions: added, removed, renamed, moved and changed members.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Member, MemberGroup, ShapeId, Structure};
use crate::names::NameKind;

use super::role::{Presence, StructureRole, default, presence};
use super::{
    Both, Changes, Class, Direction, Rule, Subject, binding, bounds, data, docs, error, listed,
    member, relations, rename, value,
};

/// Compares two structures with their IDs.
pub(super) fn compare(
    both: &Both<'_>,
    subject: &Subject,
    (old_id, old): (&ShapeId, &Structure),
    (new_id, new): (&ShapeId, &Structure),
    changes: &mut Changes,
) {
    let matched = Matched::new(both, &old.members, &new.members);
    let role = StructureRole::new(both, old_id, new_id);
    if both.is_data() {
        data::direction(both, subject, (old_id, old), (new_id, new), changes);
    }
    for added in &matched.added {
        let subject = &subject.member(&added.name);
        if both.is_data() {
            data::member_added(subject, added, changes);
        } else {
            member_added(subject, role, added, changes);
        }
    }
    matched.report(both, subject, changes);
    for (before, now) in &matched.pairs {
        let subject = &subject.member(&now.name);
        member::compare(both, subject, role, before, now, changes);
    }
    if role.is_built() {
        arguments(subject, &matched, changes);
    }
    groups(
        subject,
        "exactly one",
        (&old.exactly_one_of, &new.exactly_one_of),
        |group| matches!(known(old, group).as_slice(), [member] if member.required),
        changes,
    );
    groups(
        subject,
        "at least one",
        (&old.at_least_one_of, &new.at_least_one_of),
        |group| known(old, group).iter().any(|member| member.required),
        changes,
    );
    groups(
        subject,
        "at most one",
        (&old.at_most_one_of, &new.at_most_one_of),
        |group| known(old, group).len() <= 1,
        changes,
    );
    relations::structure(subject, old, new, changes);
    error::compare(subject, old.error, new.error, changes);
    docs::responses(subject, &old.response_tests, &new.response_tests, changes);
}

/// Compares the members of two unions.
pub(super) fn union(
    both: &Both<'_>,
    subject: &Subject,
    old: &[Member],
    new: &[Member],
    changes: &mut Changes,
) {
    let matched = Matched::new(both, old, new);
    for added in &matched.added {
        let subject = subject.member(&added.name);
        let text = "was added (variant)";
        changes.push(&subject, Class::Addition, Rule::MemberAdded, text);
    }
    matched.report(both, subject, changes);
    for (before, now) in &matched.pairs {
        let subject = &subject.member(&now.name);
        value::compare(both, subject, before, now, changes);
        binding::compare(subject, before, now, changes);
        docs::compare(subject, &before.docs, &now.docs, changes);
    }
}

fn member_added(subject: &Subject, role: StructureRole, added: &Member, changes: &mut Changes) {
    let is_given = presence(added) == Presence::Given;
    // An unset member has its default.
    let is_demanded = added.required && default(added).is_none();
    let (class, text) = match (subject.direction, is_demanded) {
        (Direction::Sent, true) if role.is_built() && is_given => (
            Class::Wire,
            "was added as required: `new` has one more argument, and the service rejects requests of older clients",
        ),
        (Direction::Sent, true) => (
            Class::Wire,
            "was added as required: the service rejects requests of older clients",
        ),
        (Direction::Sent, false) => (Class::Addition, "was added (optional)"),
        (Direction::Received, _) => (Class::Addition, "was added"),
    };
    changes.push(subject, class, Rule::MemberAdded, text);
}

fn member_renamed(
    both: &Both<'_>,
    subject: &Subject,
    old: &Member,
    new: &Member,
    changes: &mut Changes,
) {
    if binding::binding(old) == binding::binding(new) {
        let text = format!(
            "was renamed from `{}`, with the same name on the wire: the field `{}` is renamed",
            old.name,
            both.old.names.name(&old.name, NameKind::Member),
        );
        changes.push(subject, Class::Rust, Rule::MemberRenamed, text);
    } else {
        let text = format!("was renamed from `{}`, also on the wire", old.name);
        changes.push(subject, Class::Wire, Rule::MemberRenamed, text);
    }
}

/// Compares the order of the arguments of `new`.
fn arguments(subject: &Subject, matched: &Matched<'_>, changes: &mut Changes) {
    let given = |pair: &&(&Member, &Member)| {
        presence(pair.0) == Presence::Given && presence(pair.1) == Presence::Given
    };
    // The pairs are in the order of the new model.
    let now: Vec<&str> = matched
        .pairs
        .iter()
        .filter(given)
        .map(|pair| pair.1.name.as_str())
        .collect();
    let mut before: Vec<_> = matched.pairs.iter().filter(given).collect();
    before.sort_by_key(|(old, _)| matched.order.iter().position(|name| *name == old.name));
    let before: Vec<&str> = before.iter().map(|pair| pair.1.name.as_str()).collect();
    if before != now {
        let text = format!(
            "reorders the arguments of `new`: {}, was {}",
            listed(now),
            listed(before)
        );
        changes.push(subject, Class::Rust, Rule::Members, text);
    }
}

/// Compares the rules of one kind. `is_kept` tells whether every value of the old
/// structure satisfies a new rule.
fn groups(
    subject: &Subject,
    count: &str,
    (old, new): (&[MemberGroup], &[MemberGroup]),
    is_kept: impl Fn(&MemberGroup) -> bool,
    changes: &mut Changes,
) {
    let verb = if count == "at least one" {
        "requires"
    } else {
        "allows"
    };
    let names = |group: &MemberGroup| listed(group.iter().map(String::as_str));
    for group in new.iter().filter(|group| !old.contains(group)) {
        let text = format!("{verb} {count} of {}", names(group));
        if is_kept(group) {
            let text = format!("{text}, as all earlier values do");
            bounds::push(subject, Rule::Loosened, text, changes);
        } else {
            bounds::push(subject, Rule::Tightened, text, changes);
        }
    }
    for group in old.iter().filter(|group| !new.contains(group)) {
        let text = format!("no longer restricts {} to {count}", names(group));
        bounds::push(subject, Rule::Loosened, text, changes);
    }
}

/// Returns the members of a group that a structure has. Earlier callers cannot set
/// the others.
fn known<'a>(structure: &'a Structure, group: &MemberGroup) -> Vec<&'a Member> {
    let members = structure.members.iter();
    members
        .filter(|member| group.contains(&member.name))
        .collect()
}

/// The matched members of two shapes.
struct Matched<'a> {
    /// Old and new members, in the order of the new model.
    pairs: Vec<(&'a Member, &'a Member)>,
    removed: Vec<&'a Member>,
    added: Vec<&'a Member>,
    /// The old names, in the order of the old model.
    order: Vec<&'a str>,
}

impl<'a> Matched<'a> {
    fn new(both: &Both<'_>, old: &'a [Member], new: &'a [Member]) -> Self {
        let by_name = |list: &'a [Member]| -> BTreeMap<&'a str, &'a Member> {
            list.iter().map(|one| (one.name.as_str(), one)).collect()
        };
        let (known, kept) = (by_name(old), by_name(new));
        let mut removed: Vec<&Member> = old
            .iter()
            .filter(|one| !kept.contains_key(one.name.as_str()))
            .collect();
        let mut added: Vec<&Member> = new
            .iter()
            .filter(|one| !known.contains_key(one.name.as_str()))
            .collect();
        let renamed = renamed(both, &removed, &added);
        let predecessors: BTreeSet<&str> = renamed.iter().map(|(old, _)| &*old.name).collect();
        let successors: BTreeMap<&str, &Member> = renamed
            .iter()
            .map(|(old, new)| (new.name.as_str(), *old))
            .collect();
        let pairs = new.iter().filter_map(|now| {
            let before = known.get(now.name.as_str());
            let before = before.or_else(|| successors.get(now.name.as_str()))?;
            Some((*before, now))
        });
        let pairs = pairs.collect();
        removed.retain(|one| !predecessors.contains(one.name.as_str()));
        added.retain(|one| !successors.contains_key(one.name.as_str()));
        Self {
            pairs,
            removed,
            added,
            order: old.iter().map(|one| one.name.as_str()).collect(),
        }
    }

    /// Reports removed and renamed members.
    fn report(&self, both: &Both<'_>, subject: &Subject, changes: &mut Changes) {
        for lost in &self.removed {
            let subject = subject.member(&lost.name);
            changes.push(&subject, Class::Wire, Rule::MemberRemoved, "was removed");
        }
        for (before, now) in &self.pairs {
            if before.name != now.name {
                member_renamed(both, &subject.member(&now.name), before, now, changes);
            }
        }
    }
}

/// Members that were probably renamed: they have the same type and are equally
/// required, and they are the only candidates, or have similar names, or have
/// the same documentation.
fn renamed<'a>(
    both: &Both<'_>,
    removed: &[&'a Member],
    added: &[&'a Member],
) -> Vec<(&'a Member, &'a Member)> {
    const THRESHOLD: u32 = 500;
    let fits = |old: &Member, new: &Member| {
        both.same(&old.target, &new.target)
            && old.required == new.required
            && old.constraints == new.constraints
    };
    let mut pairs = Vec::new();
    for &old in removed {
        for &new in added.iter().filter(|new| fits(old, new)) {
            let rivals = added.iter().filter(|new| fits(old, new)).count()
                + removed.iter().filter(|old| fits(old, new)).count();
            let same_documentation = old.docs.documentation.is_some()
                && old.docs.documentation == new.docs.documentation;
            let same_binding = binding::binding(old) == binding::binding(new);
            let similarity = if same_binding || same_documentation {
                1000
            } else {
                rename::name_similarity(&old.name, &new.name)
            };
            // A common type, such as `smithy.api#String`, is not evidence.
            let is_common = new.target.is_prelude();
            if similarity >= THRESHOLD || (rivals == 2 && !is_common) {
                pairs.push((similarity, old, new));
            }
        }
    }
    pairs.sort_by(|a, b| {
        b.0.cmp(&a.0)
            .then_with(|| (&a.1.name, &a.2.name).cmp(&(&b.1.name, &b.2.name)))
    });
    let mut renamed: Vec<(&Member, &Member)> = Vec::new();
    for (_, old, new) in pairs {
        let taken = renamed
            .iter()
            .any(|(before, now)| before.name == old.name || now.name == new.name);
        if !taken {
            renamed.push((old, new));
        }
    }
    renamed
}
