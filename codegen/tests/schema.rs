//! The JSON Schema of model files, held to models that are right and to models
//! that are not.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::Value;

/// The rules that a schema can express: a model that breaks one of them is
/// refused. All others need more than one place to look at.
const EXPRESSIBLE: &[&str] = &[
    "M0003", "M0004", "M0005", "M0006", "M0007", "M0008", "M0202", "M0205", "M0207", "M0309",
    "M0404",
];

/// Fixtures of other rules whose mistake a schema can express, too.
const ALSO: &[&str] = &[
    "M0201-unknown-trait.json",
    "M0203-needs-another.json",
    "M0406-empty-value.json",
    "M0407-single-member.json",
    "M0409-empty.json",
];

fn schema() -> Value {
    serde_json::from_str(&codegen::schema()).unwrap()
}

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema()).unwrap()
}

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn models(path: &str) -> Vec<PathBuf> {
    let entries = folder(path).read_dir().unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn read(path: &Path) -> Option<Value> {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).ok()
}

/// What a schema has against a model.
fn complaints(validator: &Validator, model: &Value) -> Vec<String> {
    let errors = validator.iter_errors(model);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn it_is_a_schema_itself() {
    jsonschema::draft202012::meta::validate(&schema()).unwrap();
}

#[test]
fn models_without_errors_are_valid() {
    let validator = validator();
    let mut paths = models("tests/fixtures/valid");
    paths.push(folder("tests/fixtures/reference.json"));
    paths.push(folder("../model/socialmessaging.json"));
    for path in paths {
        let model = read(&path).unwrap();
        assert_eq!(
            complaints(&validator, &model),
            [""; 0],
            "{}",
            path.display()
        );
    }
}

#[test]
fn models_with_errors_are_refused_where_a_schema_can_tell() {
    let validator = validator();
    let mut surprises = Vec::new();
    for path in models("tests/fixtures/invalid") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // What is not JSON has no value to look at.
        let Some(model) = read(&path) else { continue };
        let code = name.split('-').next().unwrap();
        let expected = ALSO.contains(&name.as_str()) || EXPRESSIBLE.contains(&code);
        let complaints = complaints(&validator, &model);
        if complaints.is_empty() == expected {
            surprises.push((name, complaints));
        }
    }
    assert_eq!(surprises, []);
}

#[test]
fn a_trait_is_offered_where_it_may_stand_and_explained() {
    let schema = schema();
    for (site, id, offered) in [
        ("traitsOf.string", "smithy.api#pattern", true),
        ("traitsOf.structure", "smithy.api#pattern", false),
        ("traitsOfMember.structure", "smithy.api#httpQuery", true),
        ("traitsOfMember.union", "smithy.api#httpQuery", false),
        (
            "traitsOf.operation",
            "codegen.rules#openResponseTests",
            true,
        ),
        ("traitsOf.service", "codegen.rules#wordList", true),
    ] {
        let mut at = &schema["$defs"][site];
        while at["properties"].is_null() {
            at = schema.pointer(&at["$ref"].as_str().unwrap()[1..]).unwrap();
        }
        let found = &at["properties"][id]["$ref"];
        assert_eq!(found.is_string(), offered, "{site} {id}");
        if let Some(reference) = found.as_str() {
            let definition = schema.pointer(&reference[1..]).unwrap();
            assert!(definition["description"].is_string(), "{id}");
        }
    }
}
