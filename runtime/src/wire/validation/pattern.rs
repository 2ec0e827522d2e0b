//! Smithy patterns.

use std::sync::OnceLock;

use regex_lite::Regex;

/// A pattern of the model: an unanchored search in ECMA-262's syntax, where
/// `\d` and `\w` are ASCII. Compiled when it is first needed.
///
/// ```
/// use runtime::Pattern;
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
    /// A pattern with this source.
    #[must_use]
    pub const fn new(source: &'static str) -> Self {
        Self {
            source,
            regex: OnceLock::new(),
        }
    }

    /// The pattern's source.
    #[must_use]
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// Whether the pattern is found in the text. A pattern that does not
    /// compile is found in every text: the service is left to judge.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.regex
            .get_or_init(|| Regex::new(self.source).ok())
            .as_ref()
            .is_none_or(|regex| regex.is_match(text))
    }
}
