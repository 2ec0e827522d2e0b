//! The command line and its help.

use clap::{Parser, Subcommand};

use crate::console::ColorOption;

const EXIT_CODES: &str = "\
Exit codes:
  0  success
  1  --check found differences, or the model has errors
  2  the command line is invalid, or a file cannot be read or written";

const EXAMPLES: &str = "\
Examples:
  cargo xtask codegen            generate the client from the model
  cargo xtask codegen --check    check that the client is up to date
  cargo xtask validate           report all errors and warnings of the models
  cargo xtask validate --fix     fix what can be fixed automatically
  cargo xtask diff               show how edits of the models affect users
  cargo xtask upstream FILE      show how the model differs from AWS's description
  cargo xtask fmt-model          format the models";

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
    pub(crate) color: ColorOption,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Codegen(crate::generate::Codegen),
    Validate(crate::validate::Validate),
    Diff(crate::diff::Diff),
    Upstream(crate::upstream::Upstream),
    Conformance(crate::conformance::Conformance),
    Interop(crate::interop::Interop),
    FmtModel(crate::fmt_model::FmtModel),
    Docs(crate::docs::Docs),
    Inspect(crate::inspect::Inspect),
    Explain(crate::explain::Explain),
    Schema(crate::schema::Schema),
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The CI workflows, which no test runs.
    const WORKFLOWS: [&str; 2] = [
        include_str!("../../.github/workflows/api-change.yml"),
        include_str!("../../.github/workflows/upstream.yml"),
    ];

    #[test]
    fn workflows_run_commands_that_exist() {
        for workflow in WORKFLOWS {
            let text = workflow.replace("\\\n", " ");
            let mut commands = text
                .lines()
                .filter_map(|line| line.split_once("cargo xtask "));
            let (_, arguments) = commands.next().unwrap();
            let arguments = arguments.split_whitespace().take_while(|word| *word != ">");
            let command = ["cargo xtask"].into_iter().chain(arguments);
            if let Err(error) = Cli::try_parse_from(command) {
                unreachable!("{error}");
            }
            assert_eq!(commands.next(), None);
        }
    }
}
