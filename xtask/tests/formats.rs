//! The formats `--format json` and `--format github`, as described in
//! FORMATS.md; and `--fix`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use crate::support::{DATA_MODEL, SIGNS, workspace, workspace_with_data, xtask};
use serde_json::Value;
use tempfile::TempDir;
use xtask::Exit;

/// A model with a warning.
const LIBRARY: &str =
    include_str!("../../codegen/tests/fixtures/invalid/M0903-unbounded-list.json");

fn model(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("model/socialmessaging.json")).unwrap()
}

/// A model with an error that has a suggestion, and an error without one.
fn broken() -> String {
    LIBRARY
        .replacen(
            "com.example#GetBookOutput\" },",
            "com.example#GetBookOuput\" },",
            1,
        )
        .replacen(
            "\"aws.protocols#restJson1\": {}",
            "\"aws.protocols#restXml\": {}",
            1,
        )
}

macro_rules! assert_snapshot {
    ($name:expr, $text:expr) => {
        insta::with_settings!(
            { omit_expression => true, prepend_module_to_snapshot => false },
            { insta::assert_snapshot!($name, $text) }
        )
    };
}

#[test]
fn reports_diagnostics_in_each_format() {
    let folder = workspace(&broken());
    for format in ["json", "github"] {
        let ran = xtask(folder.path(), &["validate", "--format", format]);
        assert_eq!((ran.exit, ran.error.as_str()), (Exit::Failed, ""));
        assert_snapshot!(format!("validate.{format}"), ran.output);
    }
    // Every command says it in the same words.
    let entries = |arguments: &[&str]| -> Vec<Value> {
        let ran = xtask(folder.path(), arguments);
        assert_eq!(
            (ran.exit, ran.error.as_str()),
            (Exit::Failed, ""),
            "{arguments:?}"
        );
        let value: Value = serde_json::from_str(&ran.output).unwrap();
        ["errors", "warnings", "diagnostics"]
            .map(|key| value[key].clone())
            .to_vec()
    };
    let expected = entries(&["validate", "--format", "json"]);
    for arguments in [
        &["codegen", "--check", "--format", "json"][..],
        &["docs", "--format", "json"],
        &["inspect", "names", "--format", "json"],
        &["diff", "model/socialmessaging.json", "--format", "json"],
    ] {
        assert_eq!(entries(arguments), expected, "{arguments:?}");
    }
}

#[test]
fn prints_an_object_for_each_model() {
    let signs = SIGNS.replace("\"max\": 80", "\"max\":80");
    let folder = workspace_with_data(&broken(), &[(DATA_MODEL, &signs)]);
    let models = ["model/socialmessaging.json", DATA_MODEL];
    for (arguments, key, exit, expected) in [
        (&["validate"][..], "model", Exit::Failed, &models[..]),
        (&["inspect", "names"], "model", Exit::Failed, &models),
        (&["inspect", "ast", "Sign"], "model", Exit::Ok, &models[1..]),
        (&["fmt-model", "--check"], "source", Exit::Failed, &models),
        (&["fmt-model"], "source", Exit::Ok, &models),
        (&["validate", DATA_MODEL], "model", Exit::Ok, &models[1..]),
    ] {
        let ran = xtask(folder.path(), &[arguments, &["--format", "json"]].concat());
        assert_eq!((ran.exit, ran.error.as_str()), (exit, ""), "{arguments:?}");
        let objects = serde_json::Deserializer::from_str(&ran.output).into_iter::<Value>();
        let found = objects.map(|object| object.unwrap()[key].as_str().unwrap().to_owned());
        let found: Vec<String> = found.collect();
        assert_eq!(found, expected, "{arguments:?}");
    }
    let ran = xtask(folder.path(), &["validate", "--format", "github"]);
    for expected in [
        "::error file=model/socialmessaging.json,",
        "::warning file=model/signs.json,",
    ] {
        assert!(ran.output.contains(expected), "{}", ran.output);
    }
    let ran = xtask(folder.path(), &["inspect", "ast", "Nowhere"]);
    assert_eq!(ran.exit, Exit::Unusable);
    let expected = "no model of the workspace has a shape `Nowhere`\n";
    assert!(ran.error.contains(expected), "{}", ran.error);
}

