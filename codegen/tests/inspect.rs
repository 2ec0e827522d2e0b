//! `codegen::inspect`.

#![expect(clippy::panic, reason = "a test fails by panicking")]

use codegen::Source;
use codegen::inspect::{Found, Stage, inspect};

const LIBRARY: &str = include_str!("fixtures/reference.json");

fn dump(stage: Stage, shape: Option<&str>) -> String {
    let source = Source::new("library.json", LIBRARY);
    match inspect(&source, stage, shape).found {
        Found::Text(text) => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn dumps_every_stage() {
    let stages = [
        ("ast", Stage::Ast, Some("Genre")),
        ("model", Stage::Model, Some("com.example#Genre")),
        ("rust", Stage::Rust, Some("Genre")),
        ("names", Stage::Names, None),
        ("routes", Stage::Routes, None),
        ("graph", Stage::Graph, Some("Book")),
    ];
    insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, {
        for (name, stage, shape) in stages {
            insta::assert_snapshot!(format!("inspect-{name}"), dump(stage, shape));
        }
    });
}

#[test]
fn dumps_all_shapes_by_default() {
    for stage in [
        Stage::Ast,
        Stage::Model,
        Stage::Rust,
        Stage::Names,
        Stage::Graph,
    ] {
        let all = dump(stage, None);
        for name in ["Book", "FindBooks", "Genre", "Shelf", "Busy"] {
            assert!(all.contains(name), "{stage:?} without {name}");
        }
        let one = dump(stage, Some("FindBooks"));
        assert!(one.len() < all.len(), "{stage:?}");
        assert!(!one.contains("LendBook"), "{stage:?}");
    }
}

#[test]
fn is_deterministic() {
    for stage in [Stage::Model, Stage::Rust, Stage::Graph] {
        assert_eq!(dump(stage, None), dump(stage, None));
    }
}

#[test]
fn suggests_similar_shapes() {
    let source = Source::new("library.json", LIBRARY);
    for (stage, name, expected) in [
        (Stage::Model, "Bok", Some("Book")),
        (Stage::Ast, "com.example#Bok", Some("Book")),
        (Stage::Routes, "find", Some("FindBooks")),
        (Stage::Names, "Unrelated", None),
    ] {
        let found = inspect(&source, stage, Some(name)).found;
        assert_eq!(found, Found::NoShape(expected.map(str::to_owned)), "{name}");
    }
}

#[test]
fn dumps_ast_of_invalid_models() {
    let broken = LIBRARY.replace("com.example#FindBooksInput\" }", "com.example#None\" }");
    let source = Source::new("library.json", broken);
    let model = inspect(&source, Stage::Model, None);
    assert_eq!(model.found, Found::Mistakes);
    assert!(model.diagnostics.has_errors());
    let ast = inspect(&source, Stage::Ast, None);
    assert!(matches!(ast.found, Found::Text(_)));
    let nothing = inspect(&Source::new("library.json", "{"), Stage::Ast, None);
    assert_eq!(nothing.found, Found::Mistakes);
}
