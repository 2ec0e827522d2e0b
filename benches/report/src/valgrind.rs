//! Counts instructions and allocations with valgrind.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::process::{self, Command};

use anyhow::{Context as _, ensure};

use crate::programs::Programs;

/// Whether valgrind is installed.
pub(crate) fn is_installed() -> bool {
    Command::new("valgrind").arg("--version").output().is_ok()
}

/// Parts of the names of the functions that hash blocks, in ring and in the crate
/// `sha2`.
const SHA_BLOCKS: [&str; 3] = [
    "sha256_block_data_order",
    "sha2::sha256::soft",
    "sha2::sha256::x86",
];

/// The instructions of a run.
#[derive(Clone, Copy)]
pub(crate) struct Instructions {
    pub(crate) all: f64,
    /// The instructions of the function that hashes a block with SHA-256. They
    /// depend on the processor that valgrind simulates.
    pub(crate) of_sha: f64,
}

/// The allocations of a run.
#[derive(Clone, Copy)]
pub(crate) struct Allocations {
    pub(crate) count: f64,
    pub(crate) bytes: f64,
}

/// Counts the instructions of a program.
pub(crate) fn instructions(
    programs: &Programs,
    name: &str,
    arguments: &[&str],
) -> anyhow::Result<Instructions> {
    let file = env::temp_dir().join(format!("callgrind-{}", process::id()));
    let out = format!("--callgrind-out-file={}", file.display());
    run(programs, name, &["--tool=callgrind", &out], arguments)?;
    let profile = fs::read_to_string(&file)?;
    fs::remove_file(&file)?;
    Ok(read_profile(&profile))
}

/// Counts the allocations of a program.
pub(crate) fn allocations(
    programs: &Programs,
    name: &str,
    arguments: &[&str],
) -> anyhow::Result<Allocations> {
    let options = ["--tool=dhat", "--dhat-out-file=/dev/null"];
    let text = run(programs, name, &options, arguments)?;
    // "Total: 1,234 bytes in 56 blocks"
    let total = text.lines().find_map(|line| line.split_once("Total:"));
    let total = total
        .context("valgrind printed no total")?
        .1
        .replace(',', "");
    let words: Vec<&str> = total.split_whitespace().collect();
    let number = |index: usize| anyhow::Ok(words.get(index).context("no number")?.parse()?);
    Ok(Allocations {
        bytes: number(0)?,
        count: number(3)?,
    })
}

/// Runs a program under valgrind and returns its messages.
fn run(
    programs: &Programs,
    name: &str,
    options: &[&str],
    arguments: &[&str],
) -> anyhow::Result<String> {
    let output = Command::new("valgrind")
        .args(options)
        .arg(programs.path(name))
        .args(arguments)
        .output()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    ensure!(
        output.status.success(),
        "{name} {arguments:?} failed: {text}"
    );
    Ok(text)
}

/// Adds up the lines of a profile in the format of callgrind.
fn read_profile(profile: &str) -> Instructions {
    // Names are written once, and then referred to by number.
    let mut names = BTreeMap::new();
    let mut own = BTreeMap::new();
    let mut function = "";
    let mut is_call = false;
    for line in profile.lines() {
        if let Some((key, name)) = line.split_once("fn=(") {
            let (number, name) = name.split_once(')').unwrap_or((name, ""));
            if !name.is_empty() {
                names.insert(number, name);
            }
            if key.is_empty() {
                function = number;
            }
        } else if line.starts_with("calls=") {
            is_call = true;
        } else if line.starts_with(|start: char| "+-*".contains(start) || start.is_ascii_digit()) {
            let cost = line.split(' ').nth(1).and_then(|cost| cost.parse().ok());
            // The line after a call has the cost of the called function.
            if !std::mem::take(&mut is_call) {
                *own.entry(function).or_insert(0.0) += cost.unwrap_or(0.0);
            }
        }
    }
    let is_sha = |number: &str| {
        let name = names.get(number);
        name.is_some_and(|name| SHA_BLOCKS.iter().any(|part| name.contains(part)))
    };
    Instructions {
        all: own.values().sum(),
        of_sha: own
            .iter()
            .filter(|(number, _)| is_sha(number))
            .map(|(_, cost)| cost)
            .sum(),
    }
}
