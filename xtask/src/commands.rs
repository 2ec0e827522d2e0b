//! The commands: each takes its options, does its work, says what came of it.

use ::codegen::{Colour, Diagnostics};
use anyhow::{Result, anyhow};
use serde_json::{Value, json};

use crate::codegen::{self, Mode, Report, Target};
use crate::format::{self, Format};
use crate::report::{self, Detail};
use crate::timings::Timings;
use crate::tree::{self, Change, Status};
use crate::{Console, Exit, Place, cli, progress, workspace};

pub(crate) fn codegen(
    options: &cli::Codegen,
    place: &Place,
    console: &mut Console,
) -> Result<Exit> {
    let root = workspace::find_root(&place.inside)?;
    let target = match (&options.model, &options.out) {
        (Some(model), Some(out)) => Target::new_crate(&root, &place.current, model, out)?,
        _ => Target::client(&root),
    };
    let target = if options.skip_unsupported {
        target.skipping_unsupported()
    } else {
        target
    };
    let mode = if options.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let detail = if options.verbose {
        Detail::Every
    } else {
        Detail::Changed
    };
    let mut timings = Timings::start();
    let work = || codegen::run_observed(&target, mode, &mut |stage| timings.finished(stage));
    let report = progress::shown("generating", &console.error, work)?;
    if options.timings {
        console.error.print(&timings.finish())?;
    }
    let manner = Manner {
        mode,
        detail,
        format: options.format,
    };
    say(&Output::of(&target), &Outcome::of(&report), manner, console)
}

/// What a command writes, as messages name it.
pub(crate) struct Output<'a> {
    /// The folder.
    pub(crate) label: &'a str,
    /// What its files are made of.
    pub(crate) source: &'a str,
    /// The command that brings them in line with it.
    pub(crate) command: &'a str,
}

impl<'a> Output<'a> {
    pub(crate) fn of(target: &'a Target) -> Self {
        Self {
            label: &target.label,
            source: &target.model_name,
            command: &target.command,
        }
    }

    /// The path of a file, from where the command was started or the root.
    fn path_of(&self, change: &Change) -> String {
        match self.label {
            "." => change.path.clone(),
            label => format!("{label}/{}", change.path),
        }
    }
}

/// What came of a command.
pub(crate) struct Outcome<'a> {
    /// What there is to say of the model, if there is one.
    pub(crate) diagnostics: Option<&'a Diagnostics>,
    /// What was or would be written; `None` when the model has errors.
    pub(crate) changes: Option<&'a [Change]>,
}

impl<'a> Outcome<'a> {
    pub(crate) fn of(report: &'a Report) -> Self {
        Self {
            diagnostics: Some(&report.diagnostics),
            changes: report.changes.as_deref(),
        }
    }
}

/// How a command says what came of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    pub(crate) mode: Mode,
    pub(crate) detail: Detail,
    pub(crate) format: Format,
}

/// Says what there is to say of the model, and what was written; with
/// [`Mode::Check`] how the files differ.
pub(crate) fn say(
    output: &Output<'_>,
    outcome: &Outcome<'_>,
    manner: Manner,
    console: &mut Console,
) -> Result<Exit> {
    let changes = outcome.changes;
    match manner.format {
        Format::Human => say_to_people(output, outcome, manner, console)?,
        Format::Json => console.output.print(&json(output, outcome, manner.mode))?,
        Format::Github => {
            let text = outcome.diagnostics.map(format::annotations);
            console.output.print(&text.unwrap_or_default())?;
            let text = annotations(output, changes.unwrap_or_default(), manner.mode);
            console.output.print(&text)?;
        }
    }
    Ok(match changes {
        Some(changes) if manner.mode == Mode::Write || tree::is_current(changes) => Exit::Ok,
        _ => Exit::Failed,
    })
}

fn say_to_people(
    output: &Output<'_>,
    outcome: &Outcome<'_>,
    manner: Manner,
    console: &mut Console,
) -> Result<()> {
    let Manner { mode, detail, .. } = manner;
    let Output {
        label,
        source,
        command,
    } = output;
    if let Some(diagnostics) = outcome.diagnostics {
        say_diagnostics(diagnostics, console)?;
    }
    let Some(changes) = outcome.changes else {
        let said = format!("`{label}` was left as it is, because of the errors above\n");
        return console.error.print(&said);
    };
    let summary = report::summary(label, changes, mode);
    if mode == Mode::Check {
        let colour = console.output.colour();
        let diff = report::diff(label, changes, colour);
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
        "`{label}` is not what `{source}` generates\n{summary}run `{command}` and commit the result"
    ));
    Ok(())
}

fn json(output: &Output<'_>, outcome: &Outcome<'_>, mode: Mode) -> String {
    let changes = outcome.changes.unwrap_or_default();
    let is_in_line = |change: &Change| change.status == Status::Unchanged;
    let others = changes.iter().filter(|change| !is_in_line(change));
    let files: Vec<Value> = others
        .map(|change| {
            let path = output.path_of(change);
            let status = report::said(change.status, mode);
            let file = json!({ "path": path, "status": status });
            if mode == Mode::Write {
                return file;
            }
            let diff = report::diff(output.label, std::slice::from_ref(change), Colour::Never);
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
        "unchanged": changes.iter().filter(|change| is_in_line(change)).count(),
    });
    let said = outcome.diagnostics.map(format::diagnostics);
    format::text(&format::with(value, said.unwrap_or_default()))
}

fn annotations(output: &Output<'_>, changes: &[Change], mode: Mode) -> String {
    let Output {
        source, command, ..
    } = output;
    let others = changes.iter();
    let others = others.filter(|change| change.status != Status::Unchanged);
    let lines = others.map(|change| {
        let status = report::said(change.status, mode);
        let properties = [
            ("file", output.path_of(change)),
            ("title", format!("the file is {status}")),
        ];
        match mode {
            Mode::Check => {
                let said =
                    format!("not what `{source}` generates: run `{command}` and commit the result");
                format::annotation("error", &properties, &said)
            }
            Mode::Write => format::annotation("notice", &properties, &format!("by `{command}`")),
        }
    });
    lines.collect()
}

pub(crate) fn say_diagnostics(diagnostics: &Diagnostics, console: &mut Console) -> Result<()> {
    if diagnostics.is_empty() {
        return Ok(());
    }
    let text = diagnostics.render(console.error.colour());
    console.error.print(&text)
}
