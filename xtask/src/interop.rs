//! `cargo xtask interop`: clients that nobody here wrote, against the emulator.

mod checks;
mod clients;
mod emulator;

use std::path::Path;

use ::codegen::Colour;
use anyhow::Result;
use clap::Args;

use crate::{Console, Exit, Place, progress, workspace};

use clients::{Client, Outcome};
use emulator::Emulator;

const EXIT_CODES: &str = "\
Exit codes:
  0  every check of every client that could be installed has passed
  1  a check has failed
  2  the command line is wrong, or the emulator cannot be started";

/// Let official clients talk to the emulator, and report on each operation
///
/// Installs boto3 (from PyPI), the SDK for JavaScript (from npm) and the official Rust crate below
/// target/interop, starts the emulator with signatures verified, and runs the same table
/// of checks through each: every operation, pagination, every error of the model, failures on demand,
/// and wrong signatures. A client that cannot be installed is reported as not run.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES)]
pub(crate) struct Interop {}

pub(crate) fn run(_: &Interop, place: &Place, console: &mut Console) -> Result<Exit> {
    let root = workspace::find_root(&place.inside)?;
    let program = emulator::build(&root)?;
    let mut failed = 0;
    for client in clients::ALL {
        let work = || outcome(client, &root, &program);
        let outcome = progress::shown(client.name, &console.error, work)?;
        failed += outcome.failed();
        let colour = console.output.colour();
        console.output.print(&report(client, &outcome, colour))?;
    }
    Ok(if failed == 0 { Exit::Ok } else { Exit::Failed })
}

/// Runs one client against an emulator of its own.
fn outcome(client: &Client, root: &Path, program: &Path) -> Result<Outcome> {
    let folder = root.join("target/interop").join(client.name);
    match client.install(&folder) {
        Ok(version) => {
            let emulator = Emulator::start(program)?;
            client.check(root, &folder, version, &emulator)
        }
        Err(reason) => Ok(Outcome::NotRun(format!("{reason:#}"))),
    }
}

fn report(client: &Client, outcome: &Outcome, colour: Colour) -> String {
    let paint = |code: &str, text: &str| match colour {
        Colour::Always => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        Colour::Never => text.to_owned(),
    };
    match outcome {
        Outcome::NotRun(reason) => {
            let verdict = paint("33", "not run");
            format!(
                "{}: {verdict} ({})\n",
                client.name,
                reason.lines().next().unwrap_or_default()
            )
        }
        Outcome::Run { version, checks } => {
            let mut text = String::new();
            for check in checks {
                let verdict = match &check.problem {
                    None => paint("32", "passed"),
                    Some(problem) => format!("{} {problem}", paint("31", "FAILED")),
                };
                text.push_str(&format!("  {:45} {verdict}\n", check.name));
            }
            let passed = checks.len() - outcome.failed();
            format!(
                "{} {version}: {passed} of {} passed\n{text}",
                client.name,
                checks.len()
            )
        }
    }
}
