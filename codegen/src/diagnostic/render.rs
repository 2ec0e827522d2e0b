//! Renders diagnostics in the style of rustc.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Patch, Renderer, Snippet};

use super::code::{Code, Severity};
use super::list::{Diagnostic, Diagnostics, Label, Suggestion};
use crate::sink::visible_except;
use crate::source::Span;

/// Whether to color text with terminal escape sequences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// Color, for terminals.
    Always,
    /// Plain text, for files, pipes and tests.
    Never,
}

/// Maximum number of warnings rendered per code: a model written without a rule
/// in mind may violate it a thousand times.
const MAX_WARNINGS_PER_CODE: usize = 10;

/// The width at which long lines of the model are cut.
const WIDTH: usize = 140;

impl Diagnostics {
    /// Renders all diagnostics in the style of rustc, each with the relevant
    /// lines of the model, followed by [the summary](Self::summary) and a
    /// pointer to `cargo xtask explain`. Returns an empty string if there are
    /// none; otherwise the text ends with a line break.
    pub fn render(&self, color: Color) -> String {
        render(self, color)
    }
}

fn render(diagnostics: &Diagnostics, color: Color) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let renderer = match color {
        Color::Always => Renderer::styled(),
        Color::Never => Renderer::plain(),
    };
    let renderer = renderer.term_width(WIDTH);
    let mut text = String::new();
    let mut warnings: BTreeMap<Code, usize> = BTreeMap::new();
    for diagnostic in diagnostics.iter() {
        if diagnostic.severity() == Severity::Warning {
            let count = warnings.entry(diagnostic.code).or_default();
            *count += 1;
            if *count > MAX_WARNINGS_PER_CODE {
                continue;
            }
        }
        let mut rendered = renderer.render(&groups(diagnostics, diagnostic));
        correct_columns(&mut rendered, diagnostics, diagnostic);
        text.push_str(&shown(&rendered, color));
        text.push_str("\n\n");
    }
    let is_cut = warnings
        .values()
        .any(|count| *count > MAX_WARNINGS_PER_CODE);
    for (code, count) in warnings {
        if count > MAX_WARNINGS_PER_CODE {
            let hidden = count - MAX_WARNINGS_PER_CODE;
            let title = code.title();
            let _ = writeln!(text, "warning[{code}]: {title}: {hidden} more not shown");
        }
    }
    text.push_str(&diagnostics.summary());
    text.push('\n');
    text.push_str(&hint(diagnostics));
    text.push('\n');
    if is_cut {
        text.push_str("Use `--format json` to list all of them.\n");
    }
    text
}

/// The text without characters that control a terminal or hide text. The
/// renderer replaces some of them, but not all; escape sequences are its own
/// colors.
fn shown(rendered: &str, color: Color) -> String {
    let is_kept =
        |character| character == '\n' || (character == '\u{1b}' && color == Color::Always);
    visible_except(rendered, is_kept).into_owned()
}

/// Points to the pages of the reported codes.
fn hint(diagnostics: &Diagnostics) -> String {
    let codes: BTreeSet<Code> = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code)
        .collect();
    let named: Vec<&str> = codes.iter().take(3).map(|code| code.as_str()).collect();
    let others = codes.len() - named.len();
    let (which, argument) = match (named.as_slice(), others) {
        ([one], 0) => ((*one).to_owned(), *one),
        (several, 0) => (several.join(", "), "CODE"),
        (several, others) => (format!("{} and {others} more", several.join(", ")), "CODE"),
    };
    format!("For more information about {which}, run `cargo xtask explain {argument}`.")
}

