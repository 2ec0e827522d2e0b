//! Checks an input against the constraints of its shapes.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::{Bound, RangeBounds};

use super::arn;
use super::length::Length;
use super::name::MemberName;
use super::path::{Path, PathSegment, Secrecy, quoted};
use super::pattern::{Mistake, Pattern};
use super::rule::{Rule, Unit};
use super::severity::Severity;
use super::violations::{Part, Violation};
use crate::base::region::Region;

/// The maximum number of violations of an input, and of warnings. A server must
/// not spend memory on each of a million invalid entries.
const VIOLATION_LIMIT: usize = 1_000;

/// The violations of an input, by severity.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) errors: Vec<Violation>,
    pub(super) warnings: Vec<Violation>,
}

impl Findings {
    fn of(&mut self, severity: Severity) -> &mut Vec<Violation> {
        match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        }
    }
}

/// Collects the violations of an input. Allocates nothing while there are none.
pub struct Check<'a> {
    /// The Region of the client, if it is known.
    region: Option<&'a Region>,
    pub(super) path: Option<&'a Path<'a>>,
    part: Part,
    pub(super) secrecy: Secrecy,
    severity: Severity,
    /// The reason for the rules.
    reason: Option<&'static str>,
    /// Whether the value exceeds its maximum length.
    overlong: bool,
    /// The number of violations before those of the value.
    earlier: usize,
    found: &'a mut Findings,
}

