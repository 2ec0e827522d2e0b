//! Snapshots of the client's public API, its wire format and its names, so that a
//! model change shows its effect on users.

#![allow(clippy::unwrap_used, reason = "a failed test panics")]

use crate::shared::{surface, wire};
use codegen::inspect::{InspectedStage, InspectionResult, inspect};
use codegen::{Options, Scope, Source, Unsupported};

const MODEL: &str = include_str!("../../model/socialmessaging.json");

#[test]
fn public_api() {
    let options = Options {
        scope: Scope::Sources,
        model_path: "model/socialmessaging.json".to_owned(),
        unsupported: Unsupported::Rejected,
        modules: Vec::new(),
    };
    let source = Source::new("model/socialmessaging.json", MODEL);
    let files = codegen::generate(&source, &options).files.unwrap();
    let surface = surface(files.iter());
    insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("surface", surface);
    });
}

#[test]
fn wire_format() {
    let source = Source::new("model/socialmessaging.json", MODEL);
    let model = codegen::read(&source, Unsupported::Rejected).0.unwrap();
    insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("wire", wire(&model));
    });
}

#[test]
fn rust_names() {
    let fixtures = [
        ("client", MODEL),
        ("obstacles", include_str!("fixtures/obstacles.json")),
    ];
    for (name, text) in fixtures {
        let source = Source::new("model.json", text);
        let InspectionResult::Text(names) = inspect(&source, InspectedStage::Names, None).found
        else {
            panic!("{name} has mistakes");
        };
        insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!(format!("names-{name}"), names);
        });
    }
}
