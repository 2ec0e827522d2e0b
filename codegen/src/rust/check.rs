//! The checks of validation.

use proc_macro2::Ident;

use crate::sink::Markdown;

use super::KeyComparison;
use super::field::FieldRef;
use super::pattern::{Mistake, Pattern};
use super::place::{Place, ShownName};
use super::ty::{Sparsity, Type};

/// A check of a structure.
#[derive(Debug)]
pub(crate) enum Check {
    /// The member with this name, an `Option`, must be set.
    Required(ShownName, Ident),
    /// The value of a set member must satisfy a rule.
    Member(ShownName, FieldRef, ValueRule),
    /// One of several members must or may be set.
    Group(Group, Vec<GroupMember>),
    /// Only these members may be set. Each has a description of its form.
    OnlyKnown(Vec<(String, String)>),
    /// The parts of a set member, which are among the other members, must be valid.
    Flattened(FieldRef),
    /// A map must have these keys.
    RequiredKeys {
        /// The name in violations.
        name: ShownName,
        /// The path to the map.
        fields: Vec<FieldRef>,
        keys: Vec<String>,
        compare: KeyComparison,
    },
    /// The lists at the end of a path must have this many entries in total.
    Total(Place, Bound),
    /// A rule that depends on values.
    Dependency(Box<Dependency>),
}

/// A rule that applies when members have certain values. Without members that it
/// requires or forbids, it forbids these values together.
#[derive(Debug)]
pub(crate) struct Dependency {
    /// The members and their states.
    pub(crate) when: Vec<MemberCondition>,
    /// The members that must be set.
    pub(crate) require: Vec<Place>,
    /// The members that must not be set.
    pub(crate) forbid: Vec<Place>,
    /// The reason, for violations.
    pub(crate) reason: Option<String>,
    /// Whether violations are only warnings.
    pub(crate) advice: bool,
    /// Whether violations hide the values.
    pub(crate) sensitive: bool,
}

/// A member and its state for which a rule applies.
#[derive(Debug)]
pub(crate) struct MemberCondition {
    pub(crate) place: Place,
    pub(crate) state: MemberState,
}

/// The state of a member for which a rule applies.
#[derive(Debug)]
pub(crate) enum MemberState {
    /// It is set.
    Set,
    /// It has one of these values.
    OneOf(Vec<CaseValue>),
    /// Its length, in this unit, is within these bounds.
    Length(Bound, LengthUnit),
    /// It matches this expression.
    Matching(Pattern),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LengthUnit {
    /// Characters of a string.
    Characters,
    /// Bytes of a blob.
    Bytes,
    /// Entries of a list or map.
    Entries,
}

/// A value for which a rule applies.
#[derive(Debug)]
pub(crate) enum CaseValue {
    /// Text, or a value of an enum.
    Text(String),
    /// An integer, or a value of an intEnum.
    Integer(i64),
    Boolean(bool),
    /// A variant of a union, with its name in violations.
    Variant(Ident, String),
}

impl CaseValue {
    /// The value as displayed in violations.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Variant(_, text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Boolean(value) => value.to_string(),
        }
    }
}

/// The required number of set members in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// Exactly one.
    Exactly,
    /// At least one.
    AtLeast,
    /// At most one.
    AtMost,
}

#[derive(Debug)]
pub(crate) struct GroupMember {
    /// The name in violations.
    pub(crate) name: ShownName,
    pub(crate) field: FieldRef,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ValueRule {
    /// A function of `constraints`.
    Function(Ident),
    /// The `Validate` of its type.
    Nested,
}

/// A function of `constraints`.
#[derive(Debug)]
pub(crate) struct Constraint {
    pub(crate) name: Ident,
    /// The documentation, in one line.
    pub(crate) docs: Markdown,
    /// The type of the values.
    pub(crate) ty: Type,
    /// The constraints.
    pub(crate) limits: Vec<Limit>,
    /// The explanations of invalid values.
    pub(crate) mistakes: Vec<Mistake>,
    /// Whether violations hide the value.
    pub(crate) sensitive: bool,
}

/// A constraint of a value.
#[derive(Debug)]
pub(crate) enum Limit {
    /// Its length is within these bounds.
    Length(Bound),
    /// It is within these bounds.
    Range(Bound),
    /// The expression matches part of it.
    Pattern(Pattern),
    /// An ARN is in the client's Region; otherwise, this is the advice.
    ArnRegion(String),
    /// It contains a JSON object.
    JsonObject,
    /// It should be one of the listed values of its enum.
    KnownValue,
    /// No two entries are equal.
    Unique,
    /// The values at the end of a path from an entry are distinct.
    UniqueBy(Place, Sparsity),
    /// The values at the end of a path from an entry are the same.
    Uniform(Place, Sparsity),
    /// The length of a string in UTF-8 is within these bounds.
    Bytes(Bound),
    /// The length of a string in UTF-16 is within these bounds.
    Utf16Length(Bound),
    /// A limit whose violations are warnings, with the reason.
    Advised(String, Box<Self>),
    /// Each entry of a list satisfies a rule.
    Items(ValueRule, Type),
    /// Each key and each value of a map satisfies a rule.
    Entries(Option<ValueRule>, Option<ValueRule>, Type),
}

/// An inclusive range, as Rust literals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) min: Option<String>,
    pub(crate) max: Option<String>,
}
