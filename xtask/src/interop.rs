//! `cargo xtask interop`: clients that nobody here wrote, against the emulator.

mod checks;
mod clients;
mod emulator;
mod report;

use std::path::Path;

use anyhow::Result;
use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::format::Format;
use crate::{Console, Exit, Place, progress, workspace};

use clients::{Client, Outcome};
use emulator::Emulator;

const EXIT_CODES: &str = "\
Exit codes:
  0  every check of every client that could be installed has passed
  1  a check has failed
  2  the command line is wrong, or the emulator cannot be started";

const EXAMPLES: &str = "\
Examples:
  cargo xtask interop
  cargo xtask interop --client boto3
  cargo xtask interop --format json > interop.json";

/// Let official clients talk to the emulator, and report on each operation
///
/// Installs boto3 (from PyPI), the SDK for JavaScript (from npm) and the official Rust crate below
/// the target folder (interop/<name>), starts the emulator with signatures verified, and runs the same
/// table of checks through each: every operation, pagination, every error of the model, failures on
/// demand, and wrong signatures. A client that cannot be installed is reported as not run.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Interop {
    /// Only this client; may be given several times
    #[arg(long = "client", value_name = "NAME", value_parser = PossibleValuesParser::new(clients::ALL.iter().map(|client| client.name)))]
    clients: Vec<String>,

    /// For whom to print; xtask/FORMATS.md describes what machines get
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(options: &Interop, place: &Place, console: &mut Console) -> Result<Exit> {
    let root = workspace::find_root(&place.inside)?;
    let scratch = place.target(&root).join("interop");
    let program = emulator::build(&root)?;
    let mut results = Vec::new();
    let is_asked_for = |client: &&Client| {
        options.clients.is_empty() || options.clients.iter().any(|name| name == client.name)
    };
    for client in clients::ALL.iter().filter(is_asked_for) {
        let work = || outcome(client, &root, &scratch, &program);
        let outcome = progress::shown(client.name, &console.error, work)?;
        if options.format == Format::Human {
            let text = report::human(client.name, &outcome, console.output.colour());
            console.output.print(&text)?;
        }
        results.push((client.name, outcome));
    }
    match options.format {
        Format::Human => {}
        Format::Json => console.output.print(&report::json(&results))?,
        Format::Github => console.output.print(&report::annotations(&results))?,
    }
    let failed = results.iter().any(|(_, outcome)| outcome.failed() > 0);
    Ok(if failed { Exit::Failed } else { Exit::Ok })
}

/// Runs one client against an emulator of its own.
fn outcome(client: &Client, root: &Path, scratch: &Path, program: &Path) -> Result<Outcome> {
    let folder = scratch.join(client.name);
    match client.install(&folder) {
        Ok(version) => {
            let emulator = Emulator::start(program)?;
            client.check(root, &folder, version, &emulator)
        }
        Err(reason) => Ok(Outcome::NotRun(format!("{reason:#}"))),
    }
}
