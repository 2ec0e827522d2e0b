//! Programs of the client crate.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

/// The examples that print and read messages and events, and the variables with their
/// paths.
const MESSAGES: &[(&str, &str)] = &[
    ("every_message", "EVERY_MESSAGE"),
    ("check_message", "CHECK_MESSAGE"),
    ("read_events", "READ_EVENTS"),
];

/// Builds the emulator and returns the path of the program.
pub(super) fn emulator(root: &Path) -> Result<PathBuf> {
    const NAME: &str = "social-messaging-emulator";
    let messages = build(root, &["--features", "emulator-program", "--bin", NAME])?;
    executable(&messages, NAME)
}

/// Builds the programs of messages and events. Returns variables with their paths.
pub(super) fn messages(root: &Path) -> Result<Vec<(&'static str, OsString)>> {
    let examples = MESSAGES.iter().flat_map(|(name, _)| ["--example", name]);
    let arguments: Vec<&str> = ["--features", "whatsapp"]
        .into_iter()
        .chain(examples)
        .collect();
    let messages = build(root, &arguments)?;
    let variable = |(name, variable): &(&str, &'static str)| {
        Ok((*variable, executable(&messages, name)?.into()))
    };
    MESSAGES.iter().map(variable).collect()
}

/// Builds programs, and returns the messages of cargo.
fn build(root: &Path, arguments: &[&str]) -> Result<Vec<Value>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(root)
        .args(["build", "--quiet", "--package", "generated-client"])
        .args(arguments)
        .args(["--message-format", "json-render-diagnostics"])
        .stderr(Stdio::inherit())
        .output()
        .context("cannot run cargo")?;
    ensure!(
        output.status.success(),
        "cannot build the client's programs"
    );
    let text = String::from_utf8_lossy(&output.stdout);
    let messages = text.lines().map(serde_json::from_str);
    messages
        .collect::<Result<_, _>>()
        .context("cannot read the messages of cargo")
}

/// Finds the path of a program in the messages of cargo.
fn executable(messages: &[Value], name: &str) -> Result<PathBuf> {
    let mut named = messages
        .iter()
        .filter(|message| message["target"]["name"] == name);
    named
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .with_context(|| format!("cargo did not report the path of {name}"))
}
