//! The command line and its help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::console::ColourChoice;
use crate::format::Format;

const EXIT_CODES: &str = "\
Exit codes:
  0  success
  1  --check found differences, or the model has errors
  2  the command line is invalid, or a file cannot be read or written";

const EXAMPLES: &str = "\
Examples:
  cargo xtask codegen            generate the client from the model
  cargo xtask codegen --check    check that the client is up to date
  cargo xtask validate           report all errors and warnings of the model
  cargo xtask validate --fix     fix what can be fixed automatically
  cargo xtask diff               show how edits of the model affect users
  cargo xtask fmt-model          format the model";

/// Generate clients from Smithy models, and check models
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"),
)]
pub(crate) struct Cli {
    /// When to use colors: auto (on terminals, unless NO_COLOR is set), always or never
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        hide_possible_values = true
    )]
    pub(crate) color: ColourChoice,

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
  After an edit of model/socialmessaging.json:
    cargo xtask codegen

  In CI, or before a commit:
    cargo xtask codegen --check

  Generate a crate for another restJson1 service:
    cargo xtask codegen --model bookshop.json --out ../bookshop-client

  The same, without unsupported operations:
    cargo xtask codegen --model bookshop.json --out ../bookshop-client --skip-unsupported";

/// Generate the client from the model
///
/// Writes changed files in generated-client/src/generated, tests/catalogue and tests/protocol, and
/// removes stale ones. If these folders have files that were not generated, codegen fails and writes
/// nothing.
///
/// With --model and --out, writes a complete crate for another model. The crate depends on the
/// runtime of this workspace by path and is its own workspace.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{CODEGEN_EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Codegen {
    /// Write nothing: print the differences as a unified diff, and exit with 1 if there are any
    #[arg(long)]
    pub(crate) check: bool,

    /// List unchanged files, too
    #[arg(long, short)]
    pub(crate) verbose: bool,

    /// Smithy 2.0 model in JSON, to generate a crate from
    #[arg(long, value_name = "FILE", requires = "out")]
    pub(crate) model: Option<PathBuf>,

    /// Folder of the crate: new, empty, or written by an earlier run
    #[arg(long, value_name = "DIR", requires = "model")]
    pub(crate) out: Option<PathBuf>,

    /// Leave out operations that use unsupported features, with a warning for each
    #[arg(long)]
    pub(crate) skip_unsupported: bool,

    /// Print how long each stage of the generator takes
    #[arg(long)]
    pub(crate) timings: bool,

    /// Output format; xtask/FORMATS.md describes `json` and `github`
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: Format,
}
