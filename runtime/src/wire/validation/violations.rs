//! What a check found.

use std::fmt;

use super::rule::Rule;

/// What of an entry of a map breaks a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The value; so too outside of maps.
    Value,
    /// The key.
    Key,
}

/// One broken rule: where, which, and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub(super) path: String,
    pub(super) part: Part,
    pub(super) rule: Rule,
    pub(super) found: Option<String>,
}

impl Violation {
    /// The JSON pointer (RFC 6901) of the value from the input's root, in the
    /// model's member names: `/tags/0/key`. A violation by the input as a
    /// whole has an empty path.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether the path names a value, or a key by the entry that it has.
    #[must_use]
    pub fn part(&self) -> Part {
        self.part
    }

    /// The rule.
    #[must_use]
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// What was found, as a clause: `has 8`, `is "x y"`. Never a sensitive
    /// value, and no more than the beginning of a long one. `None` when the
    /// rule says it all.
    #[must_use]
    pub fn found(&self) -> Option<&str> {
        self.found.as_deref()
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        if self.part == Part::Key {
            f.write_str("the key ")?;
        }
        write!(f, "{}", self.rule)?;
        match &self.found {
            Some(found) => write!(f, ", {found}"),
            None => Ok(()),
        }
    }
}

/// Every violation of an input; never empty. Displayed one a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// The violations found, or `None` when there are none.
    #[must_use]
    pub fn new(found: Vec<Violation>) -> Option<Self> {
        (!found.is_empty()).then_some(Self(found))
    }

    /// The violations, in the order of the model's members.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }

    /// The number of violations, at least 1.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "it never is empty")]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}
