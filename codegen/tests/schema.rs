//! The JSON Schema of model files, against valid and invalid models; and those of the
//! roots of data models.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use std::path::{Path, PathBuf};

use codegen::{Color, Options, Scope, Source, Unsupported};
use jsonschema::Validator;
use serde_json::Value;

/// The codes that a schema can express. All others depend on several parts of a
/// model.
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
    "M0422-state.json",
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

/// A data model whose roots have rules of every kind that a schema can express.
const ORDERS: &str = include_str!("fixtures/data-schema.json");

/// The schema of a root of [`ORDERS`].
fn data_schema(root: &str) -> Validator {
    let options = Options {
        scope: Scope::Module("orders".to_owned()),
        model_path: "orders.json".to_owned(),
        unsupported: Unsupported::Rejected,
        modules: Vec::new(),
    };
    let outcome = codegen::document(&Source::new("orders.json", ORDERS), &options);
    assert!(
        !outcome.diagnostics.has_errors(),
        "{}",
        outcome.diagnostics.render(Color::Never)
    );
    let files = outcome.files.unwrap();
    let text = files
        .get(&format!("docs/orders/schemas/{root}.json"))
        .unwrap();
    assert!(codegen::is_generated(text), "{text}");
    let schema: Value = serde_json::from_str(text).unwrap();
    assert!(jsonschema::draft202012::meta::is_valid(&schema));
    jsonschema::draft202012::new(&schema).unwrap()
}

#[test]
fn schemas_of_written_roots_are_strict() {
    let validator = data_schema("Order");
    let base: Value =
        serde_json::from_str(r#"{"to": "a", "type": "text", "text": {"body": "b"}}"#).unwrap();
    for (patch, is_valid) in [
        (r#"{}"#, true),
        (r#"{"product": "shop"}"#, true),
        (r#"{"product": "other"}"#, false),
        (r#"{"to": null}"#, false),
        (r#"{"to": "A"}"#, false),
        (r#"{"to": "abcdef"}"#, false),
        (r#"{"more": 1}"#, false),
        // Tags and content.
        (r#"{"type": "other"}"#, false),
        (r#"{"type": "hello"}"#, false),
        (r#"{"type": "hello", "text": null}"#, false),
        (r#"{"image": {"body": "b"}}"#, false),
        (r#"{"text": {"body": "b", "more": 1}}"#, false),
        (r#"{"text": {}}"#, false),
        (r#"{"choice": {"kind": "YES", "body": "b"}}"#, true),
        (r#"{"choice": {"kind": "yes", "body": "b"}}"#, true),
        (r#"{"choice": {"kind": "no", "body": "b"}}"#, false),
        (r#"{"choice": {"kind": "YES", "more": "b"}}"#, false),
        // Scalars.
        (r#"{"count": 3}"#, true),
        (r#"{"count": "3"}"#, true),
        (r#"{"count": "three"}"#, false),
        (r#"{"count": 11}"#, false),
        (r#"{"size": "xl"}"#, true),
        (r#"{"size": 1}"#, false),
        (r#"{"details": "{}"}"#, true),
        (r#"{"details": {"body": "b"}}"#, true),
        (r#"{"details": 1}"#, false),
        (r#"{"labels": {"a": "b"}}"#, true),
        (r#"{"labels": {"a": 1}}"#, false),
        (r#"{"names": ["a", "b"]}"#, true),
        (r#"{"names": ["a", "a"]}"#, false),
        (r#"{"names": []}"#, false),
        // Rules.
        (r#"{"id": "1"}"#, true),
        (r#"{"id": "1", "link": "2"}"#, false),
        (r#"{"rush": true}"#, false),
        (r#"{"rush": true, "count": 1}"#, true),
        (r#"{"rush": false, "link": "2"}"#, false),
        (r#"{"size": "xxl"}"#, false),
        (r#"{"parts": [{"name": "a"}, {"name": "b"}]}"#, true),
        (r#"{"parts": [{}, {}]}"#, true),
        (r#"{"parts": [{"name": "a"}, {}]}"#, false),
    ] {
        let mut order = base.clone();
        let patch: Value = serde_json::from_str(patch).unwrap();
        for (name, value) in patch.as_object().unwrap() {
            order[name] = value.clone();
        }
        assert_eq!(validator.is_valid(&order), is_valid, "{order}");
    }
    for text in [
        r#"{"to": "a"}"#,
        r#"{"type": "text", "text": {"body": "b"}}"#,
        r#"{"to": "a", "type": "text"}"#,
        "[]",
    ] {
        assert!(
            !validator.is_valid(&serde_json::from_str(text).unwrap()),
            "{text}"
        );
    }
    let hello = r#"{"to": "a", "type": "hello"}"#;
    assert!(validator.is_valid(&serde_json::from_str(hello).unwrap()));
}

#[test]
fn schemas_of_read_roots_are_lenient() {
    let validator = data_schema("Event");
    for (text, is_valid) in [
        (r#"{}"#, true),
        (r#"{"order": null, "more": 1}"#, true),
        (
            r#"{"order": {"type": "other", "to": "ABCDEFGH", "product": "other"}}"#,
            true,
        ),
        (r#"{"order": {"type": "text", "text": {}}}"#, true),
        (r#"{"order": {"type": "text", "text": 1}}"#, false),
        (r#"{"order": 1}"#, false),
    ] {
        assert_eq!(
            validator.is_valid(&serde_json::from_str(text).unwrap()),
            is_valid,
            "{text}"
        );
    }
}
