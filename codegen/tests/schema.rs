//! The JSON Schema of model files, against valid and invalid models.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::Value;

/// The codes that a schema can express. All others relate several parts of a model.
const EXPRESSIBLE: &[&str] = &[
    "M0003", "M0004", "M0005", "M0006", "M0007", "M0008", "M0202", "M0205", "M0207", "M0309",
    "M0404",
];

/// Fixtures of other codes that the schema rejects, too.
const ALSO: &[&str] = &[
    "M0218-unknown-trait.json",
    "M0203-needs-another.json",
    "M0406-empty-value.json",
    "M0407-single-member.json",
    "M0409-empty.json",
    "M0421-duplicate.json",
    "M0422-empty.json",
    "M0422-twice.json",
    "M0422-wrong-type.json",
    "M0423-empty.json",
    "M0423-no-limit.json",
    "M0423-two-limits.json",
];

/// Fixtures of codes above that the schema cannot express.
const BEYOND: &[&str] = &[
    "M0202-own-trait-limits.json",
    "M0202-syntax-of-values.json",
    "M0205-own-trait.json",
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

/// Returns the schema errors of a model.
fn schema_errors(validator: &Validator, model: &Value) -> Vec<String> {
    let errors = validator.iter_errors(model);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn is_a_valid_schema() {
    jsonschema::draft202012::meta::validate(&schema()).unwrap();
}

#[test]
fn accepts_valid_models() {
    let validator = validator();
    let mut paths = models("tests/fixtures/valid");
    paths.push(folder("tests/fixtures/reference.json"));
    paths.push(folder("../model/socialmessaging.json"));
    for path in paths {
        let model = read(&path).unwrap();
        assert_eq!(
            schema_errors(&validator, &model),
            [""; 0],
            "{}",
            path.display()
        );
    }
}

#[test]
fn rejects_expressible_errors() {
    let validator = validator();
    let mut surprises = Vec::new();
    for path in models("tests/fixtures/invalid") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // Some fixtures are not valid JSON.
        let Some(model) = read(&path) else { continue };
        let code = name.split('-').next().unwrap();
        let is_beyond = BEYOND.contains(&name.as_str());
        let expected = ALSO.contains(&name.as_str()) || EXPRESSIBLE.contains(&code) && !is_beyond;
        let errors = schema_errors(&validator, &model);
        if errors.is_empty() == expected {
            surprises.push((name, errors));
        }
    }
    assert_eq!(surprises, []);
}

#[test]
fn offers_documented_traits_where_allowed() {
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
