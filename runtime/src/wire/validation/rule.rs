//! Rules of the model and their descriptions.

use std::borrow::Borrow;
use std::fmt;

use super::name::{MemberName, Names};
use super::severity::Severity;
use crate::base::region::Region;

/// A rule that a value can violate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// The member must be set (`required`).
    Required,
    /// The length is bounded (`length`).
    Length {
        /// The minimum length, if any.
        min: Option<usize>,
        /// The maximum length, if any.
        max: Option<usize>,
        /// The unit of the length.
        unit: Unit,
    },
    /// The number is bounded (`range`).
    Range {
        /// The minimum, if any.
        min: Option<String>,
        /// The maximum, if any.
        max: Option<String>,
    },
    /// The text must match (`pattern`).
    Pattern(&'static str),
    /// The entries must be distinct (`uniqueItems`).
    Unique,
    /// Exactly one of these members must be set.
    ExactlyOneOf(Vec<MemberName>),
    /// At least one of these members must be set.
    AtLeastOneOf(Vec<MemberName>),
    /// At most one of these members may be set.
    AtMostOneOf(Vec<MemberName>),
    /// An ARN must be in this Region, which is the client's.
    ArnRegion(Region),
    /// The map must have this key.
    RequiredKey(&'static str),
    /// The member must have this format: `a string`, or a constant.
    Form(&'static str),
    /// The model does not list the member.
    UnknownMember,
    /// The tag of a union must be one of these.
    Tag(&'static [&'static str]),
    /// The tag of a union must have this value, because the content with this name
    /// is set.
    TagOfContent(&'static str),
    /// The member must be set, because the tag with this name has this value.
    Content {
        /// The name of the tag.
        tag: &'static str,
        /// Its value.
        value: String,
    },
    /// The value must be one that the model lists.
    KnownValue,
    /// The blob must contain a JSON object.
    JsonObject,
    /// The number of entries of all lists at a path is bounded.
    Total {
        /// The path of the lists.
        path: MemberName,
        /// The minimum number, if any.
        min: Option<usize>,
        /// The maximum number, if any.
        max: Option<usize>,
    },
    /// No other entry of the list may have this value here.
    UniqueBy,
    /// All entries of the list must have the same value here.
    Uniform,
    /// The member must be set when others have certain values. The values are
    /// hidden if they are sensitive, as in the next two variants.
    RequiredWhen(&'static [When]),
    /// The member must not be set when others have certain values.
    ForbiddenWhen(&'static [When]),
    /// Members must not have these values together.
    Combination(&'static [When]),
}

/// A condition of a rule: the state of a member on which it depends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    member: MemberName,
    state: MemberState,
}

/// The state of a member on which a rule depends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MemberState {
    /// It is set.
    Set,
    /// It has one of these values, of an enum, union or scalar.
    OneOf(&'static [&'static str]),
    /// Its length is within these bounds.
    Length {
        /// The minimum length, if any.
        min: Option<usize>,
        /// The maximum length, if any.
        max: Option<usize>,
        /// The unit of the length.
        unit: Unit,
    },
    /// It matches this pattern.
    Matching(&'static str),
}

impl When {
    /// Creates a condition by the names of the member in the model and in Rust.
    #[must_use]
    pub const fn new(model: &'static str, field: &'static str, state: MemberState) -> Self {
        Self {
            member: MemberName::new(model, field),
            state,
        }
    }

    /// Returns the member. The name of a nested member joins names with dots.
    #[must_use]
    pub const fn member(&self) -> MemberName {
        self.member
    }

    /// Returns the state of the member.
    #[must_use]
    pub const fn state(&self) -> MemberState {
        self.state
    }

    /// Writes a clause: `type is pin or unpin`, `mode is set`.
    fn clause(&self, names: Names) -> String {
        let member = self.member.shown(names);
        match self.state {
            MemberState::Set => format!("{member} is set"),
            MemberState::OneOf(values) => format!("{member} is {}", alternatives(values)),
            MemberState::Length { min, max, unit } => match bounds(min, max, unit) {
                Some(bounds) => format!("{member} has {bounds}"),
                None => format!("{member} is set"),
            },
            MemberState::Matching(pattern) => format!("{member} matches {pattern}"),
        }
    }

    /// Writes a phrase: `type pin or unpin`; the name alone if the member is only
    /// set.
    fn phrase(&self, names: Names) -> String {
        let member = self.member.shown(names);
        match self.state {
            MemberState::Set => member,
            MemberState::OneOf(values) => format!("{member} {}", alternatives(values)),
            MemberState::Length { min, max, unit } => match bounds(min, max, unit) {
                Some(bounds) => format!("{bounds} in {member}"),
                None => member,
            },
            MemberState::Matching(pattern) => format!("{member} matching {pattern}"),
        }
    }
}

/// The unit of a length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// Unicode scalar values of a string.
    Characters,
    /// Bytes of a blob, or of a string in UTF-8.
    Bytes,
    /// Code units of a string in UTF-16.
    Utf16,
    /// Entries of a list or a map.
    Entries,
}

impl Unit {
    /// Returns the unit's name, singular or plural by the count.
    pub(super) fn name(self, count: usize) -> &'static str {
        match (self, count) {
            (Self::Characters, 1) => "character",
            (Self::Characters, _) => "characters",
            (Self::Bytes, 1) => "byte",
            (Self::Bytes, _) => "bytes",
            (Self::Utf16, 1) => "UTF-16 code unit",
            (Self::Utf16, _) => "UTF-16 code units",
            (Self::Entries, 1) => "entry",
            (Self::Entries, _) => "entries",
        }
    }
}

/// The requirement as a clause: `must have 1 to 6 characters`.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, Severity::Error, Names::Both)
    }
}