/// Accepts any value, for shapes without constraints.
pub fn unchecked<T: ?Sized>(_: &T, _: &mut Check<'_>) {}

impl<'a> Check<'a> {
    pub(super) fn new(region: Option<&'a Region>, found: &'a mut Findings) -> Self {
        Self {
            region,
            path: None,
            part: Part::Value,
            secrecy: Secrecy::Open,
            severity: Severity::Error,
            reason: None,
            overlong: false,
            earlier: 0,
            found,
        }
    }

    /// Returns a copy of the check, to change it for some rules.
    fn derived(&mut self) -> Check<'_> {
        Check {
            region: self.region,
            path: self.path,
            part: self.part,
            secrecy: self.secrecy,
            severity: self.severity,
            reason: self.reason,
            overlong: self.overlong,
            earlier: self.earlier,
            found: &mut *self.found,
        }
    }

    /// Returns the check of the value at a path. Not generic, so that it is not compiled
    /// again for each member.
    #[inline(never)]
    fn value_at<'b>(&'b mut self, path: &'b Path<'b>) -> Check<'b> {
        let earlier = self.found.of(self.severity).len();
        Check {
            path: Some(path),
            part: Part::Value,
            overlong: false,
            earlier,
            ..self.derived()
        }
    }

    /// Runs a rule on the value at a path.
    pub(super) fn at(&mut self, path: &Path<'_>, rule: impl FnOnce(&mut Check<'_>)) {
        rule(&mut self.value_at(path));
    }

    /// Runs a rule on a part of the value.
    pub(super) fn enter(&mut self, segment: PathSegment<'_>, rule: impl FnOnce(&mut Check<'_>)) {
        let path = Path {
            parent: self.path,
            segment,
        };
        self.at(&path, rule);
    }

    /// Records a violation. Paths are only formatted here.
    pub(in crate::wire) fn report(&mut self, rule: Rule, found: Option<String>) {
        let (mut path, mut field) = (String::new(), String::new());
        let violations = self.found.of(self.severity);
        if violations.len() >= VIOLATION_LIMIT {
            return;
        }
        if let Some(steps) = self.path {
            steps.write(&mut path, self.secrecy);
            steps.write_field(&mut field, self.secrecy);
        }
        violations.push(Violation {
            path,
            field,
            renamed: self.path.is_some_and(Path::is_renamed),
            part: self.part,
            severity: self.severity,
            rule,
            found,
            explanation: None,
            reason: self.reason,
        });
    }

    /// Whether violations may show the value.
    pub(super) fn is_open(&self) -> bool {
        self.secrecy == Secrecy::Open
    }

    /// Records the violations of a part of this value, which was validated before.
    pub(in crate::wire) fn adopt(&mut self, violations: &[Violation]) {
        for inner in violations {
            let severity = match self.severity {
                Severity::Error => inner.severity,
                Severity::Warning => Severity::Warning,
            };
            if self.found.of(severity).len() >= VIOLATION_LIMIT {
                continue;
            }
            let mut violation = inner.clone();
            if let Some(steps) = self.path {
                let (mut path, mut field) = (String::new(), String::new());
                steps.write(&mut path, self.secrecy);
                steps.write_field(&mut field, self.secrecy);
                if !inner.field.is_empty() && !inner.field.starts_with('[') {
                    field.push('.');
                }
                violation.path = path + &inner.path;
                violation.field = field + &inner.field;
                violation.renamed |= steps.is_renamed();
            }
            violation.severity = severity;
            self.found.of(severity).push(violation);
        }
    }

    /// Returns whether the value already breaks a rule.
    pub(in crate::wire) fn has_errors(&mut self) -> bool {
        self.found.of(self.severity).len() > self.earlier
    }

    /// Requires a member to be set.
    pub fn required(&mut self, name: impl Into<MemberName>, set: bool) {
        if !set {
            self.report_unset(name.into());
        }
    }

    fn report_unset(&mut self, name: MemberName) {
        self.enter(PathSegment::Member(name), |check| {
            check.report(Rule::Required, None);
        });
    }

    /// Checks a member with its shape's rule if it is set.
    pub fn member<T: ?Sized>(
        &mut self,
        name: impl Into<MemberName>,
        value: Option<&T>,
        rule: impl FnOnce(&T, &mut Check<'_>),
    ) {
        if let Some(value) = value {
            let path = Path {
                parent: self.path,
                segment: PathSegment::Member(name.into()),
            };
            rule(value, &mut self.value_at(&path));
        }
    }

    /// Checks every entry of a list.
    pub fn items<T: Borrow<U>, U: ?Sized>(
        &mut self,
        value: &[T],
        rule: impl Fn(&U, &mut Check<'_>),
    ) {
        for (index, item) in value.iter().enumerate() {
            self.enter(PathSegment::Index(index), |check| {
                rule(item.borrow(), check)
            });
        }
    }

    /// Checks every key and value of a map. Paths contain keys, so wrap maps
    /// with sensitive keys in [`sensitive`](Self::sensitive).
    pub fn entries<V: Borrow<U>, U: ?Sized>(
        &mut self,
        value: &BTreeMap<String, V>,
        key_rule: impl Fn(&str, &mut Check<'_>),
        value_rule: impl Fn(&U, &mut Check<'_>),
    ) {
        for (key, value) in value {
            self.enter(PathSegment::Key(key), |check| {
                check.part = Part::Key;
                key_rule(key, check);
                check.part = Part::Value;
                value_rule(value.borrow(), check);
            });
        }
    }

    /// Runs a rule whose violations hide values and map keys. Lengths are still
    /// shown.
    pub fn sensitive(&mut self, rule: impl FnOnce(&mut Check<'_>)) {
        rule(&mut Check {
            secrecy: Secrecy::Sensitive,
            ..self.derived()
        });
    }

    /// Runs a rule whose violations are warnings: the service may accept the
    /// value. Skips a value that already violates a rule.
    pub fn advise(&mut self, rule: impl FnOnce(&mut Check<'_>)) {
        let errors = self.found.of(Severity::Error).len();
        if self.severity == Severity::Error && errors > self.earlier {
            return;
        }
        let earlier = self.found.of(Severity::Warning).len();
        rule(&mut Check {
            severity: Severity::Warning,
            earlier,
            ..self.derived()
        });
    }

    /// Runs a rule whose violations have this reason.
    pub fn because(&mut self, reason: &'static str, rule: impl FnOnce(&mut Check<'_>)) {
        rule(&mut Check {
            reason: Some(reason),
            ..self.derived()
        });
    }

    /// Requires the length to be within the bounds.
    pub fn length(&mut self, bounds: impl RangeBounds<usize>, value: &(impl Length + ?Sized)) {
        self.length_in(value.unit(), bounds, value.length());
    }

    /// Requires the length of the text in UTF-8 bytes to be within the bounds.
    pub fn byte_length(&mut self, bounds: impl RangeBounds<usize>, value: &str) {
        self.length_in(Unit::Bytes, bounds, value.len());
    }

    /// Requires the length of the text in UTF-16 code units to be within the
    /// bounds.
    pub fn utf16_length(&mut self, bounds: impl RangeBounds<usize>, value: &str) {
        self.length_in(Unit::Utf16, bounds, value.encode_utf16().count());
    }

    fn length_in(&mut self, unit: Unit, bounds: impl RangeBounds<usize>, length: usize) {
        self.overlong |= greatest(&bounds).is_some_and(|max| length > max);
        if !bounds.contains(&length) {
            let rule = Rule::Length {
                min: least(&bounds),
                max: greatest(&bounds),
                unit,
            };
            self.report(rule, Some(format!("has {length}")));
        }
    }

    /// Requires the number to be within the bounds.
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

    /// Requires the text to match the pattern. Skips text far over its maximum
    /// length, which is a violation already.
    pub fn pattern(&mut self, pattern: &Pattern, value: &str) {
        if self.overlong && value.len() > PATTERN_LIMIT {
            return;
        }
        if !pattern.matches(value) {
            let found = match self.secrecy {
                Secrecy::Open => format!("is {}", quoted(value, VALUE_LIMIT)),
                Secrecy::Sensitive => {
                    let length = value.length();
                    let unit = Unit::Characters.name(length);
                    format!("has {length} {unit} (sensitive)")
                }
            };
            self.report(Rule::Pattern(pattern.source()), Some(found));
        }
    }

    /// Explains the last violation of the text with the first mistake that matches.
    /// Skips text that is too long for patterns.
    pub fn explain(&mut self, mistakes: &[Mistake], value: &str) {
        let violations = self.found.of(self.severity);
        let own = violations.get_mut(self.earlier..).unwrap_or_default();
        let violation = own
            .last_mut()
            .filter(|last| last.part == self.part && last.explanation.is_none());
        if let Some(violation) = violation
            && value.len() <= PATTERN_LIMIT
        {
            let mut mistakes = mistakes.iter();
            let mistake = mistakes.find(|mistake| mistake.pattern.matches(value));
            violation.explanation = mistake.map(|mistake| mistake.message);
        }
    }

    /// Requires an ARN to be in the client's Region. The advice suggests a
    /// replacement. Skips other text, ARNs without a Region, values that break
    /// another rule, and clients without a Region.
    pub fn arn_region(&mut self, advice: &'static str, value: &str) {
        let Some(client) = self.region else { return };
        let region = arn::region(value).filter(|region| *region != client.as_str());
        // Text that is not the name of a Region is left to other rules.
        let Some(region) = region.and_then(|region| Region::new(region).ok()) else {
            return;
        };
        if self.has_errors() {
            return;
        }
        let found = match self.secrecy {
            Secrecy::Open => format!("is in {region}"),
            Secrecy::Sensitive => "is in another (sensitive)".to_owned(),
        };
        self.report(Rule::ArnRegion(client.clone()), Some(found));
        if let Some(violation) = self.found.of(self.severity).last_mut() {
            violation.explanation = Some(advice);
        }
    }

    /// Requires the entries of a list to be distinct. Compares only the first
    /// entries of a very long list; the service checks the rest.
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
}

pub(super) fn least(bounds: &impl RangeBounds<usize>) -> Option<usize> {
    match bounds.start_bound() {
        Bound::Included(min) => Some(*min),
        Bound::Excluded(min) => Some(min.saturating_add(1)),
        Bound::Unbounded => None,
    }
}

pub(super) fn greatest(bounds: &impl RangeBounds<usize>) -> Option<usize> {
    match bounds.end_bound() {
        Bound::Included(max) => Some(*max),
        Bound::Excluded(max) => Some(max.saturating_sub(1)),
        Bound::Unbounded => None,
    }
}

/// The maximum size in bytes of overlong text that is matched against a
/// pattern. Limits the work; mistyped values are shorter.
const PATTERN_LIMIT: usize = 16 * 1024;

/// The maximum number of compared list entries. Entries support only equality,
/// so the comparison is quadratic.
const UNIQUE_LIMIT: usize = 4096;

/// The maximum length of a value in a violation, in characters.
pub(super) const VALUE_LIMIT: usize = 80;
