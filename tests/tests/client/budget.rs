//! The number of dependencies of the client.

use std::collections::BTreeSet;
use std::process::Command;

/// Returns names and versions of the client and its normal dependencies.
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
    crates
        .map(|line| name_and_version(line).to_owned())
        .collect()
}

fn name_and_version(line: &str) -> &str {
    let end = line
        .match_indices(' ')
        .nth(1)
        .map_or(line.len(), |(at, _)| at);
    &line[..end]
}

/// Requires a program with the client to have at most `limit` crates, itself included.
fn assert_within(limit: usize, features: &[&str]) {
    let crates = crates(features);
    assert!(crates.len() < limit, "{} crates: {crates:#?}", crates.len());
}

#[test]
fn has_at_most_90_dependencies() {
    assert_within(90, &[]);
}

#[test]
fn has_at_most_50_dependencies_without_credentials_chain() {
    assert_within(50, &["--no-default-features", "--features", "http"]);
}

/// Types, events and stubs need no transport, no TLS and no hash functions.
#[test]
fn types_and_events_need_only_portable_crates() {
    let wasm = "wasm32-unknown-unknown";
    let crates = crates(&[
        "--no-default-features",
        "--features",
        "whatsapp",
        "--target",
        wasm,
    ]);
    let names: BTreeSet<&str> = crates
        .iter()
        .map(|crate_| crate_.split(' ').next().expect("a name"))
        .collect();
    let expected = [
        "base64",
        "bytes",
        "futures-core",
        "generated-client",
        "http",
        "itoa",
        "memchr",
        "once_cell",
        "pin-project-lite",
        "restjson-runtime",
        "serde",
        "serde_core",
        "serde_json",
        "tokio",
        "tracing",
        "tracing-core",
        "zmij",
    ];
    assert_eq!(names, BTreeSet::from(expected));
}

#[test]
fn signing_without_http_adds_only_hash_functions() {
    let features = |features| crates(&["--no-default-features", "--features", features]);
    let (types, signing) = (features("whatsapp"), features("whatsapp,signing"));
    let added: Vec<&String> = signing.difference(&types).collect();
    assert!(added.len() <= 11, "{added:#?}");
    for native in ["ring ", "hyper ", "rustls ", "socket2 "] {
        assert!(!signing.iter().any(|it| it.starts_with(native)), "{native}");
    }
}
