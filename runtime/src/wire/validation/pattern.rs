//! Smithy's `pattern` constraints.

use std::sync::OnceLock;

use regex_lite::Regex;

/// A pattern of the model: an unanchored search in ECMA-262 syntax, where `\d`
/// and `\w` are ASCII. Compiled on first use.
///
/// ```
/// use runtime::codegen::Pattern;
///
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
