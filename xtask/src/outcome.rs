//! The outcome of the commands that write files, and how they print it.

use ::codegen::{Color, Diagnostics};
use anyhow::{Result, anyhow};
use serde_json::{Value, json};

use crate::codegen::{FilesReport, Mode, Target};
use crate::format::{self, Format};
use crate::report::{self, Detail};
use crate::tree::{self, Change, Status};
use crate::{Console, Exit};

/// The files that a command writes, with their names in messages.
pub(crate) struct Output<'a> {
    /// The folder.
    pub(crate) label: &'a str,
    /// The file from which they are generated.
    pub(crate) source: &'a str,
    /// The command that writes them.
    pub(crate) command: &'a str,
}

impl<'a> Output<'a> {
    pub(crate) fn from_target(target: &'a Target) -> Self {
        Self {
            label: &target.label,
            source: &target.model_name,
            command: &target.command,
        }
    }

    /// Returns the path of a file, relative to the current directory or the root.
    fn path_of(&self, change: &Change) -> String {
        match self.label {
            "." => change.path.clone(),
            label => format!("{label}/{}", change.path),
        }
    }
}

pub(crate) struct CommandOutcome<'a> {
    /// The diagnostics of the model, if the command reads one.
    pub(crate) diagnostics: Option<&'a Diagnostics>,
    /// The changes to files; `None` if the model has errors.
    pub(crate) changes: Option<&'a [Change]>,
}

impl<'a> CommandOutcome<'a> {
    pub(crate) fn from_report(report: &'a FilesReport) -> Self {
        Self {
            diagnostics: Some(&report.diagnostics),
            changes: report.changes.as_deref(),
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct ReportOptions {
    pub(crate) mode: Mode,
    pub(crate) detail: Detail,
    pub(crate) format: Format,
}

/// Prints diagnostics and changed files; with [`Mode::Check`], the differences.
pub(crate) fn print_report(
    output: &Output<'_>,
    outcome: &CommandOutcome<'_>,
    options: ReportOptions,
    console: &mut Console,
) -> Result<Exit> {
    let changes = outcome.changes;
    match options.format {
        Format::Human => print_human(output, outcome, options, console)?,
        Format::Json => console.output.print(&json(output, outcome, options.mode))?,
        Format::Github => {
            let text = outcome.diagnostics.map(format::annotations);
            console.output.print(&text.unwrap_or_default())?;
            let text = annotations(output, changes.unwrap_or_default(), options.mode);
            console.output.print(&text)?;
        }
    }
    Ok(match changes {
        Some(changes) if options.mode == Mode::Write || tree::is_current(changes) => Exit::Ok,
        _ => Exit::Failed,
    })
}

fn print_human(
    output: &Output<'_>,
    outcome: &CommandOutcome<'_>,
    options: ReportOptions,
    console: &mut Console,
) -> Result<()> {
    let ReportOptions { mode, detail, .. } = options;
    let Output {
        label,
        source,
        command,
    } = output;
    if let Some(diagnostics) = outcome.diagnostics {
        print_diagnostics(diagnostics, console)?;
    }
    let Some(changes) = outcome.changes else {
        let text = format!("`{label}` was not changed because of the errors above\n");
        return console.error.print(&text);
    };
    let summary = report::summary(label, changes, mode);
    if mode == Mode::Check {
        let color = console.output.color();
        let diff = report::diff(label, changes, color);
        console.output.print(&diff)?;
    }
    if mode == Mode::Write || detail == Detail::Every {
        let files = report::files(label, changes, mode, detail);
        console.output.print(&files)?;
    }
    if mode == Mode::Write || tree::is_current(changes) {
        return console.output.print(&summary);
    }
    console.error(&anyhow!(
        "`{label}` is not up to date with `{source}`\n{summary}run `{command}` and commit the result"
    ));
    Ok(())
}

fn json(output: &Output<'_>, outcome: &CommandOutcome<'_>, mode: Mode) -> String {
    let changes = outcome.changes.unwrap_or_default();
    let is_current = |change: &Change| change.status == Status::Unchanged;
    let others = changes.iter().filter(|change| !is_current(change));
    let files: Vec<Value> = others
        .map(|change| {
            let path = output.path_of(change);
            let status = report::status_name(change.status, mode);
            let file = json!({ "path": path, "status": status });
            if mode == Mode::Write {
                return file;
            }
            let diff = report::diff(output.label, std::slice::from_ref(change), Color::Never);
            format::with(file, json!({ "diff": diff }))
        })
        .collect();
    let current = mode == Mode::Write || files.is_empty();
    let value = json!({
        "target": output.label,
        "source": output.source,
        "command": output.command,
        "check": mode == Mode::Check,
        "current": current && outcome.changes.is_some(),
        "files": files,
        "unchanged": changes.iter().filter(|change| is_current(change)).count(),
    });
    let diagnostics = outcome.diagnostics.map(format::diagnostics);
    format::text(&format::with(value, diagnostics.unwrap_or_default()))
}

fn annotations(output: &Output<'_>, changes: &[Change], mode: Mode) -> String {
    let Output {
        source, command, ..
    } = output;
    let others = changes.iter();
    let others = others.filter(|change| change.status != Status::Unchanged);
    let lines = others.map(|change| {
        let status = report::status_name(change.status, mode);
        let properties = [
            ("file", output.path_of(change)),
            ("title", format!("the file is {status}")),
        ];
        match mode {
            Mode::Check => {
                let message = format!(
                    "not up to date with `{source}`: run `{command}` and commit the result"
                );
                format::annotation("error", &properties, &message)
            }
            Mode::Write => {
                format::annotation("notice", &properties, &format!("written by `{command}`"))
            }
        }
    });
    lines.collect()
}

pub(crate) fn print_diagnostics(diagnostics: &Diagnostics, console: &mut Console) -> Result<()> {
    if diagnostics.is_empty() {
        return Ok(());
    }
    let text = diagnostics.render(console.error.color());
    console.error.print(&text)
}
