//! `cargo xtask fmt-model`: the canonical layout of models.

use std::path::PathBuf;

use ::codegen::layout;
use anyhow::Result;
use clap::Args;

use crate::codegen::{self, Mode};
use crate::format::Format;
use crate::outcome::{self, CommandOutcome, Output, ReportOptions};
use crate::report::Detail;
use crate::tree::{self, Change, Status};
use crate::workspace::{self, SelectedModel};
use crate::{Console, Environment, Exit, progress};

const EXIT_CODES: &str = "\
Exit codes:
  0  the models are formatted
  1  --check found differences, or a file is not JSON
  2  the command line is invalid, or a file cannot be read or written";

const EXAMPLES: &str = "\
Examples:
  cargo xtask fmt-model
  cargo xtask fmt-model bookshop.json --check";

/// Format the models: canonical order and layout
///
/// Without MODEL, formats all models that the Cargo.toml of the workspace lists.
///
/// The order: the service; operations by name, each with its input and output; data types; enums;
/// lists, maps and simple shapes; errors; trait definitions. Members and trait values keep their
/// order. Values without nested objects that fit in 100 columns are on one line; documentation has
/// its own line.
///
/// The meaning of the model does not change.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct FmtModel {
    /// Model file [default: all models of the workspace]
    model: Option<PathBuf>,

    /// Write nothing: print the differences as a unified diff, and exit with 1 if there are any
    #[arg(long)]
    check: bool,

    /// Output format; xtask/FORMATS.md describes `json` and `github`
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(
    options: &FmtModel,
    environment: &Environment,
    console: &mut Console,
) -> Result<Exit> {
    let mut exit = Exit::Ok;
    for model in workspace::selected(environment, options.model.as_deref())? {
        exit = exit.max(format(&model, options, console)?);
    }
    Ok(exit)
}

fn format(model: &SelectedModel, options: &FmtModel, console: &mut Console) -> Result<Exit> {
    let SelectedModel { path, name, .. } = model;
    let source = codegen::read_model(path, name)?;
    let command = match &options.model {
        Some(_) => format!("cargo xtask fmt-model {name}"),
        None => "cargo xtask fmt-model".to_owned(),
    };
    let (folder, file) = match name.rsplit_once('/') {
        Some((folder, file)) if !folder.is_empty() => (folder, file),
        _ => (".", name.as_str()),
    };
    let output = Output {
        label: folder,
        source: name,
        command: &command,
    };
    let mode = if options.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let report_options = ReportOptions {
        mode,
        detail: Detail::Changed,
        format: options.format,
    };
    let work = || layout::canonical(&source);
    let canonical = match progress::with_progress("formatting", &console.error, work) {
        Ok(canonical) => canonical,
        Err(diagnostics) => {
            let outcome = CommandOutcome {
                diagnostics: Some(&diagnostics),
                changes: None,
            };
            let output = Output {
                label: name,
                ..output
            };
            return outcome::print_report(&output, &outcome, report_options, console);
        }
    };
    let status = if canonical == source.text {
        Status::Unchanged
    } else {
        Status::Updated
    };
    if status == Status::Updated && mode == Mode::Write {
        tree::replace(path, &canonical)?;
    }
    let change = Change {
        path: file.to_owned(),
        status,
        before: source.text,
        after: canonical,
    };
    let outcome = CommandOutcome {
        diagnostics: None,
        changes: Some(&[change]),
    };
    outcome::print_report(&output, &outcome, report_options, console)
}
