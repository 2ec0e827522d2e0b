//! Whole command lines: their output and exit codes.
//!
//! Most run in this process, on a small workspace in a temporary folder; a few
//! run the built program, to test the process itself.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{LIBRARY, workspace, xtask};
use xtask::Exit;

/// A model with a target that does not exist.
fn broken_model() -> String {
    LIBRARY.replacen("example#GetBookOutput\" }", "example#GetBookOuptut\" }", 1)
}

/// A model with a second output member.
fn grown_model() -> String {
    let title = r##""title": {"##;
    let author = r##""author": {
          "target": "smithy.api#String",
          "traits": { "smithy.api#documentation": "Who wrote it." }
        },
        "title": {"##;
    LIBRARY.replacen(title, author, 1)
}

const MODEL: &str = "model/socialmessaging.json";

#[test]
fn codegen_writes_only_changed_files() {
    let folder = workspace(LIBRARY);
    let root = folder.path();

    let first = xtask(root, &["codegen"]);
    assert_eq!(first.exit, Exit::Ok, "{}", first.error);
    assert!(
        first
            .output
            .contains("created   generated-client/src/generated/mod.rs")
    );
    assert!(!first.output.contains("unchanged"), "{}", first.output);

    let again = xtask(&root.join("generated-client/src"), &["codegen"]);
    assert_eq!(again.exit, Exit::Ok, "{}", again.error);
    assert_eq!(again.output.lines().count(), 1, "{}", again.output);
    assert!(again.output.ends_with(" unchanged\n"), "{}", again.output);

    let verbose = xtask(root, &["codegen", "--verbose"]);
    assert!(
        verbose
            .output
            .contains("unchanged generated-client/src/generated/mod.rs")
    );

    fs::write(root.join("model/socialmessaging.json"), grown_model()).unwrap();
    let grown = xtask(root, &["codegen"]);
    assert!(
        grown
            .output
            .contains("updated   generated-client/src/generated/"),
        "{}",
        grown.output
    );
}

#[test]
fn check_prints_the_difference_and_the_command() {
    let folder = workspace(LIBRARY);
    let root = folder.path();
    xtask(root, &["codegen"]);
    let current = xtask(root, &["codegen", "--check"]);
    assert_eq!((current.exit, current.error.as_str()), (Exit::Ok, ""));

    let edited = root.join("generated-client/src/generated/mod.rs");
    let generated = fs::read_to_string(&edited).unwrap();
    fs::write(&edited, format!("{generated}// A line by hand.\n")).unwrap();
    let check = xtask(root, &["codegen", "--check"]);
    assert_eq!(check.exit, Exit::Failed);
    assert!(
        check.output.contains("\n-// A line by hand.\n"),
        "{}",
        check.output
    );
    assert!(
        check.error.contains("run `cargo xtask codegen` and"),
        "{}",
        check.error
    );
    assert!(
        fs::read_to_string(&edited).unwrap().ends_with("by hand.\n"),
        "nothing is written"
    );
}

#[test]
fn a_model_with_errors_changes_no_file() {
    let folder = workspace(&broken_model());
    for arguments in [&["codegen"][..], &["codegen", "--check"], &["validate"]] {
        let ran = xtask(folder.path(), arguments);
        assert_eq!(ran.exit, Exit::Failed, "{arguments:?}");
        assert!(
            ran.error.contains("model/socialmessaging.json:"),
            "{arguments:?}: {}",
            ran.error
        );
        assert_eq!(ran.output, "", "{arguments:?}");
    }
    assert!(
        !folder
            .path()
            .join("generated-client/src/generated")
            .exists()
    );
}

