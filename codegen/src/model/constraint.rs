//! Constraints of values, beyond their type.

use super::node::Number;

/// The constraint traits of one shape or member.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// `length`.
    pub length: Option<Length>,
    /// `range`.
    pub range: Option<Range>,
    /// `pattern`.
    pub pattern: Option<Pattern>,
    /// `uniqueItems`: no element of the list equals another.
    pub unique_items: bool,
    /// `codegen.rules#mistakes`: explanations of values that violate one of
    /// the others.
    pub mistakes: Vec<Mistake>,
    /// `codegen.rules#arnRegion`: an ARN must be of the client's Region. The text
    /// says what to use instead.
    pub arn_region: Option<String>,
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

/// A regular expression of ECMA 262 that matches a part of a valid value; it is
/// not anchored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The expression.
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
    /// A regular expression that matches a part of the value.
    pub pattern: String,
    /// The explanation, which completes "the value …".
    pub message: String,
}

/// The names of at least two members of a structure that exclude each other.
pub type MemberGroup = Vec<String>;

/// `codegen.rules#requiredKeys`: keys that a map in a member must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredKeys {
    /// The names of the members from the member to the map; empty if the member
    /// itself is the map. If one of them is unset, no key is required.
    pub path: Vec<String>,
    /// The keys. At least one.
    pub keys: Vec<String>,
    /// The comparison of keys.
    pub compare: KeyComparison,
}

/// The comparison of the keys of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyComparison {
    /// By bytes.
    Exact,
    /// By ASCII letters without case, as in the names of headers.
    IgnoreCase,
}
