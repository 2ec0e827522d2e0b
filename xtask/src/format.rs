//! The machine-readable formats: JSON, and annotations of GitHub Actions.
//! `xtask/FORMATS.md` documents both; documented members are stable.

use ::codegen::{Diagnostic, Diagnostics, Severity, Span};
use serde_json::{Value, json};

/// The output format of a command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// Human-readable text
    #[default]
    Human,
    /// One JSON object
    Json,
    /// Annotations for GitHub Actions
    Github,
}

/// Formats a JSON object.
pub(crate) fn text(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Adds the entries of another object.
pub(crate) fn with(mut value: Value, more: Value) -> Value {
    if let (Some(entries), Value::Object(more)) = (value.as_object_mut(), more) {
        entries.extend(more);
    }
    value
}

/// Returns diagnostics as the entries `errors`, `warnings` and `diagnostics`.
pub(crate) fn diagnostics(all: &Diagnostics) -> Value {
    let list: Vec<Value> = all.iter().map(|found| diagnostic(all, found)).collect();
    json!({ "errors": all.errors(), "warnings": all.warnings(), "diagnostics": list })
}

fn diagnostic(all: &Diagnostics, found: &Diagnostic) -> Value {
    let secondary = found.secondary.iter();
    let related = secondary.map(|label| {
        let text = json!({ "label": label.text });
        with(range(all, label.span), text)
    });
    let suggestion = found.suggestion.as_ref().map(|suggestion| {
        let text = json!({ "title": suggestion.title, "replacement": suggestion.replacement });
        with(range(all, suggestion.span), text)
    });
    let value = json!({
        "code": found.code.as_str(),
        "severity": found.severity().to_string(),
        "title": found.title,
        "label": found.primary.text,
        "related": related.collect::<Vec<_>>(),
        "notes": found.notes,
        "help": found.help,
        "suggestion": suggestion,
    });
    with(range(all, found.primary.span), value)
}

/// Lines and columns count from 1, columns in characters; the end is exclusive.
fn range(all: &Diagnostics, span: Span) -> Value {
    let start = all.position(span);
    let end = all.position(Span {
        start: span.end,
        end: span.end,
    });
    json!({
        "line": start.line,
        "column": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// Formats each diagnostic as a [workflow command].
///
/// [workflow command]: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
pub(crate) fn annotations(all: &Diagnostics) -> String {
    let lines = all.iter().map(|found| {
        let level = match found.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let start = all.position(found.primary.span);
        let properties = [
            ("file", all.path().to_owned()),
            ("line", start.line.to_string()),
            ("col", start.column.to_string()),
            ("title", format!("{}: {}", found.code, found.code.title())),
        ];
        let suggestion = found.suggestion.iter();
        let suggestion = suggestion.map(|suggestion| match suggestion.replacement.as_str() {
            "" => suggestion.title.clone(),
            replacement => format!("{}: {replacement}", suggestion.title),
        });
        let mut message = found.title.clone();
        if !found.primary.text.is_empty() {
            message = format!("{message}: {}", found.primary.text);
        }
        let texts = found.notes.iter().chain(&found.help).cloned();
        for more in texts.chain(suggestion) {
            message = format!("{message}\n{more}");
        }
        annotation(level, &properties, &message)
    });
    lines.collect()
}

/// Formats a workflow command, with its line break.
pub(crate) fn annotation(level: &str, properties: &[(&str, String)], message: &str) -> String {
    let properties = properties.iter();
    let properties: Vec<String> = properties
        .map(|(name, value)| format!("{name}={}", property(value)))
        .collect();
    let (properties, message) = (properties.join(","), escaped(message));
    format!("::{level} {properties}::{message}\n")
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}
