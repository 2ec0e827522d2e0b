//! The machine-readable reports.

use ::codegen::diff::{Change, Class};
use serde_json::{Value, json};

use super::report::{DiffReport, FailOn, operations};
use crate::format;

/// Formats the report as one JSON object:
///
/// ```json
/// {
///   "model": "model/bookshop.json",
///   "old": "HEAD",
///   "new": "working tree",
///   "changes": [
///     {
///       "class": "addition",
///       "breaking": false,
///       "rule": "member-added",
///       "path": "Tag$value",
///       "shape": "com.example#Tag",
///       "operations": ["TagResource"],
///       "text": "was added (optional)",
///       "rust": "Tag::value()",
///       "reference": "types.md#tag"
///     }
///   ],
///   "counts": { "wire": 0, "rust": 0, "behavior": 0, "addition": 1, "documentation": 0 },
///   "release": "minor",
///   "version": { "now": "0.1.0", "next": "0.1.1" },
///   "notSimulated": []
/// }
/// ```
pub(super) fn json(report: &DiffReport<'_>) -> String {
    let counts = Class::ALL.map(|class| {
        let count = report.comparison.of(class).count();
        (class.name().to_owned(), Value::from(count))
    });
    let changes = report.comparison.changes().iter();
    let changes: Vec<Value> = changes.map(|one| change(report, one)).collect();
    let value = json!({
        "model": report.versions.model,
        "old": report.versions.old.name(),
        "new": report.versions.new.name(),
        "changes": changes,
        "counts": Value::Object(counts.into_iter().collect()),
        "release": report.release.name(),
        "version": { "now": report.now.to_string(), "next": report.next.to_string() },
        "notSimulated": report.not_simulated,
    });
    format::text(&value)
}

fn change(report: &DiffReport<'_>, change: &Change) -> Value {
    json!({
        "class": change.class.name(),
        "breaking": change.breaking,
        "rule": change.rule.as_str(),
        "path": change.path,
        "shape": change.shape.to_string(),
        "operations": change.operations,
        "text": change.text,
        "rust": report.calls.code(change),
        "reference": report.calls.page(change),
    })
}

/// Formats the changes as [workflow commands] of GitHub Actions, at the lines of
/// the new model if it is a file.
///
/// [workflow commands]: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
pub(super) fn annotations(report: &DiffReport<'_>, fail_on: Option<FailOn>) -> String {
    let mut text = String::new();
    for change in report.comparison.changes() {
        let level = if fail_on.is_some_and(|fail_on| fail_on.rejects(change)) {
            "error"
        } else if change.breaking {
            "warning"
        } else {
            "notice"
        };
        let mut properties = Vec::new();
        let new = report.versions.new.input();
        if let Some((new, file)) = new.and_then(|new| Some((new, new.file.as_ref()?))) {
            properties.push(("file", file.clone()));
            let line = line(&new.source.text, change);
            properties.extend(line.map(|line| ("line", line.to_string())));
        }
        let mut title = change.class.title().to_owned();
        if change.class == Class::Behavior && change.breaking {
            title.push_str(", breaking");
        }
        properties.push(("title", title));
        let operations = operations(change);
        let end = if operations.is_empty() {
            String::new()
        } else {
            format!(" ({operations})")
        };
        let message = format!("{} {}{end}", change.path, change.text);
        text.push_str(&format::annotation(level, &properties, &message));
    }
    let reason = report.comparison.reason();
    let next = format!("{} ({reason})", report.next_version());
    let title = [("title", "next version".to_owned())];
    text.push_str(&format::annotation("notice", &title, &next));
    text
}

/// Returns the line of a shape or member; `None` if it was removed. In a valid
/// model, each id occurs once at the indentation of a shape.
fn line(model: &str, change: &Change) -> Option<usize> {
    let id = format!("\"{}\"", change.shape);
    let is_key = |line: &str, key: &str| {
        let rest = line.trim_start().strip_prefix(key);
        rest.is_some_and(|rest| rest.trim_start().starts_with(':'))
    };
    let shape = model.lines().position(|line| is_key(line, &id))?;
    let Some((_, member)) = change.path.split_once('$') else {
        return Some(shape + 1);
    };
    let member = format!("\"{member}\"");
    let indent = |line: &str| line.len() - line.trim_start().len();
    let depth = model.lines().nth(shape).map_or(0, indent);
    let below = model.lines().enumerate().skip(shape + 1);
    let mut inside = below.take_while(|(_, line)| indent(line) > depth);
    let found = inside.find(|(_, line)| is_key(line, &member));
    Some(found.map_or(shape, |(position, _)| position) + 1)
}
