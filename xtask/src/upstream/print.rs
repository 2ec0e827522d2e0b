//! The human- and machine-readable reports.

use ::codegen::upstream::{Listed, UpstreamReport};
use ::codegen::{Code, Diagnostics};
use anstyle::Style;
use anyhow::Result;
use serde_json::{Value, json};

use crate::Console;
use crate::console::paint;
use crate::format::{self, Format};
use crate::outcome;

/// Prints the errors of the model or of the description.
pub(super) fn errors(
    diagnostics: &Diagnostics,
    format: Format,
    console: &mut Console,
) -> Result<()> {
    match format {
        Format::Human => outcome::print_diagnostics(diagnostics, console),
        Format::Json => {
            let value = json!({ "file": diagnostics.path() });
            let value = format::with(value, format::diagnostics(diagnostics));
            console.output.print(&format::text(&value))
        }
        Format::Github => console.output.print(&format::annotations(diagnostics)),
    }
}

/// Prints a comparison.
pub(super) fn report(
    report: &UpstreamReport,
    upstream: &str,
    format: Format,
    console: &mut Console,
) -> Result<()> {
    match format {
        Format::Human => human(report, upstream, console),
        Format::Json => console.output.print(&json(report, upstream)),
        Format::Github => {
            let title = [("title", format!("upstream: {upstream}"))];
            let text = format::annotation("notice", &title, &coverage(report));
            let text = text + &format::annotations(&report.diagnostics);
            console.output.print(&text)
        }
    }
}

/// `38 of 38 operations`.
fn coverage(report: &UpstreamReport) -> String {
    let coverage = &report.coverage;
    format!("{} of {} operations", coverage.present, coverage.total())
}

fn human(report: &UpstreamReport, upstream: &str, console: &mut Console) -> Result<()> {
    let diagnostics = &report.diagnostics;
    let strong = |text: &str| paint(console.output.color(), Style::new().bold(), text);
    let mut text = format!("{} of {upstream}\n", strong(&coverage(report)));
    text.push_str(&diagnostics.render(console.output.color()));
    if diagnostics.is_empty() {
        text.push_str("no unlisted differences\n");
    }
    if !report.listed.is_empty() {
        text.push_str(&format!(
            "{} in {}\n",
            listed(report.listed.len()),
            diagnostics.path()
        ));
    }
    let is_actionable = |code| matches!(code, Code::UpstreamOperation | Code::UpstreamDifference);
    if diagnostics.iter().any(|found| is_actionable(found.code)) {
        text.push_str(
            "to keep a difference, list it with a reason in `upstreamDifferences`; \
             see model/README.md\n",
        );
    }
    console.output.print(&text)
}

fn listed(count: usize) -> String {
    match count {
        1 => "1 difference listed with a reason".to_owned(),
        _ => format!("{count} differences listed with a reason"),
    }
}

/// Formats the report as one JSON object.
fn json(report: &UpstreamReport, upstream: &str) -> String {
    let coverage = &report.coverage;
    let entry = |listed: &Listed| {
        json!({
            "path": listed.path,
            "difference": listed.difference,
            "reason": listed.reason,
        })
    };
    let listed: Vec<Value> = report.listed.iter().map(entry).collect();
    let value = json!({
        "model": report.diagnostics.path(),
        "upstream": upstream,
        "coverage": {
            "present": coverage.present,
            "total": coverage.total(),
            "missing": coverage.missing,
        },
        "listed": listed,
    });
    format::text(&format::with(
        value,
        format::diagnostics(&report.diagnostics),
    ))
}
