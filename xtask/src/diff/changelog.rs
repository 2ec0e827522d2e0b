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

/// The parts of a changelog, and the classes of what stands in them.
const PARTS: [(&str, &[Class]); 3] = [
    ("Breaking", &[Class::Wire, Class::Rust]),
    ("Changed", &[Class::Behaviour]),
    ("Added", &[Class::Addition]),
];

/// The section of the next version. Documentation is left out: its readers
/// see it where it stands.
pub(super) fn section(report: &Report<'_>) -> Result<String> {
    let parts = PARTS.iter().map(|(title, classes)| Part {
        title,
        entries: classes
            .iter()
            .flat_map(|class| report.comparison.of(*class))
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
