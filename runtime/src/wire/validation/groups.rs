//! Rules about which members and keys are set.

use std::collections::BTreeMap;

use super::check::Check;
use super::name::MemberName;
use super::path::PathSegment;
use super::rule::{Rule, listed};

/// The comparison of a map's keys with the required ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// Byte by byte.
    Exact,
    /// Ignoring ASCII case, as for HTTP headers.
    IgnoreCase,
}

impl Check<'_> {
    /// Requires exactly one of the members to be set. Each member is its name
    /// in the model, its name in Rust, and whether it is set.
    pub fn exactly_one_of(&mut self, members: &[(&'static str, &'static str, bool)]) {
        if set_members(members).count() != 1 {
            let rule = Rule::ExactlyOneOf(names(members));
            self.report(rule, Some(describe_set(members)));
        }
    }

    /// Requires at least one of the members to be set, as in
    /// [`exactly_one_of`](Self::exactly_one_of).
    pub fn at_least_one_of(&mut self, members: &[(&'static str, &'static str, bool)]) {
        if set_members(members).count() == 0 {
            let rule = Rule::AtLeastOneOf(names(members));
            self.report(rule, Some(describe_set(members)));
        }
    }

    /// Requires at most one of the members to be set, as in
    /// [`exactly_one_of`](Self::exactly_one_of).
    pub fn at_most_one_of(&mut self, members: &[(&'static str, &'static str, bool)]) {
        if set_members(members).count() > 1 {
            let rule = Rule::AtMostOneOf(names(members));
            self.report(rule, Some(describe_set(members)));
        }
    }

    /// Requires a map to have these keys if it is set. The name of a map in a
    /// nested structure joins names in the model with slashes, and names in Rust
    /// with dots.
    pub fn required_keys<V>(
        &mut self,
        compare: Keys,
        name: impl Into<MemberName>,
        value: Option<&BTreeMap<String, V>>,
        keys: &[&'static str],
    ) {
        let Some(value) = value else { return };
        let name = name.into();
        for key in keys {
            let there = match compare {
                Keys::Exact => value.contains_key(*key),
                Keys::IgnoreCase => value.keys().any(|other| other.eq_ignore_ascii_case(key)),
            };
            if !there {
                self.enter(PathSegment::Member(name), |check| {
                    check.report(Rule::RequiredKey(key), None);
                });
            }
        }
    }
}

fn names(members: &[(&'static str, &'static str, bool)]) -> Vec<MemberName> {
    let members = members.iter();
    members
        .map(|&(model, field, _)| (model, field).into())
        .collect()
}

fn set_members(
    members: &[(&'static str, &'static str, bool)],
) -> impl Iterator<Item = &'static str> {
    let members = members.iter();
    members.filter_map(|&(model, _, set)| set.then_some(model))
}

fn describe_set(members: &[(&'static str, &'static str, bool)]) -> String {
    match set_members(members).collect::<Vec<_>>().as_slice() {
        [] => "none is".to_owned(),
        [name] => format!("{name} is"),
        names => format!("{} are", listed(names)),
    }
}