#[test]
fn reports_changed_files_in_each_format() {
    let folder = workspace(LIBRARY);
    let ran = xtask(folder.path(), &["docs", "--format", "json"]);
    assert_eq!((ran.exit, ran.error.as_str()), (Exit::Ok, ""));
    assert_snapshot!("docs.json", ran.output);

    let page = folder.path().join("generated-client/docs/types.md");
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, text.replacen("\n\n", "\n\nBy hand.\n\n", 1)).unwrap();
    for format in ["json", "github"] {
        let ran = xtask(folder.path(), &["docs", "--check", "--format", format]);
        assert_eq!((ran.exit, ran.error.as_str()), (Exit::Failed, ""));
        assert_snapshot!(format!("docs-check.{format}"), ran.output);
    }

    let ugly = folder.path().join("ugly.json");
    fs::write(&ugly, "{\"smithy\":\n\"2.0\"}\n").unwrap();
    let ran = xtask(
        folder.path(),
        &["fmt-model", "ugly.json", "--check", "--format", "json"],
    );
    assert_eq!(ran.exit, Exit::Failed);
    assert_snapshot!("fmt-model-check.json", ran.output);
    let ran = xtask(
        folder.path(),
        &["fmt-model", "ugly.json", "--format", "github"],
    );
    assert_eq!(
        (ran.exit, ran.output.as_str()),
        (
            Exit::Ok,
            "::notice file=ugly.json,title=the file is updated::written by `cargo xtask fmt-model ugly.json`\n"
        )
    );
}

#[test]
fn prints_a_stage_as_json() {
    let folder = workspace(LIBRARY);
    let ran = xtask(folder.path(), &["inspect", "routes", "--format", "json"]);
    assert_eq!((ran.exit, ran.error.as_str()), (Exit::Ok, ""));
    assert_snapshot!("inspect-routes.json", ran.output);
}

#[test]
fn prints_pages_as_json() {
    let ran = xtask(Path::new("/"), &["explain", "m0906", "--format", "json"]);
    assert_eq!((ran.exit, ran.error.as_str()), (Exit::Ok, ""));
    assert_snapshot!("explain.json", ran.output);
    let one: Value = serde_json::from_str(&ran.output).unwrap();
    let ran = xtask(Path::new("/"), &["explain", "--format", "json"]);
    let all: Value = serde_json::from_str(&ran.output).unwrap();
    let all = all["rules"].as_array().unwrap();
    assert_eq!(all.len(), codegen::Code::ALL.len());
    assert!(all.contains(&one["rules"][0]));
    let ran = xtask(Path::new("/"), &["explain", "--format", "github"]);
    assert_eq!(ran.exit, Exit::Unusable);
    assert!(
        ran.error.contains("[possible values: human, json]"),
        "{}",
        ran.error
    );
}

#[test]
fn reports_invalid_models_of_conformance_as_json() {
    let folder = workspace(&broken());
    let model = "model/socialmessaging.json";
    let validated = xtask(folder.path(), &["validate", "--format", "json"]);
    let validated: Value = serde_json::from_str(&validated.output).unwrap();
    let ran = xtask(folder.path(), &["conformance", model, "--format", "json"]);
    assert_eq!((ran.exit, ran.error.as_str()), (Exit::Failed, ""));
    let value: Value = serde_json::from_str(&ran.output).unwrap();
    assert_eq!(value["models"][0]["model"], model);
    assert_eq!(value["models"][0]["diagnostics"], validated["diagnostics"]);
    let ran = xtask(folder.path(), &["conformance", model, "--format", "github"]);
    assert_eq!(ran.exit, Exit::Failed);
    let start = "::error file=model/socialmessaging.json,line=";
    assert!(ran.output.starts_with(start), "{}", ran.output);
}

