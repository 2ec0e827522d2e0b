//! Rules about the relations of values inside a shape: totals, values that must
//! be unique or equal across entries, conditions, advised limits.

use crate::model::{
    AdvisedLimit, Constraints, Dependency, Length, MemberCondition, MemberPath, MemberState, Node,
    Structure, Total,
};

use super::bounds::{self, Bounds, change_of_bounds, code};
use super::{Changes, Class, Direction, Rule, Subject, listed};

/// Compares the totals and conditions of two structures.
pub(super) fn structure(
    subject: &Subject,
    old: &Structure,
    new: &Structure,
    changes: &mut Changes,
) {
    totals(subject, &old.totals, &new.totals, changes);
    conditions(subject, &old.conditions, &new.conditions, changes);
}

fn totals(subject: &Subject, old: &[Total], new: &[Total], changes: &mut Changes) {
    let bounds = |total: Option<&Total>| match total {
        Some(total) => bounds_of(&total.entries),
        None => Bounds {
            min: None,
            max: None,
        },
    };
    let find = |list: &'_ [Total], path: &MemberPath| -> Option<Total> {
        list.iter().find(|total| total.path == *path).cloned()
    };
    let mut paths: Vec<&MemberPath> = new.iter().map(|total| &total.path).collect();
    for total in old {
        if !paths.contains(&&total.path) {
            paths.push(&total.path);
        }
    }
    for path in paths {
        let (before, now) = (find(old, path), find(new, path));
        let (before, now) = (bounds(before.as_ref()), bounds(now.as_ref()));
        if before != now {
            let rule = change_of_bounds(&before, &now, u64::cmp);
            let path = path.join(".");
            let text = format!("has {now} entries in all of `{path}`, was {before}");
            bounds::push(subject, rule, text, changes);
        }
    }
}

fn conditions(subject: &Subject, old: &[Dependency], new: &[Dependency], changes: &mut Changes) {
    let lost = old.iter().filter(|one| !new.contains(one));
    let added: Vec<&Dependency> = new.iter().filter(|one| !old.contains(one)).collect();
    for one in &added {
        let text = describe(one);
        if old.iter().any(|other| same_rule(other, one)) {
            let text = format!("has a new reason why it {text}");
            changes.push(subject, Class::Documentation, Rule::Documentation, text);
        } else if one.advice {
            advised(
                subject,
                format!("warns when it breaks a new rule: it {text}"),
                changes,
            );
        } else if !old.iter().any(|other| covers(other, one)) {
            bounds::push(subject, Rule::Tightened, text, changes);
        }
    }
    for one in lost {
        let text = describe(one);
        if new.iter().any(|other| same_rule(other, one)) {
            continue;
        }
        if one.advice {
            advised(
                subject,
                format!("no longer warns when it breaks a rule: it {text}"),
                changes,
            );
        } else if !new.iter().any(|other| covers(other, one)) {
            let text = format!("no longer {text}");
            bounds::push(subject, Rule::Loosened, text, changes);
        }
    }
}

/// Whether two conditions are the same, except for the reason.
fn same_rule(one: &Dependency, other: &Dependency) -> bool {
    let parts = |it: &Dependency| {
        (
            it.when.clone(),
            it.require.clone(),
            it.forbid.clone(),
            it.advice,
        )
    };
    parts(one) == parts(other)
}

/// Whether a condition rejects all values that another one rejects.
fn covers(wide: &Dependency, narrow: &Dependency) -> bool {
    let is_combination = |it: &Dependency| it.require.is_empty() && it.forbid.is_empty();
    let contains =
        |wide: &[MemberPath], narrow: &[MemberPath]| narrow.iter().all(|path| wide.contains(path));
    let is_wider = |wide: &MemberCondition| {
        let mut same = narrow.when.iter().filter(|it| it.path == wide.path);
        same.any(|narrow| contains_state(&wide.state, &narrow.state))
    };
    !wide.advice
        && is_combination(wide) == is_combination(narrow)
        && contains(&wide.require, &narrow.require)
        && contains(&wide.forbid, &narrow.forbid)
        && wide.when.iter().all(is_wider)
}

/// Whether every value in the narrow state is in the wide one.
fn contains_state(wide: &MemberState, narrow: &MemberState) -> bool {
    match (wide, narrow) {
        (MemberState::Set, _) => true,
        (MemberState::OneOf(wide), MemberState::OneOf(narrow)) => {
            narrow.iter().all(|value| wide.contains(value))
        }
        (MemberState::Length(wide), MemberState::Length(narrow)) => {
            let change = change_of_bounds(&bounds_of(narrow), &bounds_of(wide), u64::cmp);
            change == Rule::Loosened
        }
        (wide, narrow) => wide == narrow,
    }
}

