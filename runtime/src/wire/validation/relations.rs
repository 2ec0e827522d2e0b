//! Rules about the relations of values: totals, values that must be unique or
//! equal across entries, and values that depend on others.

use std::ops::{ControlFlow, RangeBounds};

use super::check::{Check, VALUE_LIMIT, greatest, least};
use super::name::MemberName;
use super::path::{Path, PathSegment, Secrecy};
use super::rule::{Rule, When};
use super::walk::{Scalar, Walk};

/// The maximum number of values that are compared with each other. The comparison
/// is quadratic, so that it needs no memory.
const COMPARED_LIMIT: usize = 1024;

impl Check<'_> {
    /// Requires the total number of entries of all lists at a path to be within the
    /// bounds. `first` is the first member on the path; the walk visits the length
    /// of each list. Skips an unset member.
    pub fn total<T: ?Sized>(
        &mut self,
        path: impl Into<MemberName>,
        bounds: impl RangeBounds<usize>,
        first: Option<&T>,
        walk: impl FnOnce(&T, &mut Walk<'_, '_>),
    ) {
        let Some(first) = first else { return };
        let mut total: usize = 0;
        let mut count = |_: Option<&Path<'_>>, length: Scalar<'_>| {
            if let Scalar::Integer(length) = length {
                total = total.saturating_add(usize::try_from(length).unwrap_or(0));
            }
            ControlFlow::Continue(())
        };
        walk(first, &mut Walk::new(None, &mut count));
        if !bounds.contains(&total) {
            let rule = Rule::Total {
                path: path.into(),
                min: least(&bounds),
                max: greatest(&bounds),
            };
            self.report(rule, Some(format!("has {total}")));
        }
    }

    /// Requires all values that the walk visits from the entries to be distinct.
    /// Compares only the first values of a very long list; the service checks the
    /// rest.
    pub fn unique_by<T>(&mut self, entries: &[T], walk: impl Fn(&T, &mut Walk<'_, '_>)) {
        let (path, secrecy) = (self.path, self.secrecy);
        let mut position = 0;
        let mut visit = |place: Option<&Path<'_>>, value: Scalar<'_>| {
            let mut earlier = 0;
            let mut equal = None;
            let mut compare = |other_place: Option<&Path<'_>>, other: Scalar<'_>| {
                if earlier == position {
                    return ControlFlow::Break(());
                }
                earlier += 1;
                if other != value {
                    return ControlFlow::Continue(());
                }
                let mut pointer = String::new();
                if let Some(other_place) = other_place {
                    other_place.write(&mut pointer, secrecy);
                }
                equal = Some(pointer);
                ControlFlow::Break(())
            };
            Walk::new(path, &mut compare).items(entries, &walk);
            if let (Some(pointer), Some(place)) = (equal, place) {
                let found = match secrecy {
                    Secrecy::Open => {
                        format!("is {}, the same as {pointer}", value.shown(VALUE_LIMIT))
                    }
                    Secrecy::Sensitive => format!("is the same as {pointer} (sensitive)"),
                };
                self.at(place, |check| check.report(Rule::UniqueBy, Some(found)));
            }
            position += 1;
            if position < COMPARED_LIMIT {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        };
        Walk::new(path, &mut visit).items(entries, &walk);
    }

    /// Requires the values at a path of all entries to be the same. Entries without
    /// a value are skipped. The name of a nested member joins names in the model
    /// with slashes, and names in Rust with dots.
    pub fn uniform<'v, T>(
        &mut self,
        path: impl Into<MemberName>,
        entries: &'v [T],
        value: impl Fn(&'v T) -> Option<Scalar<'v>>,
    ) {
        let path = path.into();
        let mut values = entries
            .iter()
            .enumerate()
            .filter_map(|(index, entry)| Some((index, value(entry)?)));
        let Some((first_index, first)) = values.next() else {
            return;
        };
        for (index, value) in values.filter(|(_, value)| *value != first) {
            let found = match self.secrecy {
                Secrecy::Open => format!(
                    "is {} but {} in entry {first_index}",
                    value.shown(VALUE_LIMIT),
                    first.shown(VALUE_LIMIT),
                ),
                Secrecy::Sensitive => format!("differs from entry {first_index} (sensitive)"),
            };
            self.enter(PathSegment::Index(index), |check| {
                check.enter(PathSegment::Member(path), |check| {
                    check.report(Rule::Uniform, Some(found));
                });
            });
        }
    }

    /// Requires a member to be set, because of the values of others. The name is as
    /// in [`uniform`](Self::uniform).
    pub fn required_when(
        &mut self,
        when: &'static [When],
        name: impl Into<MemberName>,
        is_set: bool,
    ) {
        self.all_required_when(when, |walk| walk.presence(name, is_set));
    }

    /// Requires a member to be unset, because of the values of others. The name is
    /// as in [`uniform`](Self::uniform).
    pub fn forbidden_when(
        &mut self,
        when: &'static [When],
        name: impl Into<MemberName>,
        is_set: bool,
    ) {
        self.all_forbidden_when(when, |walk| walk.presence(name, is_set));
    }

    /// Requires a member to be set wherever the walk goes, because of the values of
    /// others. The walk ends with [`presence`](Walk::presence).
    pub fn all_required_when(
        &mut self,
        when: &'static [When],
        walk: impl FnOnce(&mut Walk<'_, '_>),
    ) {
        let rule = Rule::RequiredWhen(self.shown(when));
        self.all_depend(&rule, Scalar::Unset, walk);
    }

    /// Requires a member to be unset wherever the walk goes, because of the values of
    /// others. The walk ends with [`presence`](Walk::presence).
    pub fn all_forbidden_when(
        &mut self,
        when: &'static [When],
        walk: impl FnOnce(&mut Walk<'_, '_>),
    ) {
        let rule = Rule::ForbiddenWhen(self.shown(when));
        self.all_depend(&rule, Scalar::Set, walk);
    }

    fn all_depend(&mut self, rule: &Rule, wrong: Scalar<'_>, walk: impl FnOnce(&mut Walk<'_, '_>)) {
        let path = self.path;
        let mut visit = |place: Option<&Path<'_>>, state: Scalar<'_>| {
            if let Some(place) = place.filter(|_| state == wrong) {
                self.at(place, |check| check.report(rule.clone(), None));
            }
            ControlFlow::Continue(())
        };
        walk(&mut Walk::new(path, &mut visit));
    }

    /// Reports a combination of values that is not allowed.
    pub fn combination(&mut self, when: &'static [When]) {
        self.report(Rule::Combination(self.shown(when)), None);
    }

    /// The conditions for violations: none if they disclose sensitive values.
    fn shown(&self, when: &'static [When]) -> &'static [When] {
        match self.secrecy {
            Secrecy::Open => when,
            Secrecy::Sensitive => &[],
        }
    }
}
