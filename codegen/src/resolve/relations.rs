//! Rules about the relations of values inside a shape.

use crate::ast::Traits;
use crate::json::Value;
use crate::model::{Dependency, MemberCondition, MemberState, Total};
use crate::traits::ids;

use super::constraints::{length, pattern};
use super::paths::{member_path, paths};

/// The `totals` trait.
pub(super) fn totals(traits: &Traits<'_>) -> Vec<Total> {
    let entries = traits.value(ids::TOTALS).into_iter();
    let totals = entries
        .flat_map(|entries| entries.elements())
        .filter_map(|entry| {
            Some(Total {
                path: member_path(entry.str("path")?),
                entries: length(entry),
            })
        });
    totals.collect()
}

/// The `conditions` trait.
pub(super) fn conditions(traits: &Traits<'_>) -> Vec<Dependency> {
    let entries = traits.value(ids::CONDITIONS).into_iter();
    let conditions = entries
        .flat_map(|entries| entries.elements())
        .filter_map(|entry| {
            let when = entry.get("when")?.entries().map(|member| MemberCondition {
                path: member_path(&member.key),
                state: state(&member.value),
            });
            Some(Dependency {
                when: when.collect(),
                require: paths(entry.get("require")),
                forbid: paths(entry.get("forbid")),
                reason: entry.str("reason").map(str::to_owned),
                advice: entry.get("advice").and_then(Value::as_bool) == Some(true),
            })
        });
    conditions.collect()
}

/// The state in `when`.
fn state(value: &Value<'_>) -> MemberState {
    if let Some(bounds) = value.get("length") {
        return MemberState::Length(length(bounds));
    }
    if let Some(expression) = value.str("pattern") {
        return MemberState::Matching(pattern(expression));
    }
    match value.elements() {
        [] => MemberState::Set,
        values => MemberState::OneOf(values.iter().map(Value::to_node).collect()),
    }
}
