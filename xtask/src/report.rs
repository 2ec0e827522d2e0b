//! What a run did, said in text: a line for each file that changed, a summary,
//! and for a check the differences.

use std::fmt::Write as _;

use ::codegen::Colour;
use similar::{ChangeTag, TextDiff};

use crate::tree::{Change, Mode, Status};

/// Whether files that stay as they are get a line each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Changed files a line each, unchanged ones a count.
    #[default]
    Changed,
    /// A line for every file.
    Every,
}

/// A line for each file, the changed ones or all of them. `label` is the
/// folder as the user knows it.
pub fn files(label: &str, changes: &[Change], mode: Mode, detail: Detail) -> String {
    let mut text = String::new();
    for change in changes {
        if change.status != Status::Unchanged || detail == Detail::Every {
            let _ = writeln!(
                text,
                "{:<9} {label}/{}",
                said(change.status, mode),
                change.path
            );
        }
    }
    text
}

/// One line that counts the files by what became of them.
pub fn summary(label: &str, changes: &[Change], mode: Mode) -> String {
    let kinds = [
        Status::Created,
        Status::Updated,
        Status::Removed,
        Status::Unchanged,
    ];
    let counts: Vec<String> = kinds
        .into_iter()
        .filter_map(|kind| {
            let count = changes
                .iter()
                .filter(|change| change.status == kind)
                .count();
            (count > 0).then(|| format!("{count} {}", said(kind, mode)))
        })
        .collect();
    match counts.as_slice() {
        [] => format!("{label}: no files\n"),
        _ => format!("{label}: {}\n", counts.join(", ")),
    }
}

pub(crate) fn said(status: Status, mode: Mode) -> &'static str {
    match (status, mode) {
        (Status::Created, Mode::Write) => "created",
        (Status::Updated, Mode::Write) => "updated",
        (Status::Removed, Mode::Write) => "removed",
        (Status::Created, Mode::Check) => "missing",
        (Status::Updated, Mode::Check) => "different",
        (Status::Removed, Mode::Check) => "stale",
        (Status::Unchanged, _) => "unchanged",
    }
}

/// The differences as a unified diff, from what is on disk to what is
/// generated. Files that agree are not in it.
pub fn diff(label: &str, changes: &[Change], colour: Colour) -> String {
    let paint = Paint::new(colour);
    let mut text = String::new();
    for change in changes {
        let path = format!("{label}/{}", change.path);
        let (old, new) = match change.status {
            Status::Unchanged => continue,
            Status::Created => ("/dev/null", path.as_str()),
            Status::Removed => (path.as_str(), "/dev/null"),
            Status::Updated => (path.as_str(), path.as_str()),
        };
        let _ = writeln!(text, "{}--- {old}{}", paint.header, paint.reset);
        let _ = writeln!(text, "{}+++ {new}{}", paint.header, paint.reset);
        let lines = TextDiff::from_lines(&change.before, &change.after);
        for hunk in lines.unified_diff().context_radius(3).iter_hunks() {
            let _ = writeln!(text, "{}{}{}", paint.hunk, hunk.header(), paint.reset);
            for line in hunk.iter_changes() {
                let (sign, start) = match line.tag() {
                    ChangeTag::Equal => (' ', ""),
                    ChangeTag::Delete => ('-', paint.removed),
                    ChangeTag::Insert => ('+', paint.added),
                };
                let end = if start.is_empty() { "" } else { paint.reset };
                let content = line.value();
                let content = content.strip_suffix('\n').unwrap_or(content);
                let _ = writeln!(text, "{start}{sign}{content}{end}");
                if line.missing_newline() {
                    text.push_str("\\ No newline at end of file\n");
                }
            }
        }
    }
    text
}

/// The escape sequences of a diff, all empty without colour.
struct Paint {
    header: &'static str,
    hunk: &'static str,
    removed: &'static str,
    added: &'static str,
    reset: &'static str,
}

impl Paint {
    const fn new(colour: Colour) -> Self {
        match colour {
            Colour::Always => Self {
                header: "\u{1b}[1m",
                hunk: "\u{1b}[36m",
                removed: "\u{1b}[31m",
                added: "\u{1b}[32m",
                reset: "\u{1b}[0m",
            },
            Colour::Never => Self {
                header: "",
                hunk: "",
                removed: "",
                added: "",
                reset: "",
            },
        }
    }
}
