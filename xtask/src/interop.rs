//! `cargo xtask interop`: tests the emulator with official SDKs, and messages
//! and events with a WhatsApp library.

mod checks;
mod clients;
mod emulator;
mod message_checks;
mod programs;
mod report;

use std::path::Path;

use anyhow::Result;
use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::format::Format;
use crate::{Console, Environment, Exit, progress, workspace};

use checks::Suite;
use clients::{Client, ClientOutcome};
use emulator::Emulator;

const EXIT_CODES: &str = "\
Exit codes:
  0  all checks of the installed clients passed
  1  a check failed
  2  the command line is invalid, or a program cannot be built or started";

const EXAMPLES: &str = "\
Examples:
  cargo xtask interop
  cargo xtask interop --client boto3
  cargo xtask interop --client whatsapp-api-js
  cargo xtask interop --format json > interop.json";

/// Test the emulator with official SDKs, and messages with a WhatsApp library
///
/// Installs boto3 (from PyPI), the SDK for JavaScript (from npm) and the official Rust crate in the
/// target folder (interop/<name>), each in its versions of May 2025 and November 2026. Starts the
/// emulator with signature verification for each, and runs the same checks: all operations that the
/// version has, pagination, all errors of the model, injected failures, and invalid signatures.
///
/// Installs whatsapp-api-js and TypeScript (from npm), too: its types check a message of every kind, the
/// client's rules check the messages that it builds, and the client reads webhooks that its types allow.
///
/// Clients that cannot be installed are skipped.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Interop {
    /// Check only this client; may be repeated
    #[arg(long = "client", value_name = "NAME", value_parser = PossibleValuesParser::new(clients::ALL.iter().map(|client| client.name)))]
    clients: Vec<String>,

    /// Output format; xtask/FORMATS.md describes `json` and `github`
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

pub(crate) fn run(
    options: &Interop,
    environment: &Environment,
    console: &mut Console,
) -> Result<Exit> {
    let root = workspace::find_root(&environment.manifest_dir)?;
    let scratch = environment.target_dir(&root).join("interop");
    let mut results = Vec::new();
    let is_selected = |client: &&Client| {
        options.clients.is_empty() || options.clients.iter().any(|name| name == client.name)
    };
    for client in clients::ALL.iter().filter(is_selected) {
        let work = || outcome(client, &root, &scratch);
        let outcome = progress::with_progress(client.name, &console.error, work)?;
        results.push((client.name, outcome));
    }
    match options.format {
        Format::Human => {
            let text = report::human(&results, console.output.color());
            console.output.print(&text)?;
        }
        Format::Json => console.output.print(&report::json(&results))?,
        Format::Github => console.output.print(&report::annotations(&results))?,
    }
    let failed = results.iter().any(|(_, outcome)| outcome.failed() > 0);
    Ok(if failed { Exit::Failed } else { Exit::Ok })
}

/// Runs one client; an SDK runs against a new emulator.
fn outcome(client: &Client, root: &Path, scratch: &Path) -> Result<ClientOutcome> {
    let folder = scratch.join(client.name);
    let version = match client.install(&folder) {
        Ok(version) => version,
        Err(reason) => return Ok(ClientOutcome::NotRun(format!("{reason:#}"))),
    };
    if client.suite == Suite::Messages {
        return client.check(root, &folder, version, &programs::messages(root)?);
    }
    let emulator = Emulator::start(&programs::emulator(root)?)?;
    client.check(root, &folder, version, &emulator.variables())
}
