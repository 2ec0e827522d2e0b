//! Mistakes in a model, as values: what is wrong, where, and what to do.

mod code;
mod lines;
mod render;

pub use code::{Code, Severity};
pub use lines::Position;
pub use render::Colour;

use lines::Lines;

use crate::source::{Source, Span};

/// One thing that is wrong with a model, or may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule is broken.
    pub code: Code,
    /// What is wrong, in one line.
    pub title: String,
    /// The text that is wrong. The diagnostic stands in the list at its place.
    pub primary: Label,
    /// Other text that has to do with it.
    pub secondary: Vec<Label>,
    /// What one has to know to understand it.
    pub notes: Vec<String>,
    /// What to do about it.
    pub help: Vec<String>,
    /// A change of the text that mends it.
    pub suggestion: Option<Suggestion>,
}

/// A stretch of the text with something to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What; may be empty.
    pub text: String,
}

/// A change of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What the change does, as in "a trait with a similar name exists".
    pub title: String,
    /// The text that is replaced.
    pub span: Span,
    /// What takes its place.
    pub replacement: String,
}

impl Diagnostic {
    /// A diagnostic with nothing but what every one has.
    pub fn new(code: Code, title: impl Into<String>, span: Span) -> Self {
        Self {
            code,
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

    /// Says something of the text that is wrong.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Points at other text.
    #[must_use]
    pub fn secondary(mut self, span: Span, text: impl Into<String>) -> Self {
        let text = text.into();
        self.secondary.push(Label { span, text });
        self
    }

    /// Adds what one has to know.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Adds a change that mends it.
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

    /// Whether the model cannot be generated from because of it.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// What a stage of the generator has to say, in the order in which it came up.
#[derive(Debug, Default)]
pub(crate) struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Adds a diagnostic.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether the model could be understood: there is no error but of what the
    /// generator does not support.
    pub(crate) fn is_understood(&self) -> bool {
        let mut errors = self.diagnostics.iter().map(|found| found.code);
        errors.all(|code| code.severity() == Severity::Warning || code.is_of_support())
    }

    /// Keeps only some diagnostics.
    pub(crate) fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.diagnostics.retain(keep);
    }

    /// How many there are.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.diagnostics.len()
    }
}

/// Everything that is wrong with one model, in the order of its text.
///
/// ```
/// use codegen::{Colour, Source, Unsupported};
///
/// let diagnostics = codegen::validate(&Source::new("model.json", "{"), Unsupported::Refused);
/// assert!(diagnostics.has_errors());
/// assert!(diagnostics.render(Colour::Never).starts_with("error[M0001]"));
/// ```
#[derive(Clone, Debug)]
pub struct Diagnostics {
    source: Source,
    lines: Lines,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    pub(crate) fn new(source: &Source, report: Report) -> Self {
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

    /// The diagnostics, sorted by their place in the text.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether there is an error: nothing can be generated then.
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// The number of errors.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// The number of warnings.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    fn count(&self, severity: Severity) -> usize {
        let matching = self.list.iter().filter(|d| d.severity() == severity);
        matching.count()
    }

    /// The path of the model, as it was given.
    pub fn path(&self) -> &str {
        &self.source.path
    }

    /// The line and column at which a span starts.
    pub fn position(&self, span: Span) -> Position {
        self.lines.position(&self.source.text, span.start)
    }

    /// All diagnostics as text for people, each with the lines of the model
    /// that it is about; then a line that counts them, and one that says how
    /// to read more. Empty when there are none; ends with a line break
    /// otherwise.
    pub fn render(&self, colour: Colour) -> String {
        render::render(self, colour)
    }

    /// The line that counts: `2 errors, 1 warning in model/example.json`.
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
            [] => format!("no mistakes in {}", self.source.path),
            parts => format!("{} in {}", parts.join(", "), self.source.path),
        }
    }
}
