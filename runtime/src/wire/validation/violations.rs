//! Violations of constraints.

use std::fmt;

use super::name::Names;
use super::rule::Rule;
use super::severity::Severity;

/// The part of a map entry that violates a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The value; also for values outside maps.
    Value,
    /// The key.
    Key,
}

/// One violation of a rule by a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub(super) path: String,
    pub(super) field: String,
    /// Whether a member in the path has a different name in Rust.
    pub(super) renamed: bool,
    pub(super) part: Part,
    pub(super) severity: Severity,
    pub(super) rule: Rule,
    pub(super) found: Option<String>,
    pub(super) explanation: Option<&'static str>,
    pub(super) reason: Option<&'static str>,
}

impl Violation {
    /// Returns the JSON pointer (RFC 6901) of the value in the model's member
    /// names: `/tags/0/key`. Empty for violations of the whole input.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the same path with the names of setters, fields and variants:
    /// `tags[0].key`. Displayed after the path if a name differs.
    ///
    /// ```
    /// # use runtime::Validate;
    /// # use runtime::codegen::Check;
    /// # struct Input;
    /// # impl Validate for Input {
    /// #     fn check(&self, check: &mut Check<'_>) {
    /// #         check.required(("phoneNumberId", "phone_number_id"), false);
    /// #     }
    /// # }
    /// # let input = Input;
    /// let violations = input.validate().unwrap_err();
    /// let violation = violations.iter().next().unwrap();
    /// assert_eq!(violation.path(), "/phoneNumberId");
    /// assert_eq!(violation.field(), "phone_number_id");
    /// assert_eq!(violation.to_string(), "/phoneNumberId (phone_number_id): must be set");
    /// ```
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Returns whether the value at the path or its map key violates the rule.
    #[must_use]
    pub fn part(&self) -> Part {
        self.part
    }

    /// Returns the violated rule.
    #[must_use]
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// Describes the actual value as a clause: `has 8`, `is "x y"`. Hides
    /// sensitive values and cuts long ones. `None` if the rule needs no
    /// description.
    #[must_use]
    pub fn found(&self) -> Option<&str> {
        self.found.as_deref()
    }

    /// Returns the model's explanation of this mistake: `is a phone number; use its
    /// id`. Displayed instead of the rule and the value; for [`Rule::ArnRegion`],
    /// after them.
    #[must_use]
    pub fn explanation(&self) -> Option<&'static str> {
        self.explanation
    }

    /// Returns the model's reason for the rule: `the reference says 1024`.
    /// Displayed after the rule and the value.
    #[must_use]
    pub fn reason(&self) -> Option<&'static str> {
        self.reason
    }

    /// Returns whether this is a warning: documents disagree about the rule, or
    /// the service may accept the value. Clients log warnings and send the
    /// input. Displayed with "should" instead of "must".
    #[must_use]
    pub fn is_warning(&self) -> bool {
        self.severity == Severity::Warning
    }

    /// Returns the text without the path and without Rust names, for clients in any
    /// language.
    #[must_use]
    pub fn message(&self) -> String {
        struct Message<'a>(&'a Violation);
        impl fmt::Display for Message<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.write_message(f, Names::Model)
            }
        }
        Message(self).to_string()
    }

    fn write_message(&self, f: &mut fmt::Formatter<'_>, names: Names) -> fmt::Result {
        if self.part == Part::Key {
            f.write_str("the key ")?;
        }
        let is_advice = matches!(self.rule, Rule::ArnRegion(_));
        if let Some(explanation) = self.explanation.filter(|_| !is_advice) {
            return f.write_str(explanation);
        }
        self.rule.write(f, self.severity, names)?;
        if let Some(found) = &self.found {
            write!(f, ", {found}")?;
        }
        let advice = [self.explanation, self.reason];
        advice
            .into_iter()
            .flatten()
            .try_for_each(|text| write!(f, "; {text}"))
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if self.renamed {
            write!(f, " ({})", self.field)?;
        }
        if !self.path.is_empty() {
            f.write_str(": ")?;
        }
        self.write_message(f, Names::Both)
    }
}

/// All violations of an input, at least one. Displays one per line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// Wraps the violations; `None` if there are none.
    #[must_use]
    pub fn new(found: Vec<Violation>) -> Option<Self> {
        (!found.is_empty()).then_some(Self(found))
    }

    /// Iterates over the violations in the order of the model's members.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }

    /// Returns the number of violations, at least 1.
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
