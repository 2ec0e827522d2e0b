//! The commands: each takes its options, does its work, says what came of it.

use ::codegen::{Diagnostics, Unsupported};
use anyhow::{Result, anyhow};

use crate::codegen::{self, Mode, Target};
use crate::report::{self, Detail};
use crate::tree::{self, Change};
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
    let work = || codegen::run(&target, mode);
    let report = progress::shown("generating", &console.error, work)?;
    say_diagnostics(&report.diagnostics, console)?;
    let output = Output::of(&target);
    match &report.changes {
        Some(changes) => say_changes(&output, changes, mode, detail, console),
        None => say_not_generated(&output, console),
    }
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
}

/// Says what was written, or with [`Mode::Check`] how the files differ.
pub(crate) fn say_changes(
    output: &Output<'_>,
    changes: &[Change],
    mode: Mode,
    detail: Detail,
    console: &mut Console,
) -> Result<Exit> {
    let summary = report::summary(output.label, changes, mode);
    if mode == Mode::Check {
        let colour = console.output.colour();
        let diff = report::diff(output.label, changes, colour);
        console.output.print(&diff)?;
    }
    if mode == Mode::Write || detail == Detail::Every {
        let files = report::files(output.label, changes, mode, detail);
        console.output.print(&files)?;
    }
    if mode == Mode::Write || tree::is_current(changes) {
        console.output.print(&summary)?;
        return Ok(Exit::Ok);
    }
    let Output {
        label,
        source,
        command,
    } = output;
    console.error(&anyhow!(
        "`{label}` is not what `{source}` generates\n{summary}run `{command}` and commit the result"
    ));
    Ok(Exit::Failed)
}

pub(crate) fn say_not_generated(output: &Output<'_>, console: &mut Console) -> Result<Exit> {
    let said = format!(
        "`{}` was left as it is, because of the errors above\n",
        output.label
    );
    console.error.print(&said)?;
    Ok(Exit::Failed)
}

pub(crate) fn validate(
    options: &cli::Validate,
    place: &Place,
    console: &mut Console,
) -> Result<Exit> {
    let source = match &options.model {
        Some(model) => {
            codegen::read_model(&place.current.join(model), &model.display().to_string())?
        }
        None => {
            let root = workspace::find_root(&place.inside)?;
            codegen::read_model(&root.join(workspace::MODEL), workspace::MODEL)?
        }
    };
    let unsupported = if options.skip_unsupported {
        Unsupported::Skipped
    } else {
        Unsupported::Refused
    };
    let work = || ::codegen::validate(&source, unsupported);
    let diagnostics = progress::shown("validating", &console.error, work);
    say_diagnostics(&diagnostics, console)?;
    if diagnostics.has_errors() {
        return Ok(Exit::Failed);
    }
    if diagnostics.is_empty() {
        console
            .output
            .print(&format!("{}\n", diagnostics.summary()))?;
    }
    Ok(Exit::Ok)
}

pub(crate) fn say_diagnostics(diagnostics: &Diagnostics, console: &mut Console) -> Result<()> {
    if diagnostics.is_empty() {
        return Ok(());
    }
    let text = diagnostics.render(console.error.colour());
    console.error.print(&text)
}
