//! The walk through an input.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::{Bound, RangeBounds};

use bytes::Bytes;

use super::path::{Path, Secrecy, Segment};
use super::pattern::Pattern;
use super::rule::{Rule, Unit, listed};
use super::violations::{Part, Violation};

/// Collects the violations of an input while generated code walks through
/// it. Allocates nothing as long as there are none.
pub struct Check<'a> {
    path: Option<&'a Path<'a>>,
    part: Part,
    secrecy: Secrecy,
    /// Whether the value is longer than it may be.
    overlong: bool,
    found: &'a mut Vec<Violation>,
}

/// How the keys of a map are compared with those that it must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// Byte by byte.
    Exact,
    /// Without regard to the case of ASCII letters, as HTTP headers.
    IgnoreCase,
}

/// A value with a length: the Unicode scalar values of a text, the bytes of a
/// blob, the entries of a list or a map.
pub trait Length {
    /// The length.
    fn length(&self) -> usize;

    /// What the length counts.
    fn unit(&self) -> Unit;
}

impl Length for str {
    fn length(&self) -> usize {
        self.chars().count()
    }

    fn unit(&self) -> Unit {
        Unit::Characters
    }
}

impl Length for Bytes {
    fn length(&self) -> usize {
        self.len()
    }

    fn unit(&self) -> Unit {
        Unit::Bytes
    }
}

impl<T> Length for [T] {
    fn length(&self) -> usize {
        self.len()
    }

    fn unit(&self) -> Unit {
        Unit::Entries
    }
}

impl<V> Length for BTreeMap<String, V> {
    fn length(&self) -> usize {
        self.len()
    }

    fn unit(&self) -> Unit {
        Unit::Entries
    }
}

