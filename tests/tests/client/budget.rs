//! The number of dependencies of the client.

use std::collections::BTreeSet;
use std::process::Command;

/// Returns names and versions of the normal dependencies.
fn crates(features: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--locked",
            "--package",
            "generated-client",
        ])
        .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .args(features)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo tree failed: {errors}");
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    let crates = lines.lines().filter(|line| !line.is_empty());
    let mut crates: BTreeSet<_> = crates
        .map(|line| name_and_version(line).to_owned())
        .collect();
    crates.insert("the program itself".to_owned());
    crates
}

fn name_and_version(line: &str) -> &str {
    let end = line
        .match_indices(' ')
        .nth(1)
        .map_or(line.len(), |(at, _)| at);
    &line[..end]
}

#[test]
fn has_at_most_90_dependencies() {
    let crates = crates(&[]);
    assert!(crates.len() <= 90, "{} crates: {crates:#?}", crates.len());
}

#[test]
fn has_at_most_50_dependencies_without_credentials_chain() {
    let crates = crates(&["--no-default-features"]);
    assert!(crates.len() <= 50, "{} crates: {crates:#?}", crates.len());
}
