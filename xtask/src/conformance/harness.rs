//! Builds a generated crate and runs its tests.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use ::codegen::model::TestKind;
use anyhow::{Context as _, Result};

use crate::Environment;

/// The test results of a crate.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// The tests by path, with the difference of failed tests.
    pub(super) tests: BTreeMap<String, Option<String>>,
    /// The output of cargo if the crate does not build without warnings, or the
    /// test process fails.
    pub(super) problem: Option<String>,
}

/// The tested side of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Client,
    Server,
}

impl Side {
    pub(super) fn new(server: bool) -> Self {
        if server { Self::Server } else { Self::Client }
    }

    /// Whether tests of this kind belong to this side.
    pub(super) fn has(self, kind: TestKind) -> bool {
        match kind {
            TestKind::Request | TestKind::Response => self == Self::Client,
            TestKind::Malformed => self == Self::Server,
        }
    }
}

/// The selected tests.
#[derive(Clone, Copy, Debug)]
pub(super) struct Selection<'a> {
    pub(super) side: Side,
    /// A part of their names.
    pub(super) filter: Option<&'a str>,
}

/// The module of the tests of the server side in the test program `protocol`.
const SERVER_TESTS: &str = "malformed_requests::";

/// Settings that reuse the dependencies of the workspace and keep no incremental
/// state.
const SETTINGS: &[&str] = &[
    "profile.dev.debug=false",
    "profile.dev.incremental=false",
    "profile.dev.package.\"*\".debug=false",
];

pub(super) fn run(
    root: &Path,
    environment: &Environment,
    folder: &Path,
    tests: Selection<'_>,
) -> Result<Run> {
    // Use the same versions as the workspace.
    let lock = root.join("Cargo.lock");
    if lock.is_file() {
        fs::copy(&lock, folder.join("Cargo.lock"))
            .with_context(|| format!("cannot write into `{}`", folder.display()))?;
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .current_dir(folder)
        .args(["test", "--color", "never", "--no-fail-fast"])
        // The server side must build, too.
        .args(["--features", "server", "--target-dir"])
        .arg(environment.target_dir(root))
        .args(match tests.side {
            Side::Client => &["--lib", "--tests"][..],
            Side::Server => &["--test", "protocol"],
        })
        // Remove the variables of this process.
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("RUST_BACKTRACE");
    for setting in SETTINGS {
        command.args(["--config", setting]);
    }
    match tests.side {
        Side::Client => {
            command.args(["--", "--skip", SERVER_TESTS]);
            command.args(tests.filter);
        }
        // libtest runs the tests of either filter.
        Side::Server => drop(command.args(["--", SERVER_TESTS])),
    }
    let output = command.output().context("cannot run cargo")?;
    let errors = String::from_utf8_lossy(&output.stderr);
    let filter = tests.filter.unwrap_or_default();
    let mut tests = results(&String::from_utf8_lossy(&output.stdout));
    let failed = tests.values().any(Option::is_some);
    tests.retain(|path, _| path.contains(filter));
    let warned = errors.lines().any(|line| line.starts_with("warning"));
    let broken = !output.status.success() && !failed;
    Ok(Run {
        problem: (warned || broken).then(|| errors.into_owned()),
        tests,
    })
}

/// Parses the output of libtest.
fn results(text: &str) -> BTreeMap<String, Option<String>> {
    let mut tests = BTreeMap::new();
    let mut failing: Option<(String, String)> = None;
    for line in text.lines() {
        let heading = line
            .strip_prefix("---- ")
            .and_then(|line| line.strip_suffix(" stdout ----"));
        if heading.is_some() || line == "failures:" {
            tests.extend(failing.take().map(difference));
            failing = heading.map(|path| (path.to_owned(), String::new()));
        } else if let Some((_, text)) = &mut failing {
            text.push_str(line);
            text.push('\n');
        } else if let Some((path, result)) = line
            .strip_prefix("test ")
            .and_then(|line| line.split_once(" ... "))
        {
            let path = path.trim_end_matches(" - should panic").to_owned();
            match result {
                "ok" => drop(tests.insert(path, None)),
                "FAILED" => drop(tests.insert(path, Some(String::new()))),
                // Ignored tests did not run.
                _ => {}
            }
        }
    }
    tests
}

/// Returns the difference in the output of a failed test.
fn difference((path, text): (String, String)) -> (String, Option<String>) {
    let lines = text.trim().lines().filter(|line| {
        !line.starts_with("note: run with") && !line.is_empty() && !line.starts_with("thread '")
    });
    (path, Some(lines.collect::<Vec<_>>().join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_the_output_of_libtest() {
        let text = "running 4 tests
test paths::label ... ok
test paths::later ... ignored
test paths::greedy ... FAILED
test paths::other ... FAILED

failures:

---- paths::greedy stdout ----

thread 'paths::greedy' (7) panicked at tests/protocol/paths.rs:9:5:
assertion `left == right` failed: path
  left: \"/a\"
 right: \"/b\"
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace

---- paths::other stdout ----

thread 'paths::other' (8) panicked at tests/protocol/paths.rs:19:5:
there is no header x


failures:
    paths::greedy
    paths::other

test result: FAILED. 1 passed; 2 failed; 1 ignored
";
        let found = results(text);
        assert_eq!(found.len(), 3);
        assert_eq!(found["paths::label"], None);
        let greedy = found["paths::greedy"].as_deref();
        assert_eq!(
            greedy,
            Some("assertion `left == right` failed: path\n  left: \"/a\"\n right: \"/b\"")
        );
        let other = found["paths::other"].as_deref();
        assert_eq!(other, Some("there is no header x"));
    }
}
