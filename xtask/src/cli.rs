//! The command line and its help.

use clap::{Parser, Subcommand};

use crate::console::ColourChoice;

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
    Codegen(crate::generate::Codegen),
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
