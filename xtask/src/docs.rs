//! `cargo xtask docs`: the API reference beside the client.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::codegen::{self, Mode, Target};
use crate::commands::{self, Manner, Outcome, Output};
use crate::format::Format;
use crate::report::Detail;
use crate::{Console, Exit, Place, progress, workspace};

const EXIT_CODES: &str = "\
Exit codes:
  0  the pages are in line with the model, now or already
  1  --check found differences, or the model has errors
  2  the command line is wrong, or a file cannot be read or written";

const EXAMPLES: &str = "\
Examples:
  cargo xtask docs
  cargo xtask docs --check
  cargo xtask docs --model bookshop.json --out ../bookshop-client";

/// Write the API reference, in Markdown, into generated-client/docs
///
/// A page for each operation, one for all types, one for all errors, and README.md as the way in.
/// Pages whose text has not changed are left alone; those that the model no longer asks for are
/// removed.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Docs {
    /// Write nothing: print a unified diff of what would change, and exit with 1 if anything would
    #[arg(long)]
    check: bool,

    /// Another model
    #[arg(long, value_name = "FILE", requires = "out")]
    model: Option<PathBuf>,

    /// The folder that gets a folder `docs` with the pages of that model
    #[arg(long, value_name = "DIR", requires = "model")]
    out: Option<PathBuf>,

    /// For whom to print; xtask/FORMATS.md describes what machines get
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// The reference of this workspace's client; `root` is the workspace's.
pub fn target(root: &std::path::Path) -> Target {
    Target::client(root).with_command("docs")
}

pub(crate) fn run(options: &Docs, place: &Place, console: &mut Console) -> Result<Exit> {
    let root = workspace::find_root(&place.inside)?;
    let target = match (&options.model, &options.out) {
        (Some(model), Some(out)) => {
            Target::new_crate(&root, &place.current, model, out)?.with_command("docs")
        }
        _ => target(&root),
    };
    let mode = if options.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let work = || codegen::document(&target, mode);
    let report = progress::shown("writing the reference", &console.error, work)?;
    let manner = Manner {
        mode,
        detail: Detail::Changed,
        format: options.format,
    };
    commands::say(&Output::of(&target), &Outcome::of(&report), manner, console)
}
