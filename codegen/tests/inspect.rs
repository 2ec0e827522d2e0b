//! `codegen::inspect`.

#![expect(clippy::panic, reason = "a test fails by panicking")]

use codegen::Source;
use codegen::inspect::{InspectedStage, InspectionResult, inspect};

const LIBRARY: &str = include_str!("fixtures/reference.json");

fn dump(stage: InspectedStage, shape: Option<&str>) -> String {
    let source = Source::new("library.json", LIBRARY);
    match inspect(&source, stage, shape).found {
        InspectionResult::Text(text) => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn dumps_every_stage() {
    let stages = [
        ("ast", InspectedStage::Ast, Some("Genre")),
        ("model", InspectedStage::Model, Some("com.example#Genre")),
        ("rust", InspectedStage::Rust, Some("Genre")),
        ("names", InspectedStage::Names, None),
        ("routes", InspectedStage::Routes, None),
        ("graph", InspectedStage::Graph, Some("Book")),
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
        InspectedStage::Ast,
        InspectedStage::Model,
        InspectedStage::Rust,
        InspectedStage::Names,
        InspectedStage::Graph,
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
    for stage in [
        InspectedStage::Model,
        InspectedStage::Rust,
        InspectedStage::Graph,
    ] {
        assert_eq!(dump(stage, None), dump(stage, None));
    }
}

#[test]
fn suggests_similar_shapes() {
    let source = Source::new("library.json", LIBRARY);
    for (stage, name, expected) in [
        (InspectedStage::Model, "Bok", Some("Book")),
        (InspectedStage::Ast, "com.example#Bok", Some("Book")),
        (InspectedStage::Routes, "find", Some("FindBooks")),
        (InspectedStage::Names, "Unrelated", None),
    ] {
        let found = inspect(&source, stage, Some(name)).found;
        assert_eq!(
            found,
            InspectionResult::NoShape(expected.map(str::to_owned)),
            "{name}"
        );
    }
}

#[test]
fn dumps_ast_of_invalid_models() {
    let broken = LIBRARY.replace("com.example#FindBooksInput\" }", "com.example#None\" }");
    let source = Source::new("library.json", broken);
    let model = inspect(&source, InspectedStage::Model, None);
    assert_eq!(model.found, InspectionResult::Invalid);
    assert!(model.diagnostics.has_errors());
    let ast = inspect(&source, InspectedStage::Ast, None);
    assert!(matches!(ast.found, InspectionResult::Text(_)));
    let nothing = inspect(&Source::new("library.json", "{"), InspectedStage::Ast, None);
    assert_eq!(nothing.found, InspectionResult::Invalid);
}
