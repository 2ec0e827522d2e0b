//! `cargo xtask`: the only program of this workspace that writes files.
//!
//! The generator is pure: it turns the text of a model into source files. This
//! crate reads the model, compares the generated files with those on disk, and
//! writes or reports the differences. The command line, CI and the drift test
//! all call [`codegen::run`].
//!
//! ```no_run
//! use xtask::{codegen, workspace};
//!
//! let root = workspace::find_root(&std::env::current_dir()?)?;
//! for target in codegen::Target::of_workspace(&root)? {
//!     let report = codegen::run(&target, codegen::Mode::Check)?;
//!     assert!(report.is_current(), "run `cargo xtask codegen`");
//! }
//! # Ok::<(), anyhow::Error>(())
//! ```

mod cache;
mod cli;
pub mod codegen;
mod conformance;
mod console;
mod diff;
pub mod docs;
mod drafts;
mod earlier;
mod environment;
mod explain;
mod fmt_model;
mod format;
mod generate;
mod inspect;
mod interop;
mod outcome;
mod progress;
pub mod report;
mod rustfmt;
pub mod schema;
mod timings;
pub mod tree;
mod upstream;
mod validate;
pub mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

pub use crate::console::{Console, Stream};
pub use crate::environment::{Environment, Exit};

/// Runs the program with the arguments, streams and environment of the process.
pub fn main() -> ExitCode {
    let mut console = Console::from_process();
    let environment = match Environment::from_process() {
        Ok(environment) => environment,
        Err(error) => {
            console.error(&anyhow::Error::new(error).context("cannot find the current directory"));
            return Exit::Unusable.into();
        }
    };
    run(std::env::args_os(), &environment, &mut console).into()
}

/// Runs one command line. The first argument is the name of the program.
///
/// Results go to the output, diagnostics and errors to the error stream.
/// Environment variables are not read.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    environment: &Environment,
    console: &mut Console,
) -> Exit {
    let cli = match cli::Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return console.usage(&error),
    };
    console.choose_color(cli.color);
    let outcome = match &cli.command {
        cli::Command::Codegen(options) => generate::run(options, environment, console),
        cli::Command::Validate(options) => validate::run(options, environment, console),
        cli::Command::Diff(options) => diff::run(options, environment, console),
        cli::Command::Upstream(options) => upstream::run(options, environment, console),
        cli::Command::Conformance(options) => conformance::run(options, environment, console),
        cli::Command::Interop(options) => interop::run(options, environment, console),
        cli::Command::FmtModel(options) => fmt_model::run(options, environment, console),
        cli::Command::Docs(options) => docs::run(options, environment, console),
        cli::Command::Inspect(options) => inspect::run(options, environment, console),
        cli::Command::Explain(options) => explain::run(options, console),
        cli::Command::Schema(options) => schema::run(options, environment, console),
    };
    match outcome {
        Ok(exit) => exit,
        // `cargo xtask codegen --check | head` closes the pipe early.
        Err(error) if console::is_broken_pipe(&error) => Exit::Unusable,
        Err(error) => {
            console.error(&error);
            Exit::Unusable
        }
    }
}
