//! Constraints of values, beyond their type.

use super::node::{Node, Number};

/// The constraint traits of one shape or member.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    pub length: Option<Length>,
    pub range: Option<Range>,
    pub pattern: Option<Pattern>,
    /// `uniqueItems`: no element of the list equals another.
    pub unique_items: bool,
    /// `codegen.rules#mistakes`: explanations of values that violate one of
    /// the others.
    pub mistakes: Vec<Mistake>,
    /// `codegen.rules#arnRegion`: an ARN must be in the client's Region. The
    /// text says what to use instead.
    pub arn_region: Option<String>,
    /// `codegen.rules#uniqueBy`: paths from an entry of the list to values that
    /// are all distinct.
    pub unique_by: Vec<MemberPath>,
    /// `codegen.rules#uniform`: paths from an entry of the list to a value that is
    /// the same in all entries.
    pub uniform: Vec<MemberPath>,
    /// `codegen.rules#uniform` with a question mark: paths from an entry of the
    /// list to a value that either all entries have, or none.
    pub all_or_none: Vec<MemberPath>,
    /// `codegen.rules#advised`: limits that only cause warnings.
    pub advised: Vec<Advice>,
}

impl Constraints {
    /// Whether there is no constraint.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The length of a value: Unicode scalar values of a string, bytes of a blob,
/// entries of a list or map. Both bounds are inclusive; at least one is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// The minimum length.
    pub min: Option<u64>,
    /// The maximum length.
    pub max: Option<u64>,
}

/// The range of a number. Both bounds are inclusive; at least one is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The minimum, in the spelling of the model.
    pub min: Option<Number>,
    /// The maximum, in the spelling of the model.
    pub max: Option<Number>,
}

/// An ECMA 262 regular expression that matches part of every valid value; it is
/// not anchored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pub expression: String,
    /// Whether a client can check it.
    pub enforced: Enforced,
}

/// Whether a client can check a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enforced {
    /// The expression compiles.
    Yes,
    /// The expression uses a feature, such as look-around, that the client's
    /// regular expressions do not have. The client omits the check.
    No,
}

/// An explanation of a common invalid value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// A regular expression that matches part of the value.
    pub pattern: String,
    /// The explanation, which completes "the value …".
    pub message: String,
}

/// The names of at least two members of a structure that exclude each other.
pub(crate) type MemberGroup = Vec<String>;

/// The names of members from a value to one inside it, at least one. A name
/// after a list is that of a member of its entries.
pub(crate) type MemberPath = Vec<String>;

/// A limit on which sources disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    pub limit: AdvisedLimit,
    /// The reason, for warnings.
    pub message: String,
}

/// The limit of an [`Advice`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdvisedLimit {
    Length(Length),
    /// `utf16Length`: the length of a string in UTF-16.
    Utf16Length(Length),
    /// `bytes`: the length of a string in UTF-8.
    Bytes(Length),
    Range(Range),
    Pattern(Pattern),
    UniqueItems,
}

/// `codegen.rules#totals`: the number of entries of all lists at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// The path from the structure to a list or map.
    pub path: MemberPath,
    /// The bounds of the number.
    pub entries: Length,
}

/// `codegen.rules#conditions`: a rule that applies when members have certain
/// values. Without members that it requires or forbids, it forbids these values
/// together.
#[derive(Clone, Debug, PartialEq)]
pub struct Dependency {
    /// The members and their states. At least one.
    pub when: Vec<MemberCondition>,
    /// The paths of members that must be set, in each entry of lists on the path.
    pub require: Vec<MemberPath>,
    /// The paths of members that must not be set in any entry of lists on the
    /// path.
    pub forbid: Vec<MemberPath>,
    /// The reason, for violations.
    pub reason: Option<String>,
    /// Whether violations are only warnings.
    pub advice: bool,
}

/// A member and its state for which a rule applies.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberCondition {
    /// The path of the member.
    pub path: MemberPath,
    pub state: MemberState,
}

/// The state of a member for which a rule applies.
#[derive(Clone, Debug, PartialEq)]
pub enum MemberState {
    /// It is set.
    Set,
    /// It has one of these values, or is one of the members of a union with these
    /// names.
    OneOf(Vec<Node>),
    /// Its length is within these bounds.
    Length(Length),
    /// It matches a pattern.
    Matching(Pattern),
}

/// `codegen.rules#requiredKeys`: keys that a map in a member must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredKeys {
    /// The names of the members from the member to the map; empty if the member
    /// itself is the map. If one of them is unset, no key is required.
    pub path: Vec<String>,
    /// The keys. At least one.
    pub keys: Vec<String>,
    pub compare: KeyComparison,
}

/// The comparison of the keys of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyComparison {
    /// Byte by byte.
    Exact,
    /// Ignoring ASCII case, as for header names.
    IgnoreCase,
}
