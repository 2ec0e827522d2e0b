//! Renders the report as a comment for a pull request, in GitHub's Markdown.

use ::codegen::diff::Class;
use anyhow::{Context as _, Result};
use askama::Template;

use super::lines::{Line, Lines, lines};
use super::report::DiffReport;

/// The maximum number of lines per class. GitHub rejects comments of more than 65,536
/// characters.
const LIMIT: usize = 60;

#[derive(Template)]
#[template(path = "comment.md.txt", escape = "none")]
struct Comment {
    heading: String,
    models: String,
    classes: Vec<Part>,
    /// The changes without effect on programs, folded away.
    documentation: Option<Part>,
    emulator: Option<String>,
}

struct Part {
    title: &'static str,
    entries: Vec<Entry>,
    /// A note on omitted entries.
    rest: Option<String>,
}

struct Entry {
    text: String,
    code: Option<String>,
}

/// Renders the comment. `links` is the base URL of the paths of pages.
pub(super) fn comment(report: &DiffReport<'_>, links: Option<&str>) -> Result<String> {
    let mut classes: Vec<Part> = Class::ALL
        .into_iter()
        .map(|class| part(report, class, links))
        .filter(|part| !part.entries.is_empty() || part.rest.is_some())
        .collect();
    let title = Class::Documentation.title();
    let documentation = classes.pop_if(|part| part.title == title);
    let names: Vec<String> = report.not_simulated.iter().map(|name| code(name)).collect();
    let reason = report.comparison.reason();
    let comment = Comment {
        heading: format!("{} ({reason})", report.next_version()),
        models: report.heading.clone(),
        classes,
        documentation,
        emulator: (!names.is_empty()).then(|| names.join(", ")),
    };
    let text = comment.render().context("cannot render the comment")?;
    Ok(format!("{}\n", text.trim()))
}

fn part(report: &DiffReport<'_>, class: Class, links: Option<&str>) -> Part {
    let Lines { list, rest } = lines(report.comparison, report.calls, class);
    let omitted = list.len().saturating_sub(LIMIT);
    let more = (omitted > 0).then(|| format!("and {omitted} more changes"));
    Part {
        title: class.title(),
        entries: list
            .iter()
            .take(LIMIT)
            .map(|line| entry(line, links))
            .collect(),
        rest: more.or(rest),
    }
}

fn entry(line: &Line<'_>, links: Option<&str>) -> Entry {
    let mut text = line.sentence(code);
    if line.is_marked {
        text.push_str(" **[breaking]**");
    }
    if !line.operations.is_empty() {
        text.push_str(&format!(" ({})", line.operations));
    }
    if let Some(page) = &line.page {
        let address = match links {
            Some(links) => format!("{}/{page}", links.trim_end_matches('/')),
            None => page.clone(),
        };
        text.push_str(&format!(" · [reference]({address})"));
    }
    Entry {
        text,
        code: line.code.clone(),
    }
}

fn code(name: &str) -> String {
    format!("`{name}`")
}
