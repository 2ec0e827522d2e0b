//! `cargo xtask schema`: the JSON Schema of model files, for editors.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use clap::Args;

use crate::codegen::Mode;
use crate::format::Format;
use crate::outcome::{self, CommandOutcome, Output, ReportOptions};
use crate::report::Detail;
use crate::tree::{Change, Tree};
use crate::{Console, Environment, Exit, workspace};

const EXIT_CODES: &str = "\
Exit codes:
  0  the schema is up to date
  1  --check found differences
  2  the command line is invalid, or a file cannot be read or written";

const EXAMPLES: &str = "\
Examples:
  cargo xtask schema
  cargo xtask schema --check";

/// The path of the schema, relative to the workspace.
const FOLDER: &str = "model";
const FILE: &str = "smithy-model.schema.json";

/// Write model/smithy-model.schema.json, the JSON Schema of models, for editors
///
/// Editors use it for models that begin with "$schema": "smithy-model.schema.json", or that their
/// settings map to it. It describes the types of shapes and all supported traits.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Schema {
    /// Write nothing: print the differences as a unified diff, and exit with 1 if there are any
    #[arg(long)]
    check: bool,

    /// Output format; xtask/FORMATS.md describes `json` and `github`
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// Writes the schema of a workspace, or compares it.
///
/// # Errors
/// The file was not generated, or cannot be read or written.
pub fn write(root: &Path, mode: Mode) -> Result<Vec<Change>> {
    let files = BTreeMap::from([(FILE.to_owned(), ::codegen::schema())]);
    let tree = Tree {
        root: &root.join(FOLDER),
        owned: &[],
        excluded: &[],
        files: &files,
    };
    tree.reconcile(mode)
}

pub(crate) fn run(
    options: &Schema,
    environment: &Environment,
    console: &mut Console,
) -> Result<Exit> {
    let root = workspace::find_root(&environment.manifest_dir)?;
    let mode = if options.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let changes = write(&root, mode)?;
    let output = Output {
        label: FOLDER,
        source: "cargo xtask schema",
        command: "cargo xtask schema",
    };
    let outcome = CommandOutcome {
        diagnostics: None,
        changes: Some(&changes),
    };
    let report_options = ReportOptions {
        mode,
        detail: Detail::Changed,
        format: options.format,
    };
    outcome::print_report(&output, &outcome, report_options, console)
}