/// The rule of values that are not constrained.
pub fn unchecked<T: ?Sized>(_: &T, _: &mut Check<'_>) {}

impl<'a> Check<'a> {
    pub(super) fn new(found: &'a mut Vec<Violation>) -> Self {
        Self {
            path: None,
            part: Part::Value,
            secrecy: Secrecy::Open,
            overlong: false,
            found,
        }
    }

    /// Runs a rule on a part of the value.
    fn enter(&mut self, segment: Segment<'_>, rule: impl FnOnce(&mut Check<'_>)) {
        let path = Path {
            parent: self.path,
            segment,
        };
        rule(&mut Check {
            path: Some(&path),
            part: Part::Value,
            secrecy: self.secrecy,
            overlong: false,
            found: &mut *self.found,
        });
    }

    /// Reports a violation. Only here is the path written out.
    fn report(&mut self, rule: Rule, found: Option<String>) {
        let mut path = String::new();
        if let Some(steps) = self.path {
            steps.write(&mut path, self.secrecy);
        }
        self.found.push(Violation {
            path,
            part: self.part,
            rule,
            found,
        });
    }

    /// The member must be set.
    pub fn required(&mut self, name: &'static str, set: bool) {
        if !set {
            self.enter(Segment::Member(name), |check| {
                check.report(Rule::Required, None);
            });
        }
    }

    /// Checks a member with its shape's rule, if it is set.
    pub fn member<T: ?Sized>(
        &mut self,
        name: &'static str,
        value: Option<&T>,
        rule: impl FnOnce(&T, &mut Check<'_>),
    ) {
        if let Some(value) = value {
            self.enter(Segment::Member(name), |check| rule(value, check));
        }
    }

    /// Checks every entry of a list.
    pub fn items<T: Borrow<U>, U: ?Sized>(
        &mut self,
        value: &[T],
        rule: impl Fn(&U, &mut Check<'_>),
    ) {
        for (index, item) in value.iter().enumerate() {
            self.enter(Segment::Index(index), |check| rule(item.borrow(), check));
        }
    }

    /// Checks every key and every value of a map. Paths show keys, so maps
    /// with sensitive keys are checked inside [`sensitive`](Self::sensitive).
    pub fn entries<V: Borrow<U>, U: ?Sized>(
        &mut self,
        value: &BTreeMap<String, V>,
        key_rule: impl Fn(&str, &mut Check<'_>),
        value_rule: impl Fn(&U, &mut Check<'_>),
    ) {
        for (key, value) in value {
            self.enter(Segment::Key(key), |check| {
                check.part = Part::Key;
                key_rule(key, check);
                check.part = Part::Value;
                value_rule(value.borrow(), check);
            });
        }
    }

    /// Checks with values and map keys kept out of what is reported. Lengths
    /// are shown.
    pub fn sensitive(&mut self, rule: impl FnOnce(&mut Check<'_>)) {
        rule(&mut Check {
            path: self.path,
            part: self.part,
            secrecy: Secrecy::Sensitive,
            overlong: self.overlong,
            found: &mut *self.found,
        });
    }

    /// The length must lie within the bounds.
    pub fn length(&mut self, bounds: impl RangeBounds<usize>, value: &(impl Length + ?Sized)) {
        let length = value.length();
        self.overlong |= greatest(&bounds).is_some_and(|max| length > max);
        if !bounds.contains(&length) {
            let rule = Rule::Length {
                min: least(&bounds),
                max: greatest(&bounds),
                unit: value.unit(),
            };
            self.report(rule, Some(format!("has {length}")));
        }
    }

    /// The number must lie within the bounds.
    pub fn range<T: PartialOrd + Display>(&mut self, bounds: impl RangeBounds<T>, value: T) {
        if !bounds.contains(&value) {
            let text = |bound: Bound<&T>| match bound {
                Bound::Included(bound) | Bound::Excluded(bound) => Some(bound.to_string()),
                Bound::Unbounded => None,
            };
            let rule = Rule::Range {
                min: text(bounds.start_bound()),
                max: text(bounds.end_bound()),
            };
            let found = match self.secrecy {
                Secrecy::Open => format!("is {value}"),
                Secrecy::Sensitive => "is another number (sensitive)".to_owned(),
            };
            self.report(rule, Some(found));
        }
    }

    /// The text must match the pattern. One that is far longer than it may be
    /// is not compared, as its length is reported already.
    pub fn pattern(&mut self, pattern: &Pattern, value: &str) {
        if self.overlong && value.len() > PATTERN_LIMIT {
            return;
        }
        if !pattern.matches(value) {
            let found = match self.secrecy {
                Secrecy::Open => format!("is {}", quoted(value)),
                Secrecy::Sensitive => {
                    let length = value.length();
                    let unit = Unit::Characters.name(length);
                    format!("has {length} {unit} (sensitive)")
                }
            };
            self.report(Rule::Pattern(pattern.source()), Some(found));
        }
    }

    /// No two entries of the list may be equal. Of a very long list, the
    /// beginning is compared, and the rest is left to the service.
    pub fn unique<T: PartialEq>(&mut self, value: &[T]) {
        let compared = value.get(..UNIQUE_LIMIT).unwrap_or(value);
        let twice = compared.iter().enumerate().find_map(|(index, item)| {
            let first = compared
                .iter()
                .take(index)
                .position(|other| other == item)?;
            Some((first, index))
        });
        if let Some((first, second)) = twice {
            self.report(
                Rule::Unique,
                Some(format!("entries {first} and {second} are equal")),
            );
        }
    }

    /// Exactly one of these members must be set.
    pub fn exactly_one_of(&mut self, members: &[(&'static str, bool)]) {
        if set_members(members).count() != 1 {
            let rule = Rule::ExactlyOneOf(names(members));
            self.report(rule, Some(describe_set(members)));
        }
    }

    /// At most one of these members may be set.
    pub fn at_most_one_of(&mut self, members: &[(&'static str, bool)]) {
        if set_members(members).count() > 1 {
            let rule = Rule::AtMostOneOf(names(members));
            self.report(rule, Some(describe_set(members)));
        }
    }

    /// A map must have these keys, if it is set. The path of a map in a
    /// nested structure joins the members' names with slashes.
    pub fn required_keys<V>(
        &mut self,
        compare: Keys,
        path: &'static str,
        value: Option<&BTreeMap<String, V>>,
        keys: &[&'static str],
    ) {
        let Some(value) = value else { return };
        for key in keys {
            let there = match compare {
                Keys::Exact => value.contains_key(*key),
                Keys::IgnoreCase => value.keys().any(|other| other.eq_ignore_ascii_case(key)),
            };
            if !there {
                self.enter(Segment::Member(path), |check| {
                    check.report(Rule::RequiredKey(key), None);
                });
            }
        }
    }
}

fn least(bounds: &impl RangeBounds<usize>) -> Option<usize> {
    match bounds.start_bound() {
        Bound::Included(min) => Some(*min),
        Bound::Excluded(min) => Some(min.saturating_add(1)),
        Bound::Unbounded => None,
    }
}

fn greatest(bounds: &impl RangeBounds<usize>) -> Option<usize> {
    match bounds.end_bound() {
        Bound::Included(max) => Some(*max),
        Bound::Excluded(max) => Some(max.saturating_sub(1)),
        Bound::Unbounded => None,
    }
}

fn names(members: &[(&'static str, bool)]) -> Vec<&'static str> {
    members.iter().map(|(name, _)| *name).collect()
}

fn set_members(members: &[(&'static str, bool)]) -> impl Iterator<Item = &'static str> {
    members
        .iter()
        .filter_map(|(name, set)| set.then_some(*name))
}

fn describe_set(members: &[(&'static str, bool)]) -> String {
    match set_members(members).collect::<Vec<_>>().as_slice() {
        [] => "none is".to_owned(),
        [name] => format!("{name} is"),
        names => format!("{} are", listed(names)),
    }
}

/// The most bytes of a text over its length limit that are compared with a
/// pattern. It bounds the work, and is beyond what a mistyped value has.
const PATTERN_LIMIT: usize = 16 * 1024;

/// The most entries of a list that are compared, each with each: entries may be
/// anything, and have nothing but their equality to go by.
const UNIQUE_LIMIT: usize = 4096;

/// The longest value that a violation shows, in characters.
const VALUE_LIMIT: usize = 80;

/// The value in quotes on one line, cut when it is long.
fn quoted(value: &str) -> String {
    let mut characters = value.chars();
    let shown: String = characters.by_ref().take(VALUE_LIMIT).collect();
    match characters.next() {
        None => format!("{shown:?}"),
        Some(_) => format!("{shown:?}…"),
    }
}
