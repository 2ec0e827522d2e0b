//! Snapshots of the generated code for each feature, reduced to the relevant items.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a failed test panics")]

use codegen::{Files, Options, RuntimeSource, Scope, Source, Unsupported};

/// The fixture, the generated file, and the first line of each item to show; an empty
/// list shows the whole file.
const CASES: &[(&str, &str, &[&str])] = &[
    ("structure", "src/generated/types/book.rs", &[]),
    (
        "output",
        "src/generated/operation/get_book.rs",
        &["impl Operation for"],
    ),
    (
        "sensitive",
        "src/generated/input/add_reader_input.rs",
        &["impl fmt::Debug", "impl Validate"],
    ),
    (
        "sensitive",
        "src/generated/types/card.rs",
        &["impl fmt::Debug", "impl Validate"],
    ),
    ("enum", "src/generated/types/genre.rs", &[]),
    ("enum", "src/generated/types/rating.rs", &[]),
    ("union", "src/generated/types/shelf.rs", &[]),
    (
        "bindings",
        "src/generated/operation/find_pages.rs",
        &["impl Operation for"],
    ),
    (
        "body-members",
        "src/generated/operation/move_book.rs",
        &["impl Operation for"],
    ),
    (
        "payload",
        "src/generated/operation/put_cover.rs",
        &["impl Operation for"],
    ),
    (
        "payload",
        "src/generated/operation/put_card.rs",
        &["impl Operation for"],
    ),
    (
        "pagination",
        "src/generated/operation/list_books.rs",
        &["impl ListBooks {", "impl Paginated for"],
    ),
    ("constraints", "src/generated/constraints.rs", &[]),
    (
        "constraints",
        "src/generated/input/add_books_input.rs",
        &["/// The input", "impl Validate"],
    ),
    ("mistakes", "src/generated/constraints.rs", &[]),
    (
        "rules",
        "src/generated/input/find_book_input.rs",
        &["impl Validate"],
    ),
    ("relations", "src/generated/constraints.rs", &[]),
    (
        "relations",
        "src/generated/input/put_menu_input.rs",
        &["/// A menu", "impl Validate"],
    ),
    (
        "relations",
        "src/generated/types/section.rs",
        &["impl Validate"],
    ),
    ("json-blob", "src/generated/constraints.rs", &[]),
    (
        "json-blob",
        "src/generated/operation/put_note.rs",
        &["/// Calls", "impl PutNote {"],
    ),
    (
        "json-blob",
        "src/generated/operation/put_page.rs",
        &["impl Operation for"],
    ),
    (
        "json-blob",
        "src/generated/types/wrapped.rs",
        &["impl Wrapped"],
    ),
    ("errors", "src/generated/error/out_of_stock.rs", &[]),
    (
        "errors",
        "src/generated/operation/lend_book.rs",
        &[
            "/// The modeled errors",
            "impl OperationError",
            "impl fmt::Display",
            "impl std::error::Error",
        ],
    ),
    ("errors", "src/generated/service.rs", &[]),
    (
        "recursion",
        "src/generated/types/branch.rs",
        &["/// A structure", "impl Branch {"],
    ),
    (
        "documentation",
        "src/generated/operation/describe.rs",
        &["/// **Deprecated"],
    ),
    (
        "documentation",
        "src/generated/output/describe_output.rs",
        &["/// The output", "impl DescribeOutput"],
    ),
    (
        "examples",
        "src/generated/operation/add_book.rs",
        &["/// Calls"],
    ),
    (
        "error-bindings",
        "src/generated/error/out_of_stock.rs",
        &["impl FromResponse"],
    ),
    ("error-bindings", "src/generated/server/lend_book.rs", &[]),
    (
        "header-lists",
        "src/generated/operation/find_books.rs",
        &["impl Operation for"],
    ),
    ("values", "src/generated/types/scale.rs", &["impl Scale"]),
    ("values", "src/generated/constraints.rs", &[]),
    (
        "values",
        "src/generated/operation/put_notes.rs",
        &["impl Operation for"],
    ),
    ("protocol-tests", "tests/protocol/add_book.rs", &[]),
    ("protocol-tests", "tests/protocol/errors.rs", &[]),
    (
        "idempotency-token",
        "src/generated/operation/add_book.rs",
        &["/// Calls", "impl Operation for"],
    ),
    (
        "host-prefix",
        "src/generated/operation/get_book.rs",
        &["impl Operation for"],
    ),
    (
        "host-prefix",
        "src/generated/operation/ping.rs",
        &["impl Operation for"],
    ),
    (
        "checksum-required",
        "src/generated/operation/put_note.rs",
        &["impl Operation for"],
    ),
    (
        "method",
        "src/generated/operation/purge_shelf.rs",
        &["impl Operation for"],
    ),
    (
        "streaming",
        "src/generated/operation/copy_scan.rs",
        &["impl Operation for"],
    ),
    (
        "streaming",
        "src/generated/operation/put_scan.rs",
        &["impl Operation for"],
    ),
    ("endpoint-rules", "src/generated/endpoint.rs", &[]),
    (
        "endpoint-rules",
        "src/generated/operation/get_branch.rs",
        &["impl Operation for"],
    ),
    (
        "endpoint-rules",
        "src/generated/client.rs",
        &["impl ServiceClient"],
    ),
    (
        "pagination-map",
        "src/generated/operation/count_books.rs",
        &["impl Paginated for"],
    ),
    (
        "waiters",
        "src/generated/operation/get_loan.rs",
        &["impl GetLoan {", "static WAIT"],
    ),
    (
        "auth",
        "src/generated/operation/by_token_or_signature.rs",
        &["impl Operation for"],
    ),
    (
        "auth",
        "src/generated/operation/by_key.rs",
        &["impl Operation for"],
    ),
    (
        "auth",
        "src/generated/operation/by_signature.rs",
        &["impl Operation for"],
    ),
    (
        "auth",
        "src/generated/operation/by_signature_or_nothing.rs",
        &["impl Operation for"],
    ),
    (
        "auth",
        "src/generated/client.rs",
        &["impl ServiceClient for", "impl UsesApiKey for"],
    ),
    (
        "auth-query",
        "src/generated/operation/get_book.rs",
        &["impl Operation for"],
    ),
    (
        "compression",
        "src/generated/operation/put_note.rs",
        &["impl Operation for"],
    ),
    ("examples", "src/generated/client.rs", &[]),
    ("examples", "src/generated/stub.rs", &[]),
    ("examples", "src/generated/mod.rs", &[]),
    ("examples", "src/generated/types/mod.rs", &[]),
    (
        "server",
        "src/generated/server/mod.rs",
        &["impl<S: Stub> Dispatch for", "static ROUTES"],
    ),
    ("server", "src/generated/server/required.rs", &[]),
    ("server", "src/generated/server/find_books.rs", &[]),
    ("server", "src/generated/server/add_books.rs", &[]),
    ("server", "src/generated/server/put_card.rs", &[]),
];

