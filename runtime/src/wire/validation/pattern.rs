//! Smithy's `pattern` constraints, and explanations of values that break them.

#[cfg(feature = "regex")]
use std::sync::OnceLock;

#[cfg(feature = "regex")]
use regex_lite::Regex;

use super::pieces::{Piece, is_found};

/// A pattern of the model: an unanchored search in ECMA-262 syntax, where `\d`
/// and `\w` are ASCII.
///
/// ```
/// # use runtime::codegen::{Pattern, Piece};
/// static ISBN: Pattern = Pattern::new(
///     r"^\d{13}$",
///     &[Piece::Start, Piece::Chars(&[('0', '9')], 13..=13), Piece::End],
/// );
/// assert!(ISBN.matches("9780441478125"));
/// assert!(!ISBN.matches("978-0441478125"));
/// ```
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    matcher: Matcher,
}

#[derive(Debug)]
enum Matcher {
    Pieces(&'static [Piece]),
    /// Compiled on first use.
    #[cfg(feature = "regex")]
    Regex(OnceLock<Option<Regex>>),
}

impl Pattern {
    /// Creates a pattern from its source and its pieces.
    #[must_use]
    pub const fn new(source: &'static str, pieces: &'static [Piece]) -> Self {
        Self {
            source,
            matcher: Matcher::Pieces(pieces),
        }
    }

    /// Creates a pattern that has no pieces, without compiling it.
    ///
    /// ```
    /// # use runtime::codegen::Pattern;
    /// static VERSION: Pattern = Pattern::regex(r"^\d+(\.\d+)*$");
    /// assert!(VERSION.matches("1.2.3"));
    /// ```
    #[cfg(feature = "regex")]
    #[must_use]
    pub const fn regex(source: &'static str) -> Self {
        Self {
            source,
            matcher: Matcher::Regex(OnceLock::new()),
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
        match &self.matcher {
            Matcher::Pieces(pieces) => is_found(pieces, text),
            #[cfg(feature = "regex")]
            Matcher::Regex(regex) => regex
                .get_or_init(|| Regex::new(self.source).ok())
                .as_ref()
                .is_none_or(|regex| regex.is_match(text)),
        }
    }
}

/// An explanation of a common invalid value.
///
/// ```
/// # use runtime::Validate;
/// # use runtime::codegen::{Check, Mistake, Pattern, Piece};
///
/// struct Isbn(&'static str);
///
/// impl Validate for Isbn {
///     fn check(&self, check: &mut Check<'_>) {
///         static PATTERN: Pattern = Pattern::regex(r"^\d{13}$");
///         static MISTAKES: [Mistake; 1] = [Mistake::new(
///             Pattern::new("-", &[Piece::Text("-")]),
///             "has hyphens; remove them",
///         )];
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
    pub const fn new(pattern: Pattern, message: &'static str) -> Self {
        Self { pattern, message }
    }
}
