//! Rules of the model and their descriptions.

use std::borrow::Borrow;
use std::fmt;

use super::name::{MemberName, Names};
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
    /// At most one of these members may be set.
    AtMostOneOf(Vec<MemberName>),
    /// An ARN must be of this Region, which is the client's.
    ArnRegion(Region),
    /// The map must have this key.
    RequiredKey(&'static str),
    /// The member must have this form: `a string`, or a constant.
    Form(&'static str),
    /// The model does not list the member.
    UnknownMember,
    /// The tag of a union must be one of these.
    Tag(&'static [&'static str]),
    /// The member must be set because the tag of this name has this value.
    Content {
        /// The name of the tag.
        tag: &'static str,
        /// Its value.
        value: String,
    },
}

/// The unit of a length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// Unicode scalar values of a string.
    Characters,
    /// Bytes of a blob.
    Bytes,
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
            (Self::Entries, 1) => "entry",
            (Self::Entries, _) => "entries",
        }
    }
}

/// The requirement as a clause: `must have 1 to 6 characters`.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, Names::Both)
    }
}

impl Rule {
    /// Writes the requirement with these names of members.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>, names: Names) -> fmt::Result {
        let members = |members: &[MemberName]| {
            let members = members.iter().map(|member| match names {
                Names::Model => member.model().to_owned(),
                Names::Both => member.to_string(),
            });
            listed(&members.collect::<Vec<_>>())
        };
        match self {
            Self::Required => f.write_str("must be set"),
            Self::Length { min, max, unit } => match (min, max) {
                (Some(min), Some(max)) if min == max => {
                    write!(f, "must have {max} {}", unit.name(*max))
                }
                (Some(min), Some(max)) => write!(f, "must have {min} to {max} {}", unit.name(*max)),
                (Some(min), None) => write!(f, "must have at least {min} {}", unit.name(*min)),
                (None, Some(max)) => write!(f, "must have at most {max} {}", unit.name(*max)),
                (None, None) => f.write_str("may have any length"),
            },
            Self::Range { min, max } => match (min, max) {
                (Some(min), Some(max)) => write!(f, "must be from {min} to {max}"),
                (Some(min), None) => write!(f, "must be at least {min}"),
                (None, Some(max)) => write!(f, "must be at most {max}"),
                (None, None) => f.write_str("may be any number"),
            },
            Self::Pattern(pattern) => write!(f, "must match {pattern}"),
            Self::Unique => f.write_str("must not have the same entry twice"),
            Self::ExactlyOneOf(group) => {
                write!(f, "exactly one of {} must be set", members(group))
            }
            Self::AtMostOneOf(group) => {
                write!(f, "at most one of {} may be set", members(group))
            }
            Self::ArnRegion(region) => {
                write!(f, "must be an ARN in the client's Region {region}")
            }
            Self::RequiredKey(key) => write!(f, "must have the key {key}"),
            Self::Form(form) => write!(f, "must be {form}"),
            Self::UnknownMember => f.write_str("must not be set: the model has no such member"),
            Self::Tag(tags) => write!(f, "must be one of {}", listed(tags)),
            Self::Content { tag, value } => {
                write!(f, "must be set and valid: {tag} is {value}")
            }
        }
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