fn groups<'a>(diagnostics: &'a Diagnostics, diagnostic: &'a Diagnostic) -> Vec<Group<'a>> {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let primary = (AnnotationKind::Primary, &diagnostic.primary);
    let secondary = diagnostic.secondary.iter();
    let secondary = secondary.map(|label| (AnnotationKind::Context, label));
    let mut main = level
        .primary_title(diagnostic.title.as_str())
        .id(diagnostic.code.as_str())
        .elements(Vec::<Element<'_>>::new());
    for cluster in clusters(
        diagnostics,
        std::iter::once(primary).chain(secondary).collect(),
    ) {
        main = show(main, diagnostics, &cluster);
    }
    let notes = diagnostic
        .notes
        .iter()
        .map(|note| Level::NOTE.message(note.as_str()));
    let help = diagnostic
        .help
        .iter()
        .map(|help| Level::HELP.message(help.as_str()));
    let main = main.elements(notes).elements(help);
    let suggestion = diagnostic.suggestion.as_ref();
    let suggestion = suggestion.map(|suggestion| patch(diagnostics, suggestion));
    std::iter::once(main).chain(suggestion).collect()
}

/// Labels rendered in one snippet.
type Cluster<'a> = Vec<(AnnotationKind, &'a Label)>;

/// Labels further apart than this number of lines are rendered in separate snippets.
const MAX_LABEL_DISTANCE: usize = 200;

/// Groups labels that are close to each other, because the renderer walks over
/// all text between the first and the last label of a snippet. The group of the
/// primary label comes first.
fn clusters<'a>(diagnostics: &Diagnostics, mut labels: Cluster<'a>) -> Vec<Cluster<'a>> {
    let lines = &diagnostics.lines;
    labels.sort_by_key(|(_, label)| label.span);
    let mut clusters: Vec<Cluster<'a>> = Vec::new();
    let mut last_line = 0;
    for (kind, label) in labels {
        let (first, last) = (lines.index(label.span.start), lines.index(label.span.end));
        match clusters.last_mut() {
            Some(cluster)
                if first <= last_line + MAX_LABEL_DISTANCE
                    && !diagnostics.is_on_long_line(label.span) =>
            {
                cluster.push((kind, label));
            }
            _ => clusters.push(vec![(kind, label)]),
        }
        last_line = last_line.max(last);
    }
    let is_primary = |kind: &AnnotationKind| matches!(kind, AnnotationKind::Primary);
    clusters.sort_by_key(|cluster| !cluster.iter().any(|(kind, _)| is_primary(kind)));
    clusters
}

fn show<'a>(group: Group<'a>, diagnostics: &'a Diagnostics, cluster: &Cluster<'a>) -> Group<'a> {
    let spans = cluster.iter().map(|(_, label)| label.span);
    let window = Window::around(diagnostics, spans);
    let annotations = cluster.iter().map(|(kind, label)| {
        let annotation = kind.span(window.place(label.span));
        match label.text.as_str() {
            "" => annotation,
            text => annotation.label(text),
        }
    });
    let snippet = Snippet::source(window.text)
        .line_start(window.first_line)
        .annotations(annotations);
    group.element(snippet.path(diagnostics.path()))
}

/// Corrects the columns of truncated lines: the renderer counts from the start of
/// the excerpt.
fn correct_columns(rendered: &mut String, diagnostics: &Diagnostics, diagnostic: &Diagnostic) {
    let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary);
    for label in labels {
        let window = Window::around(diagnostics, std::iter::once(label.span));
        if window.column == 0 {
            continue;
        }
        let place = window.place(label.span);
        let before = window.text.get(..place.start).unwrap_or_default();
        let line = window.first_line;
        let shown = format!(
            "{}:{line}:{}",
            diagnostics.path(),
            before.chars().count() + 1
        );
        let column = diagnostics.position(label.span).column;
        let correct = format!("{}:{line}:{column}", diagnostics.path());
        let mut found = rendered.match_indices(&shown).map(|(start, _)| start);
        let whole = found.find(|start| {
            let rest = rendered.get(start + shown.len()..).unwrap_or_default();
            !rest.starts_with(|char: char| char.is_ascii_digit())
        });
        if let Some(start) = whole {
            rendered.replace_range(start..start + shown.len(), &correct);
        }
    }
}

