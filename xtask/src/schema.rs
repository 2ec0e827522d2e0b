//! `cargo xtask schema`: the JSON Schema of model files, for editors.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use clap::Args;

use crate::codegen::Mode;
use crate::commands::{self, Manner, Outcome, Output};
use crate::format::Format;
use crate::report::Detail;
use crate::tree::{Change, Tree};
use crate::{Console, Exit, Place, workspace};

const EXIT_CODES: &str = "\
Exit codes:
  0  the schema is that of this generator, now or already
  1  --check found differences
  2  the command line is wrong, or a file cannot be read or written";

const EXAMPLES: &str = "\
Examples:
  cargo xtask schema
  cargo xtask schema --check";

/// Where the schema lies, from the workspace's root.
const FOLDER: &str = "model";
const FILE: &str = "smithy-model.schema.json";

/// Write model/smithy-model.schema.json, by which editors complete and explain models
///
/// Editors use it for a model that begins with "$schema": "smithy-model.schema.json", or when their
/// settings name it for the folder. It knows the types of shapes, every trait that the generator
/// knows, where each may stand, and what it means.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Schema {
    /// Write nothing: print a unified diff of what would change, and exit with 1 if anything would
    #[arg(long)]
    check: bool,

    /// For whom to print; xtask/FORMATS.md describes what machines get
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// Compares the schema of a workspace with that of the generator, or writes
/// it.
///
/// # Errors
/// When the file was not generated, or cannot be read or written.
pub fn write(root: &Path, mode: Mode) -> Result<Vec<Change>> {
    let files = BTreeMap::from([(FILE.to_owned(), ::codegen::schema())]);
    let tree = Tree {
        root: &root.join(FOLDER),
        owned: &[],
        files: &files,
    };
    tree.reconcile(mode)
}

pub(crate) fn run(options: &Schema, place: &Place, console: &mut Console) -> Result<Exit> {
    let root = workspace::find_root(&place.inside)?;
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
    let outcome = Outcome {
        diagnostics: None,
        changes: Some(&changes),
    };
    let manner = Manner {
        mode,
        detail: Detail::Changed,
        format: options.format,
    };
    commands::say(&output, &outcome, manner, console)
}
