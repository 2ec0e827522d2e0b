//! `cargo xtask docs`: the API reference of the client, and JSON Schemas of its data
//! models.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::codegen::{self, Mode, Target};
use crate::format::Format;
use crate::outcome::{self, CommandOutcome, Output, ReportOptions};
use crate::report::Detail;
use crate::{Console, Environment, Exit, progress, workspace};

const EXIT_CODES: &str = "\
Exit codes:
  0  the files are up to date
  1  --check found differences, or a model has errors
  2  the command line is invalid, or a file cannot be read or written";

const EXAMPLES: &str = "\
Examples:
  cargo xtask docs
  cargo xtask docs --check
  cargo xtask docs --model bookshop.json --out ../bookshop-client";

/// Write the API reference to generated-client/docs, in Markdown and JSON Schema
///
/// Writes an index (README.md), a page for each operation, a page of types and a page of errors. A
/// data model has a folder with an index, a page of the types that callers write, a page of those
/// that they only read, and a JSON Schema for each root.
/// Unchanged pages are not written; stale pages are removed.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Docs {
    /// Write nothing: print the differences as a unified diff, and exit with 1 if there are any
    #[arg(long)]
    check: bool,

    /// Model file [default: all models of the workspace]
    #[arg(long, value_name = "FILE", requires = "out")]
    model: Option<PathBuf>,

    /// Folder in which to create the folder `docs`
    #[arg(long, value_name = "DIR", requires = "model")]
    out: Option<PathBuf>,

    /// Leave out operations that use unsupported features, with a warning for each
    #[arg(long)]
    skip_unsupported: bool,

    /// Output format; xtask/FORMATS.md describes `json` and `github`
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// Returns the reference of each model of the workspace `root`.
///
/// # Errors
/// See [`Target::of_workspace`].
pub fn targets(root: &std::path::Path) -> Result<Vec<Target>> {
    let targets = Target::of_workspace(root)?.into_iter();
    Ok(targets.map(|target| target.with_command("docs")).collect())
}

pub(crate) fn run(
    options: &Docs,
    environment: &Environment,
    console: &mut Console,
) -> Result<Exit> {
    let root = workspace::find_root(&environment.manifest_dir)?;
    let targets = match (&options.model, &options.out) {
        (Some(model), Some(out)) => {
            let target = Target::new_crate(&root, &environment.current_dir, model, out)?;
            vec![target.with_command("docs")]
        }
        _ => targets(&root)?,
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
    let mut exit = Exit::Ok;
    for target in targets {
        let target = target.skipping_unsupported(options.skip_unsupported);
        let work = || codegen::document(&target, mode);
        let report = progress::with_progress("writing the reference", &console.error, work)?;
        exit = exit.max(outcome::print_report(
            &Output::from_target(&target),
            &CommandOutcome::from_report(&report),
            report_options,
            console,
        )?);
    }
    Ok(exit)
}
