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
mod earlier;
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
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;

pub use crate::console::{Console, Stream};

/// The exit code of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// Success.
    Ok = 0,
    /// A check found differences, or the model has errors.
    Failed = 1,
    /// The command line is invalid, or a file cannot be read or written.
    Unusable = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// The directories of a command.
#[derive(Clone, Debug)]
pub struct Environment {
    /// The base of relative paths on the command line.
    pub current_dir: PathBuf,
    /// A directory inside the workspace: `CARGO_MANIFEST_DIR`, or the current
    /// directory without cargo.
    pub manifest_dir: PathBuf,
    /// The target directory of cargo (`CARGO_TARGET_DIR`), if it is not `target`
    /// in the workspace.
    pub target_dir: Option<PathBuf>,
    /// The directory with Smithy's test models (`SMITHY_TEST_MODELS`).
    pub test_models: Option<PathBuf>,
}

impl Environment {
    fn from_process() -> std::io::Result<Self> {
        let current = std::env::current_dir()?;
        let inside = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        Ok(Self {
            manifest_dir: inside.unwrap_or_else(|| current.clone()),
            target_dir: std::env::var_os("CARGO_TARGET_DIR").map(|path| current.join(path)),
            test_models: std::env::var_os("SMITHY_TEST_MODELS").map(|path| current.join(path)),
            current_dir: current,
        })
    }

    /// Returns the target directory for the workspace with this root.
    pub(crate) fn target_dir(&self, root: &Path) -> PathBuf {
        self.target_dir
            .clone()
            .unwrap_or_else(|| root.join("target"))
    }
}

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
    console.choose_colour(cli.color);
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