impl Rule {
    /// Writes the requirement with these member names, and with "must" for an
    /// error or "should" for a warning.
    pub(super) fn write(
        &self,
        f: &mut fmt::Formatter<'_>,
        severity: Severity,
        names: Names,
    ) -> fmt::Result {
        let must = match severity {
            Severity::Error => "must",
            Severity::Warning => "should",
        };
        let members = |members: &[MemberName]| {
            let members = members.iter().map(|member| member.shown(names));
            listed(&members.collect::<Vec<_>>())
        };
        match self {
            Self::Required => write!(f, "{must} be set"),
            Self::Length { min, max, unit } => match bounds(*min, *max, *unit) {
                Some(bounds) => write!(f, "{must} have {bounds}"),
                None => f.write_str("may have any length"),
            },
            Self::Range { min, max } => match (min, max) {
                (Some(min), Some(max)) => write!(f, "{must} be from {min} to {max}"),
                (Some(min), None) => write!(f, "{must} be at least {min}"),
                (None, Some(max)) => write!(f, "{must} be at most {max}"),
                (None, None) => f.write_str("may be any number"),
            },
            Self::Pattern(pattern) => write!(f, "{must} match {pattern}"),
            Self::Unique => write!(f, "{must} not have the same entry twice"),
            Self::ExactlyOneOf(group) => {
                write!(f, "exactly one of {} {must} be set", members(group))
            }
            Self::AtLeastOneOf(group) => {
                write!(f, "at least one of {} {must} be set", members(group))
            }
            Self::AtMostOneOf(group) => {
                let may = match severity {
                    Severity::Error => "may",
                    Severity::Warning => "should",
                };
                write!(f, "at most one of {} {may} be set", members(group))
            }
            Self::ArnRegion(region) => {
                write!(f, "{must} be an ARN in the client's Region {region}")
            }
            Self::RequiredKey(key) => write!(f, "{must} have the key {key}"),
            Self::KnownValue => write!(f, "{must} be a value that the model lists"),
            Self::JsonObject => write!(f, "{must} be a JSON object"),
            Self::Total { path, min, max } => match bounds(*min, *max, Unit::Entries) {
                Some(bounds) => {
                    write!(f, "{must} have {bounds} in all of {}", path.shown(names))
                }
                None => f.write_str("may have any number of entries"),
            },
            Self::UniqueBy => write!(f, "{must} be unique"),
            Self::Uniform => write!(f, "{must} be the same in all entries"),
            Self::RequiredWhen(when) => write!(f, "{must} be set when {}", holds(when, names)),
            Self::ForbiddenWhen(when) => write!(f, "{must} not be set when {}", holds(when, names)),
            Self::Combination([]) => write!(f, "{must} not combine these values"),
            Self::Combination([one]) => write!(f, "{must} not have {}", one.phrase(names)),
            Self::Combination([first, others @ ..]) => {
                let others: Vec<String> = others.iter().map(|it| it.phrase(names)).collect();
                let (first, others) = (first.phrase(names), listed(&others));
                write!(f, "{must} not combine {first} with {others}")
            }
            Self::Form(form) => write!(f, "{must} be {form}"),
            Self::UnknownMember => write!(f, "{must} not be set: the model has no such member"),
            Self::TagOfContent(name) => write!(f, "{must} be {name}, because {name} is set"),
            Self::Tag(tags) => write!(f, "{must} be one of {}", listed(tags)),
            Self::Content { tag, value } => {
                write!(f, "{must} be set and valid: {tag} is {value}")
            }
        }
    }
}

/// `1 to 6 characters`; nothing without a bound.
fn bounds(min: Option<usize>, max: Option<usize>, unit: Unit) -> Option<String> {
    Some(match (min, max) {
        (Some(min), Some(max)) if min == max => format!("{max} {}", unit.name(max)),
        (Some(min), Some(max)) => format!("{min} to {max} {}", unit.name(max)),
        (Some(min), None) => format!("at least {min} {}", unit.name(min)),
        (None, Some(max)) => format!("at most {max} {}", unit.name(max)),
        (None, None) => return None,
    })
}

/// `type is pin or unpin and mode is set`.
fn holds(when: &[When], names: Names) -> String {
    if when.is_empty() {
        return "other members have certain values".to_owned();
    }
    let clauses: Vec<String> = when.iter().map(|one| one.clause(names)).collect();
    listed(&clauses)
}

/// `a, b or c`.
fn alternatives(values: &[&str]) -> String {
    match values {
        [] => "set".to_owned(),
        [one] => (*one).to_owned(),
        [others @ .., last] => format!("{} or {last}", others.join(", ")),
    }
}

/// Joins names as in `a, b and c`.
pub(super) fn listed<S: Borrow<str>>(names: &[S]) -> String {
    let Some((last, others)) = names.split_last() else {
        return String::new();
    };
    let last: &str = last.borrow();
    match others {
        [] => last.to_owned(),
        others => format!("{} and {last}", others.join(", ")),
    }
}
