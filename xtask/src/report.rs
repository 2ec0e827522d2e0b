//! The report of a run: one line per changed file, a summary, and the
//! differences.

use std::fmt::Write as _;

use ::codegen::Color;
use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use crate::console::paint;
use crate::tree::{Change, Mode, Status};

/// Whether unchanged files are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// List changed files and count unchanged ones.
    #[default]
    Changed,
    /// List every file.
    Every,
}

/// Lists the changed files, or all files. `label` is the name of the folder.
pub fn files(label: &str, changes: &[Change], mode: Mode, detail: Detail) -> String {
    let mut text = String::new();
    for change in changes {
        if change.status != Status::Unchanged || detail == Detail::Every {
            let _ = writeln!(
                text,
                "{:<9} {label}/{}",
                status_name(change.status, mode),
                change.path
            );
        }
    }
    text
}

/// Counts the files by status, in one line.
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
            (count > 0).then(|| format!("{count} {}", status_name(kind, mode)))
        })
        .collect();
    match counts.as_slice() {
        [] => format!("{label}: no files\n"),
        _ => format!("{label}: {}\n", counts.join(", ")),
    }
}

pub(crate) fn status_name(status: Status, mode: Mode) -> &'static str {
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

/// Returns a unified diff from the files on disk to the generated files.
pub fn diff(label: &str, changes: &[Change], color: Color) -> String {
    let mut text = String::new();
    for change in changes {
        let path = format!("{label}/{}", change.path);
        let (old, new) = match change.status {
            Status::Unchanged => continue,
            Status::Created => ("/dev/null", path.as_str()),
            Status::Removed => (path.as_str(), "/dev/null"),
            Status::Updated => (path.as_str(), path.as_str()),
        };
        for header in [format!("--- {old}"), format!("+++ {new}")] {
            let _ = writeln!(text, "{}", paint(color, Style::new().bold(), &header));
        }
        let lines = TextDiff::from_lines(&change.before, &change.after);
        for hunk in lines.unified_diff().context_radius(3).iter_hunks() {
            let header = hunk.header().to_string();
            let _ = writeln!(
                text,
                "{}",
                paint(color, AnsiColor::Cyan.on_default(), &header)
            );
            for line in hunk.iter_changes() {
                let (sign, style) = match line.tag() {
                    ChangeTag::Equal => (' ', Style::new()),
                    ChangeTag::Delete => ('-', AnsiColor::Red.on_default()),
                    ChangeTag::Insert => ('+', AnsiColor::Green.on_default()),
                };
                let content = line.value();
                let content = content.strip_suffix('\n').unwrap_or(content);
                let line_text = paint(
                    color,
                    style,
                    &format!("{sign}{}", ::codegen::visible(content)),
                );
                let _ = writeln!(text, "{line_text}");
                if line.missing_newline() {
                    text.push_str("\\ No newline at end of file\n");
                }
            }
        }
    }
    text
}