fn generate(feature: &str, scope: Scope) -> Files {
    let path = format!(
        "{}/tests/fixtures/emit/{feature}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let source = Source::new("model.json", std::fs::read_to_string(path).unwrap());
    let options = Options {
        scope,
        model_path: "model.json".to_owned(),
        unsupported: Unsupported::Rejected,
        modules: Vec::new(),
    };
    let outcome = codegen::generate(&source, &options);
    assert_eq!(outcome.defect, None);
    assert_eq!(outcome.diagnostics.errors(), 0, "{feature}");
    outcome.files.unwrap()
}

/// Returns the items that start with these lines, with their documentation.
fn pick(text: &str, beginnings: &[&str]) -> String {
    if beginnings.is_empty() {
        return text.to_owned();
    }
    // Blank and indented lines continue an item.
    let mut items: Vec<String> = Vec::new();
    for line in text.lines() {
        let goes_on = line.is_empty()
            || line.starts_with([' ', '}', ')', ']'])
            || items.last().is_some_and(|item| {
                item.lines()
                    .last()
                    .is_some_and(|last| last.starts_with(['/', '#']))
            });
        match items.last_mut() {
            Some(item) if goes_on => {
                item.push('\n');
                item.push_str(line);
            }
            _ => items.push(line.to_owned()),
        }
    }
    let picked: Vec<&str> = beginnings
        .iter()
        .map(|beginning| {
            let found = items.iter().find(|item| item.starts_with(beginning));
            found
                .unwrap_or_else(|| panic!("no item begins with `{beginning}`"))
                .trim_end()
        })
        .collect();
    picked.join("\n\n") + "\n"
}

#[test]
fn generates_each_feature() {
    for (feature, path, beginnings) in CASES {
        let files = generate(feature, Scope::Sources);
        let text = files.get(path).unwrap_or_else(|| panic!("no {path}"));
        let file = path.rsplit('/').next().unwrap();
        let folder = path.rsplit('/').nth(1).unwrap();
        let name = match (file, folder) {
            ("mod.rs", "generated") => "root.rs",
            ("mod.rs", _) => "folder.rs",
            (file, _) => file,
        };
        insta::with_settings!({
            omit_expression => true,
            prepend_module_to_snapshot => false,
            snapshot_path => "snapshots/emit",
        }, {
            insta::assert_snapshot!(format!("{feature}-{name}"), pick(text, beginnings));
        });
    }
}

#[test]
fn omits_skipped_operations_completely() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/invalid/M0804-event-stream.json"
    );
    let source = Source::new("model.json", std::fs::read_to_string(path).unwrap());
    let options = |unsupported| Options {
        scope: Scope::Sources,
        model_path: "model.json".to_owned(),
        unsupported,
        modules: Vec::new(),
    };
    let refused = codegen::generate(&source, &options(Unsupported::Rejected));
    assert_eq!(refused.files, None);
    let skipped = codegen::generate(&source, &options(Unsupported::Skipped));
    let files = skipped.files.unwrap();
    let client = files.get("src/generated/client.rs").unwrap();
    assert!(client.contains("fn get_book("));
    let named = |(path, text): (&str, &str)| path.contains("page") || text.contains("Page");
    assert!(!files.iter().any(named));
}

