//! Renders the report as a section of a changelog.

use ::codegen::diff::{Change, Class};
use anyhow::{Context as _, Result};
use askama::Template;

use super::report::{DiffReport, operations};

#[derive(Template)]
#[template(path = "changelog.md.txt", escape = "none")]
struct Section {
    version: String,
    parts: Vec<Part>,
}

struct Part {
    title: &'static str,
    entries: Vec<Entry>,
}

struct Entry {
    path: String,
    text: String,
    operations: String,
}

/// The parts of a changelog.
const PARTS: [&str; 3] = ["Breaking", "Changed", "Added"];

/// Returns the part of a change; changelogs do not list documentation.
fn part(change: &Change) -> Option<&'static str> {
    match change.class {
        _ if change.breaking => Some("Breaking"),
        Class::Wire | Class::Rust | Class::Behavior => Some("Changed"),
        Class::Addition => Some("Added"),
        Class::Documentation => None,
    }
}

/// Renders the section of the next version, with the changes of all models.
pub(super) fn section(reports: &[DiffReport<'_>]) -> Result<String> {
    let changes: Vec<&Change> = reports
        .iter()
        .flat_map(|report| report.comparison.changes())
        .collect();
    let parts = PARTS.into_iter().map(|title| Part {
        title,
        entries: changes
            .iter()
            .filter(|change| part(change) == Some(title))
            .map(|change| entry(change))
            .collect(),
    });
    let next = reports.iter().map(|report| report.next).max();
    let section = Section {
        version: next.map(|next| next.to_string()).unwrap_or_default(),
        parts: parts.filter(|part| !part.entries.is_empty()).collect(),
    };
    let text = section.render().context("cannot render the changelog")?;
    Ok(text + "\n")
}

fn entry(change: &Change) -> Entry {
    Entry {
        path: change.path.clone(),
        text: change.text.clone(),
        operations: operations(change),
    }
}
