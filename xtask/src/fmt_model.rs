//! `cargo xtask fmt-model`: the one way to write a model down.

use std::path::PathBuf;

use ::codegen::layout;
use anyhow::Result;
use clap::Args;

use crate::codegen::{self, Mode};
use crate::commands::{self, Manner, Outcome, Output};
use crate::format::Format;
use crate::report::Detail;
use crate::tree::{self, Change, Status};
use crate::{Console, Exit, Place, progress, workspace};

const EXIT_CODES: &str = "\
Exit codes:
  0  the model is laid out canonically, now or already
  1  --check found that it is not, or the file is not JSON
  2  the command line is wrong, or the file cannot be read or written";

const EXAMPLES: &str = "\
Examples:
  cargo xtask fmt-model
  cargo xtask fmt-model bookshop.json --check";

/// Bring a model into its canonical order and layout
///
/// The order: the service; operations by name, each followed by its input and output; data types;
/// enums; lists, maps and simple shapes; errors; definitions of traits. Members stay in the order
/// that they have, and so does what stands inside of a trait. What fits in 100 columns and holds
/// no other object stands on one line; documentation has a line of its own.
///
/// The meaning of the model does not change.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct FmtModel {
    /// The model; model/socialmessaging.json when not given
    model: Option<PathBuf>,

    /// Write nothing: print a unified diff of what would change, and exit with 1 if anything would
    #[arg(long)]
    check: bool,

    /// For whom to print; xtask/FORMATS.md describes what machines get
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(options: &FmtModel, place: &Place, console: &mut Console) -> Result<Exit> {
    let (path, name) = workspace::model(place, options.model.as_deref())?;
    let source = codegen::read_model(&path, &name)?;
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
        source: &name,
        command: &command,
    };
    let mode = if options.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let manner = Manner {
        mode,
        detail: Detail::Changed,
        format: options.format,
    };
    let work = || layout::canonical(&source);
    let canonical = match progress::shown("laying out", &console.error, work) {
        Ok(canonical) => canonical,
        Err(diagnostics) => {
            let outcome = Outcome {
                diagnostics: Some(&diagnostics),
                changes: None,
            };
            let output = Output {
                label: &name,
                ..output
            };
            return commands::say(&output, &outcome, manner, console);
        }
    };
    let status = if canonical == source.text {
        Status::Unchanged
    } else {
        Status::Updated
    };
    if status == Status::Updated && mode == Mode::Write {
        tree::replace(&path, &canonical)?;
    }
    let change = Change {
        path: file.to_owned(),
        status,
        before: source.text,
        after: canonical,
    };
    let outcome = Outcome {
        diagnostics: None,
        changes: Some(&[change]),
    };
    commands::say(&output, &outcome, manner, console)
}
