//! Changes for people.

use ::codegen::Colour;
use ::codegen::diff::{Change, Class};

use super::{Report, paint};

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const RESET: &str = "\u{1b}[0m";

/// The changes by class, and what the next version has to be.
pub(super) fn text(report: &Report<'_>, colour: Colour) -> String {
    let (bold, dim, reset) = (
        paint(colour, BOLD),
        paint(colour, DIM),
        paint(colour, RESET),
    );
    let mut text = format!("{bold}{} → {}{reset}\n", report.old.name, report.new.name);
    for class in Class::ALL {
        let changes: Vec<&Change> = report.comparison.of(class).collect();
        if changes.is_empty() {
            continue;
        }
        let start = paint(colour, sequence(class));
        text.push_str(&format!("\n{start}{}{reset}\n", class.title()));
        for change in changes {
            text.push_str(&format!("  {bold}{}{reset} {}", change.path, change.text));
            if class == Class::Behaviour && change.breaking {
                let start = paint(colour, sequence(Class::Wire));
                text.push_str(&format!(" {start}[breaking]{reset}"));
            }
            let operations = operations(change);
            if !operations.is_empty() {
                text.push_str(&format!(" {dim}({operations}){reset}"));
            }
            text.push('\n');
        }
    }
    let next = report.next_version();
    let reason = report.comparison.reason();
    text.push_str(&format!("\n{bold}{next}{reset}: {reason}\n"));
    text
}

fn sequence(class: Class) -> &'static str {
    match class {
        Class::Wire | Class::Rust => "\u{1b}[1;31m",
        Class::Behaviour => "\u{1b}[1;33m",
        Class::Addition => "\u{1b}[1;32m",
        Class::Documentation => "\u{1b}[1;2m",
    }
}

/// The operations that a change is about, unless its path says it already.
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