#[test]
fn codegen_rejects_hand_written_files_in_generated_folders() {
    let folder = workspace(LIBRARY);
    let stranger = folder
        .path()
        .join("generated-client/src/generated/notes.md");
    fs::create_dir_all(stranger.parent().unwrap()).unwrap();
    fs::write(&stranger, "mine").unwrap();
    let ran = xtask(folder.path(), &["codegen"]);
    assert_eq!(ran.exit, Exit::Unusable);
    assert!(
        ran.error.contains("  src/generated/notes.md\n"),
        "{}",
        ran.error
    );
    assert_eq!(fs::read_dir(stranger.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn codegen_writes_a_crate_for_another_model() {
    let folder = workspace(LIBRARY);
    let root = folder.path();
    fs::write(root.join("library.json"), LIBRARY).unwrap();
    let arguments = [
        "codegen",
        "--model",
        "library.json",
        "--out",
        "library-client",
    ];

    let first = xtask(root, &arguments);
    assert_eq!(first.exit, Exit::Ok, "{}", first.error);
    let manifest = fs::read_to_string(root.join("library-client/Cargo.toml")).unwrap();
    assert!(manifest.contains("../runtime"), "{manifest}");
    assert!(root.join("library-client/src/lib.rs").is_file());

    let again = xtask(root, &arguments);
    assert_eq!(again.exit, Exit::Ok, "{}", again.error);
    assert!(again.output.ends_with(" unchanged\n"), "{}", again.output);

    // The text does not depend on where it was generated from.
    let below = root.join("model");
    let from_below = [
        "codegen",
        "--check",
        "--model",
        "../library.json",
        "--out",
        "../library-client",
    ];
    let ran = xtask(&below, &from_below);
    assert_eq!(ran.exit, Exit::Ok, "{}{}", ran.output, ran.error);

    // Nor does it depend on whether the folder existed.
    let new = [&from_below[..1], &from_below[2..5], &["../clients/new"]].concat();
    for outcome in ["created", "unchanged"] {
        let ran = xtask(&below, &new);
        assert_eq!(ran.exit, Exit::Ok, "{}", ran.error);
        assert!(ran.output.trim_end().ends_with(outcome), "{}", ran.output);
        let manifest = fs::read_to_string(root.join("clients/new/Cargo.toml")).unwrap();
        assert!(manifest.contains(r#"path = "../../runtime""#), "{manifest}");
    }

    // A crate to publish depends on the runtime by version.
    let mut published = new[..4].to_vec();
    published.extend(["../clients/published", "--runtime-version", "0.1"]);
    let ran = xtask(&below, &published);
    assert_eq!(ran.exit, Exit::Ok, "{}", ran.error);
    let manifest = fs::read_to_string(root.join("clients/published/Cargo.toml")).unwrap();
    let runtime = r#"runtime = { package = "restjson-runtime", version = "^0.1", "#;
    assert!(manifest.contains(runtime), "{manifest}");
    assert!(!manifest.contains("publish = false"), "{manifest}");

    fs::write(root.join("library.json"), grown_model()).unwrap();
    let check = xtask(root, &[&arguments[..], &["--check"]].concat());
    assert_eq!(check.exit, Exit::Failed);
    let command = "run `cargo xtask codegen --model library.json --out library-client`";
    assert!(check.error.contains(command), "{}", check.error);
}

#[test]
fn codegen_rejects_a_folder_with_other_files() {
    let folder = workspace(LIBRARY);
    let root = folder.path();
    let out = root.join("precious");
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("Cargo.toml"), "[package]\n").unwrap();
    let arguments = [
        "codegen",
        "--model",
        "model/socialmessaging.json",
        "--out",
        "precious",
    ];
    let ran = xtask(root, &arguments);
    assert_eq!(ran.exit, Exit::Unusable);
    assert!(
        ran.error.contains("pass `--out` a new or empty folder"),
        "{}",
        ran.error
    );
    assert_eq!(fs::read_dir(&out).unwrap().count(), 1);
}

#[test]
fn exits_with_2_for_invalid_arguments_and_files() {
    let folder = workspace(LIBRARY);
    let root = folder.path();
    fs::write(root.join("binary.json"), [0xff, 0xfe]).unwrap();
    let outside = tempfile::tempdir().unwrap();
    let cases: &[(&Path, &[&str], &str)] = &[
        (root, &["codegen", "--out", "x"], "--model <FILE>"),
        (root, &["codegen", "--model", "x"], "--out <DIR>"),
        (root, &["kodegen"], "codegen"),
        (root, &[], "Usage:"),
        (
            root,
            &["validate", "missing.json"],
            "file not found: `missing.json`\npass the path",
        ),
        (root, &["validate", "."], "`.` is a folder"),
        (root, &["validate", "binary.json"], "not UTF-8"),
        (
            root,
            &["codegen", "--model", MODEL, "--out", "binary.json"],
            "`binary.json` is a file, not a folder for a crate\npass `--out`",
        ),
        (outside.path(), &["codegen"], "run this as `cargo xtask`"),
    ];
    for (folder, arguments, expected) in cases {
        let ran = xtask(folder, arguments);
        assert_eq!(ran.exit, Exit::Unusable, "{arguments:?}");
        assert!(ran.error.contains(expected), "{arguments:?}: {}", ran.error);
        assert_eq!(ran.output, "", "{arguments:?}");
    }
}

#[test]
fn validate_reads_the_default_or_the_given_model() {
    let folder = workspace(LIBRARY);
    fs::write(folder.path().join("broken.json"), broken_model()).unwrap();
    assert_eq!(xtask(folder.path(), &["validate"]).exit, Exit::Ok);
    let ran = xtask(folder.path(), &["validate", "broken.json"]);
    assert_eq!(ran.exit, Exit::Failed);
    assert!(ran.error.contains("broken.json:"), "{}", ran.error);
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("m.json"), LIBRARY).unwrap();
    assert_eq!(
        xtask(outside.path(), &["validate", "m.json"]).exit,
        Exit::Ok
    );
}

#[test]
fn color_follows_the_option() {
    let folder = workspace(&broken_model());
    for (arguments, colored) in [
        (&["validate"][..], false),
        (&["--color", "never", "validate"], false),
        (&["validate", "--color", "always"], true),
    ] {
        let ran = xtask(folder.path(), arguments);
        assert_eq!(ran.error.contains('\u{1b}'), colored, "{arguments:?}");
    }
}

#[test]
fn prints_help() {
    let mut text = String::new();
    for arguments in [
        &["--help"][..],
        &["codegen", "--help"],
        &["validate", "--help"],
        &["diff", "--help"],
        &["upstream", "--help"],
        &["conformance", "--help"],
        &["interop", "--help"],
        &["fmt-model", "--help"],
        &["docs", "--help"],
        &["inspect", "--help"],
        &["explain", "--help"],
        &["schema", "--help"],
    ] {
        let ran = xtask(Path::new("/"), arguments);
        assert_eq!((ran.exit, ran.error.as_str()), (Exit::Ok, ""));
        text.push_str(&format!(
            "$ cargo xtask {}\n{}\n",
            arguments.join(" "),
            ran.output
        ));
    }
    insta::with_settings!(
        { omit_expression => true, prepend_module_to_snapshot => false },
        { insta::assert_snapshot!("help", text) }
    );
}

#[test]
fn the_program_exits_with_the_documented_codes() {
    let good = workspace(LIBRARY);
    let bad = workspace(&broken_model());
    let unused = r#""shapes": { "com.example#Unused": { "type": "string" },"#;
    let warned = LIBRARY.replacen(r#""shapes": {"#, unused, 1);
    assert_ne!(warned, LIBRARY);
    let warned = workspace(&warned);
    for (folder, arguments, code) in [
        (&good, &["validate"][..], 0),
        (&warned, &["validate"], 0),
        (&warned, &["validate", "--deny", "warnings"], 1),
        (&good, &["codegen", "--check"], 1),
        (&bad, &["validate"], 1),
        (&good, &["validate", "missing.json"], 2),
        (&good, &["--no-such-option"], 2),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments)
            .current_dir(folder.path())
            .env("CARGO_MANIFEST_DIR", folder.path().join("xtask"))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        assert!(!output.stderr.contains(&0x1b), "a pipe is not a terminal");
    }
}
