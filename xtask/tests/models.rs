//! The commands for changes to models: `diff` and `fmt-model`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{DATA_MODEL, LIBRARY, SIGNS, workspace_with, workspace_with_data, xtask};
use tempfile::TempDir;
use xtask::Exit;

const MODEL: &str = "model/socialmessaging.json";

/// One change of each class.
fn edited() -> String {
    let mut text = LIBRARY.to_owned();
    for (before, after) in [
        (r#""uri": "/book""#, r#""uri": "/books""#),
        (r#"{ "smithy.api#required": {} }"#, "{}"),
        (r#""max": 10"#, r#""max": 20"#),
        (
            r#""members": {
        "title""#,
            r#""members": {
        "author": { "target": "smithy.api#String" },
        "title""#,
        ),
        (r#""version": "2024-01-01""#, r#""version": "2025-01-01""#),
    ] {
        assert!(text.contains(before), "{before}");
        text = text.replacen(before, after, 1);
    }
    text
}

/// A workspace with a model, in a git repository.
fn workspace(model: &str) -> TempDir {
    in_repository(workspace_with(&[(MODEL, model)]))
}

/// Commits everything.
fn in_repository(folder: TempDir) -> TempDir {
    git(folder.path(), &["init", "--quiet"]);
    commit(folder.path(), "first");
    folder
}

fn commit(folder: &Path, tag: &str) {
    git(folder, &["add", "."]);
    let identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    let commit = ["commit", "--quiet", "--no-gpg-sign", "--message", "change"];
    git(folder, &[&identity[..], &commit].concat());
    git(folder, &["tag", tag]);
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    // Without the settings of the user.
    command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1");
    let status = command
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .status()
        .unwrap();
    assert!(status.success(), "git {arguments:?}");
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({
        omit_expression => true,
        prepend_module_to_snapshot => false,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn diff_reports_edits_in_each_format() {
    let folder = workspace(LIBRARY);
    let root = folder.path();
    let unchanged = xtask(root, &["diff", "--fail-on", "any"]);
    assert_eq!(unchanged.exit, Exit::Ok);
    snapshot("diff.none", &unchanged.output);
    let unchanged = xtask(root, &["diff", "--changelog"]);
    snapshot("diff.none.changelog.md", &unchanged.output);
    let unchanged = xtask(root, &["diff", "--markdown"]);
    snapshot("diff.none.md", &unchanged.output);

    fs::write(root.join(MODEL), edited()).unwrap();
    for (name, arguments) in [
        ("diff.human", &["diff"][..]),
        ("diff.json", &["diff", "--format", "json"]),
        ("diff.github", &["diff", "--format", "github"]),
        ("diff.changelog.md", &["diff", "--changelog"]),
        ("diff.md", &["diff", "--markdown"]),
        (
            "diff.links.md",
            &[
                "diff",
                "--markdown",
                "--links",
                "https://github.com/o/n/blob/c/",
            ],
        ),
        ("diff.color", &["diff", "--color", "always"]),
    ] {
        let ran = xtask(&root.join("model"), arguments);
        assert_eq!((ran.exit, ran.error.as_str()), (Exit::Ok, ""), "{name}");
        snapshot(name, &ran.output);
    }
}

/// Three new operations with their own types.
const MORE: &str = r#"
    "example#RULE": {
      "type": "operation",
      "input": { "target": "example#RULEInput" },
      "output": { "target": "example#RULEOutput" },
      "errors": [{ "target": "example#Lost" }],
      "traits": { "smithy.api#http": { "method": "POST", "uri": "/RULE" } }
    },
    "example#RULEInput": {
      "type": "structure",
      "members": {
        "type": { "target": "smithy.api#String", "traits": { "smithy.api#required": {} } },
        "place": { "target": "example#Place" }
      }
    },
    "example#RULEOutput": { "type": "structure" },"#;

#[test]
fn diff_shows_calls_and_operations_missing_in_the_emulator() {
    let mut text = LIBRARY.to_owned();
    let mut shapes = String::new();
    for name in ["AddBook", "BindBook", "Copy"] {
        let target = format!(
            "{{ \"target\": \"example#{name}\" }},\n        {{ \"target\": \"example#GetBook"
        );
        text = text.replacen(r#"{ "target": "example#GetBook"#, &target, 1);
        shapes.push_str(&MORE.replace("RULE", name));
    }
    shapes.push_str(
        r#"
    "example#Lost": { "type": "structure", "traits": { "smithy.api#error": "client" } },
    "example#Place": { "type": "structure", "members": { "shelf": { "target": "smithy.api#String" } } },
"#,
    );
    text = text.replacen(r#""shapes": {"#, &format!(r#""shapes": {{{shapes}"#), 1);
    let folder = workspace(LIBRARY);
    let root = folder.path();
    fs::write(root.join(MODEL), text).unwrap();
    let table = root.join("generated-client/src/emulator/operations/mod.rs");
    fs::create_dir_all(table.parent().unwrap()).unwrap();
    fs::write(
        table,
        "bind(BindBook) => a::bind;\nget(GetBook) => a::get;\n",
    )
    .unwrap();
    for (name, arguments) in [
        ("diff.added", &["diff"][..]),
        ("diff.added.md", &["diff", "--markdown"]),
    ] {
        let ran = xtask(root, arguments);
        assert_eq!((ran.exit, ran.error.as_str()), (Exit::Ok, ""), "{name}");
        snapshot(name, &ran.output);
    }
}

/// GitHub collapses generated files in reviews, but reviewers should see the
/// reference.
#[test]
fn reviews_show_the_reference() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let attributes = fs::read_to_string(root.join(".gitattributes")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".gitattributes"), attributes).unwrap();
    git(folder.path(), &["init", "--quiet"]);
    let output = Command::new("git")
        .arg("-C")
        .arg(folder.path())
        .args(["check-attr", "linguist-generated", "--"])
        .args([
            "generated-client/docs/operations/get_book.md",
            "generated-client/src/generated/client.rs",
        ])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let values: Vec<&str> = text
        .lines()
        .filter_map(|line| line.rsplit(' ').next())
        .collect();
    assert_eq!(values, ["false", "true"]);
}

#[test]
fn diff_reads_revisions_and_files() {
    let folder = workspace(LIBRARY);
    let root = folder.path();
    fs::write(root.join(MODEL), edited()).unwrap();
    commit(root, "second");
    fs::write(root.join("old.json"), LIBRARY).unwrap();
    fs::write(root.join("model/other.json"), LIBRARY).unwrap();
    for (arguments, first, changed) in [
        (&["diff"][..], "HEAD → working tree", false),
        (&["diff", "first"], "first → working tree", true),
        (&["diff", "first", "second"], "first → second", true),
        (&["diff", "first", "HEAD~1"], "first → HEAD~1", false),
        (&["diff", "old.json"], "old.json → working tree", true),
        (&["diff", "old.json", "first"], "old.json → first", false),
        (
            &["diff", "second", "model/other.json"],
            "second → model/other.json",
            true,
        ),
        (
            &["diff", "old.json", "--model", "model/other.json"],
            "old.json → working tree",
            false,
        ),
    ] {
        let ran = xtask(root, arguments);
        assert_eq!(ran.exit, Exit::Ok, "{arguments:?}: {}", ran.error);
        assert_eq!(ran.output.lines().next(), Some(first), "{arguments:?}");
        let unchanged = ran.output.ends_with("next version: 0.3.1 (no changes)\n");
        assert_eq!(!unchanged, changed, "{arguments:?}: {}", ran.output);
    }
}

#[test]
fn diff_compares_all_models() {
    let folder = in_repository(workspace_with_data(LIBRARY, &[]));
    let root = folder.path();
    fs::write(root.join(DATA_MODEL), SIGNS).unwrap();
    let ran = xtask(root, &["diff"]);
    assert_eq!((ran.exit, ran.error.as_str()), (Exit::Ok, ""));
    snapshot("diff.models", &ran.output);
    for (arguments, name) in [
        (&["--markdown"][..], "diff.models.md"),
        (&["--changelog"], "diff.models.changelog.md"),
        (&["--format", "json"], "diff.models.json"),
    ] {
        let ran = xtask(root, &[&["diff"], arguments].concat());
        assert_eq!((ran.exit, ran.error.as_str()), (Exit::Ok, ""), "{name}");
        snapshot(name, &ran.output);
    }

    commit(root, "second");
    let edited = SIGNS.replace("\"max\": 80", "\"max\": 20");
    fs::write(root.join(DATA_MODEL), &edited).unwrap();
    let ran = xtask(root, &["diff", "--fail-on", "breaking"]);
    assert_eq!(ran.exit, Exit::Failed);
    let tightened = "at most 20, was at most 80";
    assert!(
        ran.output.replace("1 to", "at most").contains(tightened),
        "{}",
        ran.output
    );
    // Neither revision has the model.
    let ran = xtask(root, &["diff", "first", "first"]);
    assert_eq!(ran.exit, Exit::Ok);
    assert!(!ran.output.contains(DATA_MODEL), "{}", ran.output);
    let ran = xtask(root, &["diff", "second", "first"]);
    assert_eq!(ran.exit, Exit::Ok);
    assert!(ran.output.contains("Signs was removed"), "{}", ran.output);
    // A named model must exist.
    let ran = xtask(root, &["diff", "first", "--model", DATA_MODEL]);
    assert_eq!((ran.exit, ran.output.as_str()), (Exit::Unusable, ""));
    assert!(ran.error.contains("git says: "), "{}", ran.error);
    // Another model is compared despite an error.
    fs::write(root.join(DATA_MODEL), "{").unwrap();
    let ran = xtask(root, &["diff"]);
    assert_eq!(ran.exit, Exit::Failed);
    assert!(ran.error.contains("model/signs.json:1:1"), "{}", ran.error);
    assert!(ran.output.contains("(no changes)"), "{}", ran.output);
    let ran = xtask(root, &["diff", "--changelog"]);
    assert_eq!((ran.exit, ran.output.as_str()), (Exit::Failed, ""));
}

#[test]
fn fmt_model_formats_all_models() {
    let ugly = SIGNS.replace("\"max\": 80", "\"max\":80");
    let folder = workspace_with_data(LIBRARY, &[(DATA_MODEL, &ugly)]);
    let root = folder.path();
    let check = xtask(root, &["fmt-model", "--check"]);
    assert_eq!(check.exit, Exit::Failed);
    let expected = "`model` is not up to date with `model/signs.json`";
    assert!(check.error.contains(expected), "{}", check.error);
    let written = xtask(root, &["fmt-model"]);
    assert_eq!(
        (written.exit, written.output.as_str()),
        (
            Exit::Ok,
            "model: 1 unchanged\nupdated   model/signs.json\nmodel: 1 updated\n"
        )
    );
    assert_eq!(fs::read_to_string(root.join(DATA_MODEL)).unwrap(), SIGNS);
}

#[test]
fn fail_on_fails_the_command() {
    let folder = workspace(LIBRARY);
    let root = folder.path();
    let loosened = LIBRARY.replace(r#""max": 10"#, r#""max": 20"#);
    fs::write(root.join(MODEL), loosened).unwrap();
    for (fail_on, exit) in [
        ("wire", Exit::Ok),
        ("breaking", Exit::Ok),
        ("behavior", Exit::Failed),
        ("addition", Exit::Failed),
        ("any", Exit::Failed),
    ] {
        let ran = xtask(root, &["diff", "--fail-on", fail_on, "--format", "github"]);
        assert_eq!(ran.exit, exit, "{fail_on}");
        assert_eq!(
            ran.output.contains("::error"),
            exit == Exit::Failed,
            "{fail_on}"
        );
    }
}

#[test]
fn tightened_constraints_are_breaking() {
    let folder = workspace(LIBRARY);
    let root = folder.path();
    let tightened = LIBRARY.replace(r#""max": 10"#, r#""max": 5"#);
    fs::write(root.join(MODEL), tightened).unwrap();
    for (fail_on, exit) in [("wire", Exit::Ok), ("breaking", Exit::Failed)] {
        let ran = xtask(root, &["diff", "--fail-on", fail_on]);
        assert_eq!(ran.exit, exit, "{fail_on}");
        let marked = "at most 5, was at most 10 [breaking] (GetBook)\n";
        assert!(ran.output.contains(marked), "{}", ran.output);
        let next = "next version: 0.4.0 (breaking changes of behavior)\n";
        assert!(ran.output.ends_with(next), "{}", ran.output);
    }
    let ran = xtask(root, &["diff", "--changelog"]);
    assert!(ran.output.contains("### Breaking\n"), "{}", ran.output);
}

#[test]
fn diff_reports_unreadable_models() {
    let folder = workspace(LIBRARY);
    let root = folder.path();
    fs::write(root.join("broken.json"), "{").unwrap();
    for (arguments, exit, expected) in [
        (
            &["diff", "no-such-tag"][..],
            Exit::Unusable,
            "in it\ngit says: invalid object name 'no-such-tag'.\npass the path of a model, or a \
            commit",
        ),
        (
            &["diff", "HEAD", "broken.json"],
            Exit::Failed,
            "broken.json:1:1",
        ),
        (
            &["diff", "--model", "missing.json"],
            Exit::Unusable,
            "missing.json",
        ),
        (
            &["diff", "--markdown", "--format", "json"],
            Exit::Unusable,
            "cannot be used with",
        ),
    ] {
        let ran = xtask(root, arguments);
        assert_eq!(ran.exit, exit, "{arguments:?}");
        assert!(ran.error.contains(expected), "{arguments:?}: {}", ran.error);
        assert_eq!(ran.output, "", "{arguments:?}");
    }
    let folder = workspace_with(&[(MODEL, LIBRARY)]);
    let ran = xtask(folder.path(), &["diff"]);
    assert_eq!(ran.exit, Exit::Unusable);
    let hint = "outside a git repository, pass two files";
    assert!(ran.error.contains(hint), "{}", ran.error);
}

#[test]
fn fmt_model_is_idempotent() {
    let folder = workspace(LIBRARY);
    let root = folder.path();
    let untidy = LIBRARY.replace("\n      ", " ").replace(" : ", ":");
    fs::write(root.join(MODEL), &untidy).unwrap();

    let check = xtask(root, &["fmt-model", "--check"]);
    assert_eq!(check.exit, Exit::Failed);
    assert!(
        check.output.starts_with("--- model/socialmessaging.json\n"),
        "{}",
        check.output
    );
    assert!(
        check
            .error
            .contains("run `cargo xtask fmt-model` and commit"),
        "{}",
        check.error
    );
    assert_eq!(fs::read_to_string(root.join(MODEL)).unwrap(), untidy);

    let written = xtask(root, &["fmt-model", MODEL]);
    assert_eq!((written.exit, written.error.as_str()), (Exit::Ok, ""));
    assert_eq!(
        written.output,
        "updated   model/socialmessaging.json\nmodel: 1 updated\n"
    );
    assert_eq!(fs::read_to_string(root.join(MODEL)).unwrap(), LIBRARY);

    let again = xtask(root, &["fmt-model", "--check"]);
    assert_eq!(again.exit, Exit::Ok);
    assert_eq!(again.output, "model: 1 unchanged\n");
}

#[test]
fn fmt_model_rejects_invalid_json() {
    let folder = workspace("{\"a\": 1, \"a\": 2}");
    let ran = xtask(folder.path(), &["fmt-model"]);
    assert_eq!((ran.exit, ran.output.as_str()), (Exit::Failed, ""));
    assert!(ran.error.contains("M0002"), "{}", ran.error);
    let expected = "`model/socialmessaging.json` was not changed";
    assert!(ran.error.contains(expected), "{}", ran.error);
}
