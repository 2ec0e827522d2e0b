//! Diagnostics, and the diagnostics of a model.

use super::code::{Code, Severity};
use super::lines::{LineColumn, Lines};
use crate::source::{Source, Span};

/// A problem in a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The violated rule.
    pub code: Code,
    /// The part of the rule that is violated, for suppressions of only this part: the
    /// ID of an unknown trait.
    pub detail: Option<String>,
    /// The problem in one line.
    pub title: String,
    /// The offending text. Diagnostics are sorted by its position.
    pub primary: Label,
    /// Related text.
    pub secondary: Vec<Label>,
    /// Reasons and background.
    pub notes: Vec<String>,
    /// Instructions for fixing the problem.
    pub help: Vec<String>,
    /// An edit that fixes the problem.
    pub suggestion: Option<Suggestion>,
}

/// A span of the text with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The labeled text.
    pub span: Span,
    /// The message; may be empty.
    pub text: String,
}

/// An edit of the text that fixes a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The reason for the edit, as in "a trait with a similar name exists".
    pub title: String,
    /// The text to replace.
    pub span: Span,
    /// The new text.
    pub replacement: String,
}

impl Diagnostic {
    /// Creates a diagnostic without labels, notes or help.
    pub fn new(code: Code, title: impl Into<String>, span: Span) -> Self {
        Self {
            code,
            detail: None,
            title: title.into(),
            primary: Label {
                span,
                text: String::new(),
            },
            secondary: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            suggestion: None,
        }
    }

    /// Sets the part of the rule that is violated.
    #[must_use]
    pub fn detail(mut self, text: impl Into<String>) -> Self {
        self.detail = Some(text.into());
        self
    }

    /// Sets the message of the primary label.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds a label on related text.
    #[must_use]
    pub fn secondary(mut self, span: Span, text: impl Into<String>) -> Self {
        let text = text.into();
        self.secondary.push(Label { span, text });
        self
    }

    /// Adds a note: the reason, or background.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds an instruction for fixing the problem.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Sets the edit that fixes the problem.
    #[must_use]
    pub fn suggest(
        mut self,
        title: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
    ) -> Self {
        self.suggestion = Some(Suggestion {
            title: title.into(),
            span,
            replacement: replacement.into(),
        });
        self
    }

    /// Returns the severity of the code.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// Collects the diagnostics of one run, in the order in which they are found.
#[derive(Debug)]
pub(crate) struct DiagnosticReport {
    diagnostics: Vec<Diagnostic>,
    /// The number of searches that [`may_search`](Self::may_search) still allows.
    searches: usize,
}

impl Default for DiagnosticReport {
    fn default() -> Self {
        Self {
            diagnostics: Vec::new(),
            searches: SEARCHES,
        }
    }
}

/// The maximum number of misspelled names in a run that get a suggestion.
/// Comparing every name of a model with all others would take quadratic time.
const SEARCHES: usize = 30;

impl DiagnosticReport {
    /// Whether a name that is similar to a misspelled one may be searched for.
    pub(crate) fn may_search(&mut self) -> bool {
        let left = self.searches.checked_sub(1);
        self.searches = left.unwrap_or(0);
        left.is_some()
    }

    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether the model is valid, apart from undecided promises and features that the
    /// generator does not support.
    pub(crate) fn has_valid_model(&self) -> bool {
        let mut errors = self.diagnostics.iter().map(|found| found.code);
        errors.all(|code| {
            code.severity() == Severity::Warning
                || code == Code::Undecided
                || code.is_unsupported_feature()
        })
    }

    /// The spans of the diagnostics with a code.
    pub(crate) fn spans(&self, code: Code) -> impl Iterator<Item = Span> {
        let found = self
            .diagnostics
            .iter()
            .filter(move |found| found.code == code);
        found.map(|found| found.primary.span)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter()
    }

    pub(crate) fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.diagnostics.retain(keep);
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.diagnostics.len()
    }
}

/// The diagnostics of one model, in the order of its text.
///
/// ```
/// use codegen::{Color, Source, Unsupported};
///
/// let diagnostics = codegen::validate(&Source::new("model.json", "{"), Unsupported::Rejected);
/// assert!(diagnostics.has_errors());
/// assert!(diagnostics.render(Color::Never).starts_with("error[M0001]"));
/// ```
#[derive(Clone, Debug)]
pub struct Diagnostics {
    pub(super) source: Source,
    pub(super) lines: Lines,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// The diagnostics of a model without any, for callers who know that from
    /// an earlier run.
    ///
    /// ```
    /// use codegen::{Diagnostics, Source};
    ///
    /// assert!(Diagnostics::none(&Source::new("model.json", "{}")).is_empty());
    /// ```
    pub fn none(source: &Source) -> Self {
        Self::new(source, DiagnosticReport::default())
    }

    pub(crate) fn new(source: &Source, report: DiagnosticReport) -> Self {
        let mut list = report.diagnostics;
        list.sort_by(|a, b| {
            let key = |d: &Diagnostic| (d.primary.span.start, d.primary.span.end, d.code);
            key(a).cmp(&key(b)).then_with(|| a.title.cmp(&b.title))
        });
        list.dedup();
        Self {
            lines: Lines::new(&source.text),
            source: source.clone(),
            list,
        }
    }

    /// Iterates over the diagnostics, sorted by their position in the text.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether there are no diagnostics.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether there are errors, which block code generation.
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// Returns the number of errors.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// Returns the number of warnings.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    fn count(&self, severity: Severity) -> usize {
        let matching = self.list.iter().filter(|d| d.severity() == severity);
        matching.count()
    }

    /// Returns the path of the model as passed by the caller.
    pub fn path(&self) -> &str {
        &self.source.path
    }

    /// Returns the line and column at which a span starts.
    pub fn position(&self, span: Span) -> LineColumn {
        self.lines.position(&self.source.text, span.start)
    }

    /// Returns the number of errors and warnings:
    /// `2 errors, 1 warning in model/example.json`.
    pub fn summary(&self) -> String {
        let counted = |count: usize, noun: &str| match count {
            0 => None,
            1 => Some(format!("1 {noun}")),
            _ => Some(format!("{count} {noun}s")),
        };
        let parts: Vec<String> = [
            counted(self.errors(), "error"),
            counted(self.warnings(), "warning"),
        ]
        .into_iter()
        .flatten()
        .collect();
        match parts.as_slice() {
            [] => format!("no problems in {}", self.source.path),
            parts => format!("{} in {}", parts.join(", "), self.source.path),
        }
    }
}
