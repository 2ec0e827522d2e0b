//! Runs the commands that the book shows for another service, on the model that
//! it shows.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use crate::support::{LIBRARY, workspace_with, xtask};
use xtask::Exit;

const PAGE: &str = include_str!("../../docs/other-services.md");

/// Returns the text of the first block of the page in a language.
fn block(language: &str) -> String {
    let opening = format!("\n```{language}\n");
    let (_, rest) = PAGE.split_once(&opening).unwrap();
    let (code, _) = rest.split_once("```").unwrap();
    code.to_owned()
}

#[test]
fn walkthrough_commands_work() {
    let model = block("json");
    let folder = workspace_with(&[
        ("workspace/xtask/Cargo.toml", ""),
        ("workspace/runtime/Cargo.toml", ""),
        ("workspace/model/socialmessaging.json", LIBRARY),
        ("workspace/bookshop.json", &model),
    ]);
    let root = folder.path().join("workspace");
    let validated = xtask(&root, &["validate", "bookshop.json"]);
    assert_eq!(validated.exit, Exit::Ok, "{}", validated.error);
    let printed = validated.output + &validated.error;
    assert!(printed.contains("warning[M0901]"), "{printed}");

    let generate = [
        "codegen",
        "--model",
        "bookshop.json",
        "--out",
        "../bookshop-client",
    ];
    let generated = xtask(&root, &generate);
    assert_eq!(generated.exit, Exit::Ok, "{}", generated.error);
    let checked = xtask(&root, &[&generate[..], &["--check"]].concat());
    assert_eq!(checked.exit, Exit::Ok, "{}", checked.error);
    let documented = xtask(
        &root,
        &[
            "docs",
            "--model",
            "bookshop.json",
            "--out",
            "../bookshop-client",
        ],
    );
    assert_eq!(documented.exit, Exit::Ok, "{}", documented.error);

    let client = folder.path().join("bookshop-client");
    assert!(client.join("docs/operations/get_book.md").is_file());
    for path in [
        "Cargo.toml",
        "README.md",
        "src/lib.rs",
        "src/generated/client.rs",
        "src/generated/operation",
        "src/generated/input",
        "src/generated/output",
        "src/generated/types",
        "src/generated/error",
        "src/generated/constraints.rs",
        "src/generated/stub.rs",
        "src/generated/server",
    ] {
        assert!(client.join(path).exists(), "{path}");
        // Files in `src/generated/` are listed by their names.
        let name = path.rsplit('/').next().unwrap();
        assert!(PAGE.contains(name), "the page does not list {name}");
    }
    let source = fs::read_to_string(client.join("src/generated/client.rs")).unwrap();
    assert!(source.contains("pub fn get_book("), "{source}");
}

#[test]
fn walkthrough_shows_the_output_of_validate() {
    let label = r#""smithy.api#httpLabel": {}, "#;
    let model = block("json");
    let broken = model.replace(label, "");
    assert_ne!(model, broken);
    let folder = workspace_with(&[("bookshop.json", &broken)]);
    let validated = xtask(folder.path(), &["validate", "bookshop.json"]);
    assert_eq!(validated.exit, Exit::Failed);
    let printed = validated.output + &validated.error;
    assert!(printed.starts_with(&block("text")), "{printed}");
}
