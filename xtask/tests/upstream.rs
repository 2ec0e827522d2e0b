//! The command `upstream`.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use std::fs;
use std::io::Write as _;
use std::path::Path;

use crate::support::{workspace, xtask};
use flate2::Compression;
use flate2::write::GzEncoder;
use xtask::Exit;

const MODEL: &str = include_str!("../../codegen/tests/fixtures/upstream/model.json");
const DESCRIPTION: &str = include_str!("../../codegen/tests/fixtures/upstream/service-2.json");

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({
        omit_expression => true,
        prepend_module_to_snapshot => false,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

/// A description with a longer ISBN and another operation.
fn newer() -> String {
    let operation = r#""operations": {
    "Cancel": {
      "http": { "method": "POST", "requestUri": "/cancel" },
      "errors": [{ "shape": "Denied" }]
    },"#;
    let newer = DESCRIPTION
        .replacen("\"max\": 13", "\"max\": 17", 1)
        .replacen("\"operations\": {", operation, 1);
    assert_ne!(newer, DESCRIPTION);
    newer
}

fn put(root: &Path, text: &str) {
    fs::write(root.join("service-2.json"), text).unwrap();
}

#[test]
fn compares_in_each_format() {
    let folder = workspace(MODEL);
    let root = folder.path();
    put(root, DESCRIPTION);
    let same = xtask(root, &["upstream", "service-2.json"]);
    assert_eq!((same.exit, same.error.as_str()), (Exit::Ok, ""));
    assert_eq!(
        same.output,
        "2 of 2 operations of service-2.json\nno unlisted differences\n"
    );
    put(root, &newer());
    for (name, format) in [
        ("upstream.human", "human"),
        ("upstream.json", "json"),
        ("upstream.github", "github"),
    ] {
        let ran = xtask(root, &["upstream", "service-2.json", "--format", format]);
        assert_eq!((ran.exit, ran.error.as_str()), (Exit::Failed, ""), "{name}");
        snapshot(name, &ran.output);
    }
}

#[test]
fn reads_compressed_files() {
    let folder = workspace(MODEL);
    let root = folder.path();
    let file = fs::File::create(root.join("service-2.json.gz")).unwrap();
    let mut encoder = GzEncoder::new(file, Compression::fast());
    encoder.write_all(DESCRIPTION.as_bytes()).unwrap();
    encoder.finish().unwrap();
    let ran = xtask(root, &["upstream", "service-2.json.gz"]);
    assert_eq!(ran.exit, Exit::Ok, "{}", ran.error);
}

#[test]
fn explains_how_to_get_a_description() {
    let folder = workspace(MODEL);
    let ran = xtask(folder.path(), &["upstream"]);
    assert_eq!(ran.exit, Exit::Unusable);
    assert!(
        ran.error.contains("pip download botocore --no-deps"),
        "{}",
        ran.error
    );
    // Botocore names folders after the SDK id.
    let path = "botocore/data/book-shop/2024-01-01/service-2.json.gz";
    assert!(ran.error.contains(path), "{}", ran.error);
}

#[test]
fn writes_missing_operations() {
    let folder = workspace(MODEL);
    let root = folder.path();
    put(root, &newer());
    let arguments = [
        "upstream",
        "service-2.json",
        "--scaffold",
        "Cancel",
        "--scaffold",
        "Isbn",
    ];
    let ran = xtask(root, &arguments);
    assert_eq!((ran.exit, ran.error.as_str()), (Exit::Ok, ""));
    assert_eq!(
        ran.output,
        "created   Cancel\nupdated   Isbn\nwrote model/socialmessaging.json; run `cargo xtask \
         validate` to see the remaining work\n"
    );
    let compared = xtask(root, &["upstream", "service-2.json"]);
    assert_eq!(compared.exit, Exit::Ok, "{}", compared.output);
    let validated = xtask(root, &["validate"]);
    assert_eq!(validated.exit, Exit::Failed);
    assert!(
        validated.error.contains("error[M1104]"),
        "{}",
        validated.error
    );
    let model = fs::read_to_string(root.join("model/socialmessaging.json")).unwrap();
    assert_eq!(xtask(root, &arguments).output.lines().count(), 1);
    let again = fs::read_to_string(root.join("model/socialmessaging.json")).unwrap();
    assert_eq!(again, model);
}

#[test]
fn reports_unusable_files_and_names() {
    let folder = workspace(MODEL);
    let root = folder.path();
    put(root, DESCRIPTION);
    fs::write(root.join("broken.json"), "{").unwrap();
    let other = DESCRIPTION.replace("Book Shop", "Library");
    fs::write(root.join("other.json"), other).unwrap();
    for (arguments, exit, message) in [
        (
            &["missing.json"][..],
            Exit::Unusable,
            "cannot read `missing.json`",
        ),
        (&["broken.json"], Exit::Failed, "error[M0001]"),
        (
            &["other.json"],
            Exit::Unusable,
            "describes the service `Library`",
        ),
        (
            &["service-2.json", "--scaffold", "Ordre"],
            Exit::Unusable,
            "does not have `Ordre`; did you mean `Order`?",
        ),
        (
            &["--scaffold", "Order"],
            Exit::Unusable,
            "required arguments",
        ),
    ] {
        let ran = xtask(root, &[&["upstream"], arguments].concat());
        assert_eq!(ran.exit, exit, "{arguments:?}: {}", ran.error);
        assert!(ran.error.contains(message), "{arguments:?}: {}", ran.error);
    }
}

#[test]
fn the_scheduled_job_reads_the_description_of_the_model() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let advice = xtask(&root, &["upstream"]).error;
    let path = advice.split_whitespace().last().unwrap();
    assert!(path.ends_with("service-2.json.gz"), "{path}");
    let job = fs::read_to_string(root.join(".github/workflows/upstream.yml")).unwrap();
    assert!(job.contains(path), "{path}");
}
