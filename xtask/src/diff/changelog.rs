//! Changes as a section of a changelog.

use ::codegen::diff::{Change, Class};
use anyhow::{Context as _, Result};
use askama::Template;

use super::Report;
use super::human::operations;

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

/// The parts of a changelog, and what stands in them.
const PARTS: [(&str, fn(&Change) -> bool); 3] = [
    ("Breaking", |change| change.breaking),
    ("Changed", |change| {
        change.class == Class::Behaviour && !change.breaking
    }),
    ("Added", |change| change.class == Class::Addition),
];

/// The section of the next version. Documentation is left out: its readers
/// see it where it stands.
pub(super) fn section(report: &Report<'_>) -> Result<String> {
    let changes = report.comparison.changes();
    let parts = PARTS.iter().map(|(title, belongs)| Part {
        title,
        entries: changes
            .iter()
            .filter(|change| belongs(change))
            .map(entry)
            .collect(),
    });
    let section = Section {
        version: report.next.to_string(),
        parts: parts.filter(|part| !part.entries.is_empty()).collect(),
    };
    let text = section.render().context("cannot write the changelog")?;
    Ok(text + "\n")
}

fn entry(change: &Change) -> Entry {
    Entry {
        path: change.path.clone(),
        text: change.text.clone(),
        operations: operations(change),
    }
}
