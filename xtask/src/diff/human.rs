//! The report for people.

use ::codegen::Colour;
use ::codegen::diff::{Change, Class};

use anstyle::{AnsiColor, Style};

use super::DiffReport;
use crate::console::{bold, paint};

/// Lists the changes by class, and the next version.
pub(super) fn text(report: &DiffReport<'_>, colour: Colour) -> String {
    let strong = |text: &str| paint(colour, Style::new().bold(), text);
    let models = format!("{} → {}", report.old.name, report.new.name);
    let mut text = strong(&models) + "\n";
    for class in Class::ALL {
        let changes: Vec<&Change> = report.comparison.of(class).collect();
        if changes.is_empty() {
            continue;
        }
        let title = paint(colour, style(class), class.title());
        text.push_str(&format!("\n{title}\n"));
        for change in changes {
            text.push_str(&format!("  {} {}", strong(&change.path), change.text));
            if class == Class::Behaviour && change.breaking {
                let breaking = paint(colour, style(Class::Wire), "[breaking]");
                text.push_str(&format!(" {breaking}"));
            }
            let operations = operations(change);
            if !operations.is_empty() {
                let operations = format!("({operations})");
                let operations = paint(colour, Style::new().dimmed(), &operations);
                text.push_str(&format!(" {operations}"));
            }
            text.push('\n');
        }
    }
    let next = report.next_version();
    let reason = report.comparison.reason();
    text.push_str(&format!("\n{} ({reason})\n", strong(&next)));
    text
}

fn style(class: Class) -> Style {
    match class {
        Class::Wire | Class::Rust => bold(AnsiColor::Red),
        Class::Behaviour => bold(AnsiColor::Yellow),
        Class::Addition => bold(AnsiColor::Green),
        Class::Documentation => Style::new().bold().dimmed(),
    }
}

/// Lists the affected operations, unless the path already names the operation.
pub(super) fn operations(change: &Change) -> String {
    const SHOWN: usize = 3;
    match change.operations.as_slice() {
        [one] if change.path.starts_with(one.as_str()) => String::new(),
        all if all.len() <= SHOWN => all.join(", "),
        all => {
            let shown: Vec<&str> = all.iter().take(SHOWN).map(String::as_str).collect();
            format!("{} and {} more", shown.join(", "), all.len() - SHOWN)
        }
    }
}