#[test]
fn generates_complete_crates() {
    let scope = Scope::Crate {
        name: "library-client".to_owned(),
        runtime: RuntimeSource::Path("../runtime".to_owned()),
    };
    let files = generate("protocol-tests", scope);
    insta::with_settings!({
        omit_expression => true,
        prepend_module_to_snapshot => false,
        snapshot_path => "snapshots/emit",
    }, {
        for path in ["Cargo.toml", "README.md", "src/lib.rs"] {
            let name = path.trim_start_matches("src/");
            insta::assert_snapshot!(format!("crate-{name}"), files.get(path).unwrap());
        }
    });
    for (path, text) in files.iter() {
        assert!(codegen::is_generated(text), "{path}");
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{path}");
    }
}

#[test]
fn ignores_the_order_of_keys() {
    let path = format!(
        "{}/tests/fixtures/emit/structure.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(path).unwrap();
    let options = Options {
        scope: Scope::Sources,
        model_path: "model.json".to_owned(),
        unsupported: Unsupported::Rejected,
        modules: Vec::new(),
    };
    let generate = |text: &str| {
        let source = Source::new("model.json", text);
        codegen::generate(&source, &options).files.unwrap()
    };
    // serde_json sorts keys and thereby reorders traits, shapes and members. Only
    // the order of members matters: it is the order of fields.
    let sorted: serde_json::Value = serde_json::from_str(&text).unwrap();
    let sorted = generate(&sorted.to_string());
    let given = generate(&text);
    let paths = |files: &Files| {
        files
            .iter()
            .map(|(path, _)| path.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(paths(&sorted), paths(&given));
    let same = [
        "src/generated/client.rs",
        "src/generated/types/mod.rs",
        "src/generated/service.rs",
    ];
    for path in same {
        assert_eq!(sorted.get(path), given.get(path), "{path}");
    }
}

#[test]
fn generated_code_uses_one_module_of_the_runtime() {
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/emit");
    for entry in std::fs::read_dir(fixtures).unwrap() {
        let path = entry.unwrap().path();
        let feature = path.file_stem().unwrap().to_str().unwrap();
        let scope = Scope::Crate {
            name: "library-client".to_owned(),
            runtime: RuntimeSource::Path("../runtime".to_owned()),
        };
        for (path, text) in generate(feature, scope).iter() {
            for (at, _) in text.match_indices("runtime::") {
                let is_codegen = text[at..].starts_with("runtime::codegen");
                assert!(
                    is_codegen || text[..at].ends_with("::"),
                    "{feature}: {path}: {}",
                    &text[at..]
                );
            }
        }
    }
}

/// A model without a service becomes one module.
#[test]
fn writes_the_module_of_a_data_model() {
    let path = format!(
        "{}/tests/fixtures/valid/messages.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let source = Source::new("messages.json", std::fs::read_to_string(path).unwrap());
    let options = Options {
        scope: Scope::Module("messages".to_owned()),
        model_path: "messages.json".to_owned(),
        unsupported: Unsupported::Rejected,
        modules: Vec::new(),
    };
    let files = codegen::generate(&source, &options).files.unwrap();
    let folder = "src/generated/messages/";
    let names: Vec<&str> = files
        .iter()
        .map(|(path, _)| path.strip_prefix(folder).unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "book.rs",
            "choice.rs",
            "constraints.rs",
            "content.rs",
            "event.rs",
            "genre.rs",
            "message.rs",
            "mod.rs",
            "text.rs",
            "yes_no.rs",
        ]
    );
    insta::with_settings!({
        omit_expression => true,
        prepend_module_to_snapshot => false,
        snapshot_path => "snapshots/emit",
    }, {
        for name in ["choice.rs", "content.rs", "message.rs", "mod.rs"] {
            let text = files.get(&format!("{folder}{name}")).unwrap();
            insta::assert_snapshot!(format!("data-{name}"), text);
        }
    });
}