fn bounds_of(length: &Length) -> Bounds<u64> {
    Bounds {
        min: length.min.filter(|min| *min > 0),
        max: length.max,
    }
}

/// `requires days when type is pin`.
fn describe(condition: &Dependency) -> String {
    let paths = |paths: &[MemberPath]| {
        let paths: Vec<String> = paths.iter().map(|path| path.join(".")).collect();
        listed(paths.iter().map(String::as_str))
    };
    let when = condition.when.iter().map(|member| {
        let name = member.path.join(".");
        match &member.state {
            MemberState::Set => format!("`{name}` is set"),
            MemberState::OneOf(values) => {
                let values = values.iter().map(|value| match value {
                    Node::String(text) => text.clone(),
                    other => other.to_string(),
                });
                let values = values.collect::<Vec<_>>().join(" or ");
                format!("`{name}` is {values}")
            }
            MemberState::Length(length) => {
                format!("the length of `{name}` is {}", bounds_of(length))
            }
            MemberState::Matching(pattern) => {
                format!("`{name}` matches {}", code(&pattern.expression))
            }
        }
    });
    let when = when.collect::<Vec<_>>().join(" and ");
    let (require, forbid) = (paths(&condition.require), paths(&condition.forbid));
    match (condition.require.is_empty(), condition.forbid.is_empty()) {
        (true, true) => format!("must not have a value where {when}"),
        (false, true) => format!("requires {require} when {when}"),
        (true, false) => format!("forbids {forbid} when {when}"),
        (false, false) => format!("requires {require} and forbids {forbid} when {when}"),
    }
}

/// Compares the rules about entries, and the advised limits.
pub(super) fn value(
    subject: &Subject,
    old: &Constraints,
    new: &Constraints,
    changes: &mut Changes,
) {
    let rules = [
        ("unique", "", &old.unique_by, &new.unique_by),
        ("the same", " in all entries", &old.uniform, &new.uniform),
        ("all or none of", "", &old.all_or_none, &new.all_or_none),
    ];
    for (before, after, old, new) in rules {
        for path in new.iter().filter(|path| !old.contains(path)) {
            let text = format!("must have {before} `{}`{after}", path.join("."));
            bounds::push(subject, Rule::Tightened, text, changes);
        }
        for path in old.iter().filter(|path| !new.contains(path)) {
            let text = format!("need not have {before} `{}`{after}", path.join("."));
            bounds::push(subject, Rule::Loosened, text, changes);
        }
    }
    let limits = |constraints: &Constraints| -> Vec<AdvisedLimit> {
        let advised = constraints.advised.iter();
        advised.map(|advice| advice.limit.clone()).collect()
    };
    if limits(old) != limits(new) {
        let text = "has new advised limits, which only cause warnings".to_owned();
        advised(subject, text, changes);
    } else if old.advised != new.advised {
        let text = "has new reasons for advised limits";
        changes.push(subject, Class::Documentation, Rule::Documentation, text);
    }
}

fn advised(subject: &Subject, text: String, changes: &mut Changes) {
    let class = match subject.direction {
        Direction::Sent => Class::Behavior,
        Direction::Received => Class::Documentation,
    };
    changes.push(subject, class, Rule::Advised, text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_states() {
        let length = |min, max| MemberState::Length(Length { min, max });
        let texts = |texts: &[&str]| {
            let texts = texts.iter().map(|text| Node::String((*text).to_owned()));
            MemberState::OneOf(texts.collect())
        };
        for (wide, narrow, expected) in [
            (MemberState::Set, length(Some(2), None), true),
            (length(Some(2), None), MemberState::Set, false),
            (length(Some(2), None), length(Some(3), Some(4)), true),
            (length(Some(2), Some(4)), length(Some(2), None), false),
            (length(Some(2), None), length(Some(1), None), false),
            (texts(&["a", "b"]), texts(&["b"]), true),
            (texts(&["b"]), texts(&["a", "b"]), false),
            (texts(&["b"]), length(None, Some(1)), false),
        ] {
            assert_eq!(
                contains_state(&wide, &narrow),
                expected,
                "{wide:?} {narrow:?}"
            );
        }
    }
}
