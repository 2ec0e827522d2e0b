//! `cargo xtask conformance`: the ways in which it ends before anything is
//! built. What it finds in models is what `.ci/run` calls it for.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;

use support::xtask;
use xtask::Exit;

#[test]
fn what_cannot_be_run_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("workspace");
    for (path, text) in [
        ("xtask/Cargo.toml", ""),
        ("empty/README.md", ""),
        ("twice/a.json", r#"{"shapes": {"a#A": {}}}"#),
        ("twice/b.json", r#"{"shapes": {"a#A": {}}}"#),
        ("broken/a.json", "{"),
        ("mistaken.json", r#"{"smithy": "2.0", "shapes": {}}"#),
    ] {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    for (arguments, exit, said) in [
        (&[][..], Exit::Unusable, "SMITHY_TEST_MODELS"),
        (&["empty"], Exit::Unusable, "no JSON file in"),
        (&["twice"], Exit::Unusable, "`a#A`"),
        (&["broken"], Exit::Unusable, "broken/a.json"),
        (&["missing.json"], Exit::Unusable, "missing.json"),
        (&["mistaken.json"], Exit::Failed, "M0601"),
    ] {
        let arguments = [&["conformance"], arguments].concat();
        let ran = xtask(&root, &arguments);
        assert_eq!(ran.exit, exit, "{arguments:?}: {}", ran.error);
        assert!(ran.error.contains(said), "{arguments:?}: {}", ran.error);
        assert_eq!(ran.output, "", "{arguments:?}");
    }
}
