//! A fixture for every code, with a snapshot of its diagnostics.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use codegen::upstream::{self, Upstream};
use codegen::{Code, Color, Diagnostics, Source, Unsupported};

/// The upstream description with which fixtures of differences are compared.
const UPSTREAM: &str = include_str!("fixtures/upstream/library.json");

/// The codes that only a comparison with an upstream description reports.
const DIFFERENCES: [Code; 3] = [
    Code::UpstreamOperation,
    Code::UpstreamDifference,
    Code::StaleDifference,
];

/// The data model beside the fixtures.
const MESSAGES: &str = include_str!("fixtures/valid/messages.json");

/// The invalid models, each named after the code that it triggers.
fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/invalid");
    let entries = folder.read_dir().unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Validates a fixture. Only fixtures of lints are linted: the others are minimal
/// and mostly undocumented.
fn validate(path: &Path) -> Diagnostics {
    let name = path.file_name().unwrap().to_str().unwrap();
    // Operations are only skipped on request.
    let unsupported = if name.starts_with(Code::SkippedOperation.as_str()) {
        Unsupported::Skipped
    } else {
        Unsupported::Rejected
    };
    let source = Source::new(name, std::fs::read_to_string(path).unwrap());
    if DIFFERENCES
        .iter()
        .any(|code| name.starts_with(code.as_str()))
    {
        let upstream = Upstream::new(Source::new("service-2.json", UPSTREAM));
        upstream::compare(&source, &upstream).unwrap().diagnostics
    } else if name.starts_with(Code::JsonRoot.as_str()) {
        let messages = Source::new("messages.json", MESSAGES);
        codegen::validate_with_models(&source, unsupported, &[messages])
    } else if name.starts_with("M09") {
        codegen::validate(&source, unsupported)
    } else {
        codegen::read(&source, unsupported).1
    }
}

#[test]
fn renders_diagnostics() {
    insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, {
        insta::glob!("fixtures/invalid/*.json", |path| {
            insta::assert_snapshot!("invalid", validate(path).render(Color::Never));
        });
    });
}

#[test]
fn fixtures_trigger_only_their_code() {
    for path in fixtures() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let found: BTreeSet<_> = validate(&path).iter().map(|d| d.code.as_str()).collect();
        let expected = name.split('-').next().unwrap();
        assert_eq!(found, BTreeSet::from([expected]), "{name}");
    }
}

#[test]
fn every_code_has_a_fixture() {
    let names: Vec<String> = fixtures()
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    for code in Code::ALL {
        let has = names.iter().any(|name| name.starts_with(code.as_str()));
        assert!(has, "tests/fixtures/invalid has no {code}-….json");
    }
}

#[test]
fn reports_all_errors_in_text_order() {
    let text = r#"{
  "smithy": "2.0",
  "shapes": {
    "com.example#Library": {
      "type": "service",
      "version": "1",
      "operations": [{"target": "com.example#GetBok"}, {"target": "com.example#GetBook"}],
      "errors": [{"target": "smithy.api#String"}],
      "traits": {"aws.protocols#restJson1": {}, "aws.auth#sigv4": {}}
    },
    "com.example#GetBook": {
      "type": "operation",
      "input": {"target": "com.example#Title"},
      "traits": {"smithy.api#http": {"method": "get", "uri": "books"}}
    },
    "com.example#Title": {"type": "string", "traits": {"smithy.api#pattern": "("}}
  }
}
"#;
    let diagnostics = codegen::validate(&Source::new("model.json", text), Unsupported::Rejected);
    let found: Vec<_> = diagnostics
        .iter()
        .map(|d| (d.code.as_str(), diagnostics.position(d.primary.span).line))
        .collect();
    assert_eq!(
        found,
        [
            ("M0606", 4),
            ("M0101", 7),
            ("M0102", 8),
            ("M0202", 9),
            ("M0102", 13),
            ("M0202", 14),
            ("M0302", 14),
            ("M0401", 16),
        ]
    );
    assert_eq!(diagnostics.summary(), "7 errors, 1 warning in model.json");
}
