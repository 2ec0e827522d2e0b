//! `cargo xtask`: the one program of this workspace that touches files.
//!
//! The generator is pure: model text in, source text out. This crate reads the
//! model, compares what was generated with what is on disk, and writes the
//! difference or reports it. One function does that, [`codegen::run`], for the
//! command line, for CI and for the test that fails when the two have drifted
//! apart.
//!
//! ```no_run
//! use xtask::{codegen, workspace};
//!
//! let root = workspace::find_root(&std::env::current_dir()?)?;
//! let report = codegen::run(&codegen::Target::client(&root), codegen::Mode::Check)?;
//! assert!(report.is_current(), "run `cargo xtask codegen`");
//! # Ok::<(), anyhow::Error>(())
//! ```

mod cli;
pub mod codegen;
mod commands;
mod conformance;
mod console;
mod diff;
pub mod docs;
mod explain;
mod fmt_model;
mod format;
mod inspect;
mod interop;
mod progress;
pub mod report;
mod rustfmt;
pub mod schema;
mod timings;
pub mod tree;
mod validate;
pub mod workspace;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;

pub use crate::console::{Console, Stream};

/// How a command ended; the numbers are the exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Everything is as it should be.
    Ok = 0,
    /// The check found differences, or the model has errors.
    Failed = 1,
    /// The command line was wrong, or a file could not be read or written.
    Unusable = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Where a command was started, which decides what relative paths mean and
/// which workspace it works on.
#[derive(Clone, Debug)]
pub struct Place {
    /// The folder that relative paths on the command line start from.
    pub current: PathBuf,
    /// A folder inside the workspace. Cargo says it (`CARGO_MANIFEST_DIR`);
    /// without cargo it is the current folder.
    pub inside: PathBuf,
    /// Where cargo builds (`CARGO_TARGET_DIR`), when that is not the folder
    /// `target` of the workspace.
    pub target: Option<PathBuf>,
    /// The folder with Smithy's own models to test with
    /// (`SMITHY_TEST_MODELS`).
    pub test_models: Option<PathBuf>,
}

impl Place {
    fn of_process() -> std::io::Result<Self> {
        let current = std::env::current_dir()?;
        let inside = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        Ok(Self {
            inside: inside.unwrap_or_else(|| current.clone()),
            target: std::env::var_os("CARGO_TARGET_DIR").map(|path| current.join(path)),
            test_models: std::env::var_os("SMITHY_TEST_MODELS").map(|path| current.join(path)),
            current,
        })
    }

    /// Where cargo builds the workspace with this root.
    pub(crate) fn target(&self, root: &Path) -> PathBuf {
        self.target.clone().unwrap_or_else(|| root.join("target"))
    }
}

/// The whole program, on the streams and the environment of this process.
pub fn main() -> ExitCode {
    let mut console = Console::of_process();
    let place = match Place::of_process() {
        Ok(place) => place,
        Err(error) => {
            console.error(&anyhow::Error::new(error).context("cannot tell the current folder"));
            return Exit::Unusable.into();
        }
    };
    run(std::env::args_os(), &place, &mut console).into()
}

/// Runs one command line. The first argument is the program's name.
///
/// Results go to the console's output, diagnostics and errors to its error
/// stream; nothing is read from the environment.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    place: &Place,
    console: &mut Console,
) -> Exit {
    let cli = match cli::Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return console.usage(&error),
    };
    console.choose_colour(cli.color);
    let outcome = match &cli.command {
        cli::Command::Codegen(options) => commands::codegen(options, place, console),
        cli::Command::Validate(options) => validate::run(options, place, console),
        cli::Command::Diff(options) => diff::run(options, place, console),
        cli::Command::Conformance(options) => conformance::run(options, place, console),
        cli::Command::Interop(options) => interop::run(options, place, console),
        cli::Command::FmtModel(options) => fmt_model::run(options, place, console),
        cli::Command::Docs(options) => docs::run(options, place, console),
        cli::Command::Inspect(options) => inspect::run(options, place, console),
        cli::Command::Explain(options) => explain::run(options, console),
        cli::Command::Schema(options) => schema::run(options, place, console),
    };
    match outcome {
        Ok(exit) => exit,
        // `cargo xtask codegen --check | head` is no failure to report.
        Err(error) if console::is_broken_pipe(&error) => Exit::Unusable,
        Err(error) => {
            console.error(&error);
            Exit::Unusable
        }
    }
}
