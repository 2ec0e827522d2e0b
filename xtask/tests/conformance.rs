//! `cargo xtask conformance`: failures before anything is built. `.ci/run` runs
//! it on models.

use crate::support::{workspace_with, xtask};
use xtask::Exit;

#[test]
fn conformance_reports_unusable_models() {
    // In a subfolder, so that the sibling folders of the workspace are known.
    let folder = workspace_with(&[
        ("workspace/xtask/Cargo.toml", ""),
        ("workspace/empty/README.md", ""),
        ("workspace/twice/a.json", r#"{"shapes": {"a#A": {}}}"#),
        ("workspace/twice/b.json", r#"{"shapes": {"a#A": {}}}"#),
        ("workspace/broken/a.json", "{"),
        (
            "workspace/mistaken.json",
            r#"{"smithy": "2.0", "shapes": {}}"#,
        ),
        (
            "workspace/untested.json",
            r#"{"smithy": "2.0", "shapes": {
                "a#A": {"type": "service", "version": "1",
                    "operations": [{"target": "a#Get"}],
                    "traits": {"aws.protocols#restJson1": {}, "aws.auth#sigv4": {"name": "a"},
                        "aws.api#service": {"sdkId": "A"}}},
                "a#Get": {"type": "operation", "input": {"target": "smithy.api#Unit"},
                    "output": {"target": "smithy.api#Unit"},
                    "traits": {"smithy.api#http": {"method": "POST", "uri": "/"}}}
            }}"#,
        ),
    ]);
    let root = folder.path().join("workspace");
    for (arguments, exit, expected) in [
        (&[][..], Exit::Unusable, "SMITHY_TEST_MODELS"),
        (&["empty"], Exit::Unusable, "no JSON file in"),
        (&["twice"], Exit::Unusable, "`a#A`"),
        (&["broken"], Exit::Unusable, "broken/a.json"),
        (&["missing.json"], Exit::Unusable, "missing.json"),
        (&["mistaken.json"], Exit::Failed, "M0601"),
        (&["--server", "mistaken.json"], Exit::Failed, "M0601"),
        (
            &["--server", "untested.json"],
            Exit::Unusable,
            "has tests of malformed requests",
        ),
        // Nothing left by the first run interferes with the second.
        (&["mistaken.json"], Exit::Failed, "M0601"),
    ] {
        let arguments = [&["conformance"], arguments].concat();
        let ran = xtask(&root, &arguments);
        assert_eq!(ran.exit, exit, "{arguments:?}: {}", ran.error);
        assert!(ran.error.contains(expected), "{arguments:?}: {}", ran.error);
        assert_eq!(ran.output, "", "{arguments:?}");
    }
}