fn patch<'a>(diagnostics: &'a Diagnostics, suggestion: &'a Suggestion) -> Group<'a> {
    let window = Window::around(diagnostics, std::iter::once(suggestion.span));
    Level::HELP
        .secondary_title(suggestion.title.as_str())
        .element(
            Snippet::source(window.text)
                .line_start(window.first_line)
                .patch(Patch::new(
                    window.place(suggestion.span),
                    suggestion.replacement.as_str(),
                )),
        )
}

/// The rendered part of the text: whole lines, or an excerpt of an overlong line.
struct Window<'a> {
    text: &'a str,
    offset: usize,
    first_line: usize,
    /// The number of bytes cut from the start of the first line.
    column: usize,
}

impl<'a> Window<'a> {
    fn around(diagnostics: &'a Diagnostics, spans: impl Iterator<Item = Span> + Clone) -> Self {
        let text = diagnostics.source.text.as_str();
        let lines = &diagnostics.lines;
        let start = spans.clone().map(|span| span.start).min().unwrap_or(0);
        let end = spans.map(|span| span.end).max().unwrap_or(0);
        let first = lines.index(start);
        let line_start = lines.start(first, text);
        let mut offset = line_start;
        let mut last = lines.start(lines.index(end) + 1, text);
        if diagnostics.is_on_long_line(Span { start, end }) {
            offset = boundary(text, start.saturating_sub(EXCERPT)).max(line_start);
            last = boundary(text, end.min(start + EXCERPT) + EXCERPT).min(last);
        }
        Self {
            text: text.get(offset..last).unwrap_or_default(),
            offset,
            first_line: first + 1,
            column: offset - line_start,
        }
    }

    fn place(&self, span: Span) -> Range<usize> {
        let within = |byte: usize| byte.saturating_sub(self.offset).min(self.text.len());
        within(span.start)..within(span.end)
    }
}

/// Lines longer than this number of bytes are cut to an excerpt.
const LONG: usize = 2_000;

/// The number of bytes shown on either side of a label in an overlong line.
const EXCERPT: usize = 60;

impl Diagnostics {
    /// Whether a span starts or ends on an overlong line.
    fn is_on_long_line(&self, span: Span) -> bool {
        let text = self.source.text.as_str();
        let length = |byte: usize| {
            let line = self.lines.index(byte);
            self.lines.start(line + 1, text) - self.lines.start(line, text)
        };
        length(span.start) > LONG || length(span.end) > LONG
    }
}

/// Returns the last character boundary at or before a byte.
fn boundary(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    let mut before = (0..=byte).rev();
    before
        .find(|byte| text.is_char_boundary(*byte))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::DiagnosticReport;
    use crate::source::Source;

    fn rendered(text: &str, label: &str, other: &str) -> String {
        let find = |part: &str| {
            let start = text.find(part).unwrap();
            Span {
                start,
                end: start + part.len(),
            }
        };
        let mut report = DiagnosticReport::default();
        report.push(
            Diagnostic::new(Code::WrongTarget, "wrong", find(label))
                .label("here")
                .secondary(find(other), "there")
                .suggest("try", find(label), "b"),
        );
        Diagnostics::new(&Source::new("m.json", text), report).render(Color::Never)
    }

    #[test]
    fn cuts_long_lines() {
        let text = format!(
            "{{{}\"a\": 1,{}\"c\": 2}}",
            "é".repeat(2000),
            "-".repeat(2000)
        );
        insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!("long_lines", rendered(&text, "\"a\"", "\"c\""));
        });
    }

    #[test]
    fn renders_distant_labels_separately() {
        let text = format!("{{\n\"a\": 1,{}\"c\": 2\n}}", "\n".repeat(1000));
        insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!("far_labels", rendered(&text, "\"c\"", "\"a\""));
        });
    }
}
