//! What values must fulfil, beyond their type.

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
}

impl Constraints {
    /// Whether nothing is constrained.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How long a value is: Unicode scalar values of a string, bytes of a blob,
/// entries of a list or map. Both bounds are inclusive; at least one is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// The least length.
    pub min: Option<u64>,
    /// The greatest length.
    pub max: Option<u64>,
}

/// Between which numbers a value lies. Both bounds are inclusive; at least
/// one is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The least value, as the model spells it.
    pub min: Option<Number>,
    /// The greatest value, as the model spells it.
    pub max: Option<Number>,
}

/// An expression of ECMA 262 that is found somewhere in a value; it is not
/// anchored.
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
    /// The expression uses something, look-around for example, that the
    /// client's regular expressions do not have: the check is left out.
    No,
}

/// Names of members of one structure, of which one is set. At least two.
pub type MemberGroup = Vec<String>;

/// `codegen.rules#requiredKeys`: keys that a map below a member must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredKeys {
    /// The names of members that lead from the member to the map; empty when
    /// the member itself is the map. Nothing is required while one is unset.
    pub path: Vec<String>,
    /// The keys. At least one.
    pub keys: Vec<String>,
    /// How keys are compared.
    pub compare: KeyComparison,
}

/// How the keys of a map are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyComparison {
    /// Byte by byte.
    Exact,
    /// Upper and lower case of ASCII letters are the same, as in the names
    /// of headers.
    IgnoreCase,
}
