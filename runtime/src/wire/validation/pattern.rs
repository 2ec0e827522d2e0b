//! Smithy's `pattern` constraints, and explanations of values that break them.

use std::sync::OnceLock;

use regex_lite::Regex;

/// A pattern of the model: an unanchored search in ECMA-262 syntax, where `\d`
/// and `\w` are ASCII. Compiled on first use.
///
/// ```
/// # use runtime::codegen::Pattern;
/// static ISBN: Pattern = Pattern::new(r"^\d{13}$");
/// assert!(ISBN.matches("9780441478125"));
/// assert!(!ISBN.matches("978-0441478125"));
/// ```
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Creates a pattern without compiling it.
    #[must_use]
    pub const fn new(source: &'static str) -> Self {
        Self {
            source,
            regex: OnceLock::new(),
        }
    }

    /// Returns the source of the pattern.
    #[must_use]
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// Returns whether the text contains a match. A pattern that does not
    /// compile matches any text; the service checks it.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.regex
            .get_or_init(|| Regex::new(self.source).ok())
            .as_ref()
            .is_none_or(|regex| regex.is_match(text))
    }
}

/// An explanation of a common invalid value.
///
/// ```
/// # use runtime::Validate;
/// # use runtime::codegen::{Check, Mistake, Pattern};
///
/// struct Isbn(&'static str);
///
/// impl Validate for Isbn {
///     fn check(&self, check: &mut Check<'_>) {
///         static PATTERN: Pattern = Pattern::new(r"^\d{13}$");
///         static MISTAKES: [Mistake; 1] = [Mistake::new("-", "has hyphens; remove them")];
///         check.pattern(&PATTERN, self.0);
///         check.explain(&MISTAKES, self.0);
///     }
/// }
///
/// let violations = Isbn("978-0441478125").validate().unwrap_err();
/// assert_eq!(violations.to_string(), "has hyphens; remove them");
/// ```
#[derive(Debug)]
pub struct Mistake {
    pub(super) pattern: Pattern,
    pub(super) message: &'static str,
}

impl Mistake {
    /// Creates an explanation of values that match the pattern. The message
    /// completes a sentence about the value: `is a phone number`.
    #[must_use]
    pub const fn new(pattern: &'static str, message: &'static str) -> Self {
        Self {
            pattern: Pattern::new(pattern),
            message,
        }
    }
}