#[test]
fn fix_changes_the_file_and_reports_the_rest() {
    let folder = workspace(&broken());
    let ran = xtask(folder.path(), &["validate", "--fix"]);
    assert_eq!(ran.exit, Exit::Failed);
    assert_eq!(
        ran.output,
        "fixed     model/socialmessaging.json:20  M0101: unknown shape `com.example#GetBookOuput`; \
         changed \"com.example#GetBookOuput\" to \"com.example#GetBookOutput\"\n"
    );
    assert!(ran.error.contains("1 error in model"), "{}", ran.error);
    assert_eq!(
        model(&folder),
        LIBRARY.replacen(
            "\"aws.protocols#restJson1\": {}",
            "\"aws.protocols#restXml\": {}",
            1
        )
    );
    let again = xtask(folder.path(), &["validate", "--fix", "--format", "json"]);
    assert!(again.output.contains("\"fixed\": []"), "{}", again.output);

    for format in ["json", "github"] {
        let folder = workspace(&broken());
        let ran = xtask(folder.path(), &["validate", "--fix", "--format", format]);
        assert_eq!(ran.exit, Exit::Failed);
        assert!(ran.output.contains("GetBookOutput"), "{}", ran.output);
        assert!(!model(&folder).contains("GetBookOuput\""));
    }
}

#[cfg(unix)]
#[test]
fn fix_keeps_links_and_permissions() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let folder = workspace(LIBRARY);
    let target = folder.path().join("real.json");
    fs::write(&target, broken()).unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("link.json");
    symlink(&target, &link).unwrap();
    xtask(folder.path(), &["validate", "--fix", "link.json"]);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(
        !fs::read_to_string(&target)
            .unwrap()
            .contains("GetBookOuput\"")
    );
    let mode = fs::metadata(&target).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);

    fs::write(&target, broken()).unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o440)).unwrap();
    let ran = xtask(folder.path(), &["validate", "--fix", "link.json"]);
    assert_eq!(ran.exit, Exit::Unusable);
    assert!(ran.error.contains("make it writable"), "{}", ran.error);
    assert_eq!(fs::read_to_string(&target).unwrap(), broken());
}

#[test]
fn every_entry_is_documented() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("FORMATS.md");
    let page = fs::read_to_string(page).unwrap();
    let folder = workspace(&broken());
    let described =
        |key: &str| page.contains(&format!("`{key}`")) || page.contains(&format!(".{key}`"));
    for arguments in [
        &["explain", "M0101", "--format", "json"][..],
        &["validate", "--format", "json"],
        &[
            "conformance",
            "model/socialmessaging.json",
            "--format",
            "json",
        ],
        &["codegen", "--format", "json"],
        &["inspect", "ast", "--format", "json"],
        &["fmt-model", "--check", "--format", "json"],
        &["validate", "--fix", "--format", "json"],
    ] {
        let value: Value = serde_json::from_str(&xtask(folder.path(), arguments).output).unwrap();
        let objects = [
            &value,
            &value["diagnostics"][0],
            &value["fixed"][0],
            &value["files"][0],
            &value["rules"][0],
            &value["models"][0],
        ];
        for key in objects
            .iter()
            .filter_map(|object| object.as_object())
            .flat_map(|object| object.keys())
        {
            assert!(described(key), "{key}");
        }
    }
    for snapshot in [
        include_str!("snapshots/conformance.json.snap"),
        include_str!("snapshots/interop.json.snap"),
        include_str!("snapshots/diff.json.snap"),
    ] {
        let keys = snapshot.lines().filter_map(|line| {
            let key = line.trim_start().strip_prefix('"')?;
            // An entry of a list of texts may contain JSON.
            let (key, _) = key.split_once("\": ")?;
            (!key.ends_with('\\') && !key.contains(' ')).then_some(key)
        });
        for key in keys {
            assert!(described(key), "{key}");
        }
    }
}
