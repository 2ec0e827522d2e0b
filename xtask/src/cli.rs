//! The command line: what it takes and what its help says.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::console::When;
use crate::format::Format;

const EXIT_CODES: &str = "\
Exit codes:
  0  everything is as it should be
  1  the check found differences, or the model has errors
  2  the command line is wrong, or a file cannot be read or written";

const EXAMPLES: &str = "\
Examples:
  cargo xtask codegen            bring the client in line with the model
  cargo xtask codegen --check    only tell whether it is
  cargo xtask validate           find every mistake of the model
  cargo xtask validate --fix     mend those whose repair is mechanical
  cargo xtask diff               say what the edits of the model do to users
  cargo xtask fmt-model          bring the model into its canonical order";

/// Works on the models of this workspace and on the clients made of them
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"),
)]
pub(crate) struct Cli {
    /// When to colour; `auto` means on a terminal, unless NO_COLOR is set
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        hide_possible_values = true
    )]
    pub(crate) color: When,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Codegen(Codegen),
    Validate(crate::validate::Validate),
    Diff(crate::diff::Diff),
    Conformance(crate::conformance::Conformance),
    Interop(crate::interop::Interop),
    FmtModel(crate::fmt_model::FmtModel),
    Docs(crate::docs::Docs),
    Inspect(crate::inspect::Inspect),
    Explain(crate::explain::Explain),
    Schema(crate::schema::Schema),
}

const CODEGEN_EXAMPLES: &str = "\
Examples:
  After an edit of model/socialmessaging.json, bring the client in line:
    cargo xtask codegen

  In CI, or before a commit, see whether it is; prints a diff, writes nothing:
    cargo xtask codegen --check

  Make a crate of another restJson1 service:
    cargo xtask codegen --model bookshop.json --out ../bookshop-client

  The same, without the operations that no code can be generated for:
    cargo xtask codegen --model bookshop.json --out ../bookshop-client --skip-unsupported";

/// Generate the client from the model
///
/// Writes the files of generated-client/src/generated and generated-client/tests/protocol whose
/// text has changed, and removes those that the model no longer asks for. A file in these folders
/// that was not generated is an error, and then nothing is written.
///
/// With --model and --out, writes a whole crate for another model instead. It depends on the
/// runtime of this workspace by path, and is a workspace of its own.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{CODEGEN_EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Codegen {
    /// Write nothing: print a unified diff of what would change, and exit with 1 if anything would
    #[arg(long)]
    pub(crate) check: bool,

    /// Name the files that stay as they are, too
    #[arg(long, short)]
    pub(crate) verbose: bool,

    /// A Smithy 2.0 model in its JSON form, to make a crate of
    #[arg(long, value_name = "FILE", requires = "out")]
    pub(crate) model: Option<PathBuf>,

    /// The folder of that crate: new, empty, or written by an earlier run
    #[arg(long, value_name = "DIR", requires = "model")]
    pub(crate) out: Option<PathBuf>,

    /// Leave out the operations that use something unsupported, with a warning each
    #[arg(long)]
    pub(crate) skip_unsupported: bool,

    /// Say how long each stage of the generator took
    #[arg(long)]
    pub(crate) timings: bool,

    /// For whom to print; xtask/FORMATS.md describes what machines get
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: Format,
}
