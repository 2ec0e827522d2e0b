//! Renders the report as human-readable text.

use ::codegen::Color;
use ::codegen::diff::Class;

use anstyle::{AnsiColor, Style};

use super::lines::{Lines, lines};
use super::report::DiffReport;
use crate::console::{bold, paint};

/// Lists the changes by class, and the next version.
pub(super) fn text(report: &DiffReport<'_>, color: Color) -> String {
    let strong = |text: &str| paint(color, Style::new().bold(), text);
    let mut text = strong(&report.heading) + "\n";
    for class in Class::ALL {
        let Lines { list, rest } = lines(report.comparison, report.calls, class);
        if list.is_empty() && rest.is_none() {
            continue;
        }
        let title = paint(color, style(class), class.title());
        text.push_str(&format!("\n{title}\n"));
        let mut shown = None;
        for line in &list {
            text.push_str(&format!("  {}", line.sentence(strong)));
            if line.is_marked {
                let breaking = paint(color, style(Class::Wire), "[breaking]");
                text.push_str(&format!(" {breaking}"));
            }
            if !line.operations.is_empty() {
                let operations = format!("({})", line.operations);
                let operations = paint(color, Style::new().dimmed(), &operations);
                text.push_str(&format!(" {operations}"));
            }
            text.push('\n');
            // Several changes of one part follow each other.
            let code = line.code.as_ref().filter(|code| shown != Some(*code));
            shown = line.code.as_ref();
            if let Some(code) = code {
                let page = line.page.as_ref().map(|page| format!("  {page}"));
                let page = paint(color, Style::new().dimmed(), &page.unwrap_or_default());
                text.push_str(&format!("      {code}{page}\n"));
            }
        }
        if let Some(rest) = rest {
            text.push_str(&format!("  {rest}\n"));
        }
    }
    let next = report.next_version();
    let reason = report.comparison.reason();
    text.push_str(&format!("\n{} ({reason})\n", strong(&next)));
    if !report.not_simulated.is_empty() {
        let names = report.not_simulated.join(", ");
        text.push_str(&format!("the emulator does not yet simulate: {names}\n"));
    }
    text
}

fn style(class: Class) -> Style {
    match class {
        Class::Wire | Class::Rust => bold(AnsiColor::Red),
        Class::Behavior => bold(AnsiColor::Yellow),
        Class::Addition => bold(AnsiColor::Green),
        Class::Documentation => Style::new().bold().dimmed(),
    }
}
