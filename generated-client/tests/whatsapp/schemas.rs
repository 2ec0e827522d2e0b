//! Checks the JSON Schemas of messages and events with examples.

use std::path::Path;

use jsonschema::Validator;
use serde_json::Value;

use crate::examples::examples;

/// Invalid examples that JSON Schema cannot detect: two buttons with the same
/// title, and too many rows in all sections.
const BEYOND: [&str; 2] = ["bad-button-title-duplicate", "bad-list-eleven-rows"];

fn validator(root: &str) -> Validator {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/whatsapp/schemas");
    let text = std::fs::read_to_string(folder.join(format!("{root}.json"))).unwrap();
    jsonschema::draft202012::new(&serde_json::from_str(&text).unwrap()).unwrap()
}

/// The root of an example with this name.
fn root(name: &str) -> &'static str {
    let roots = [
        ("out-call", "CallEvent"),
        ("out-read", "ReadReceipt"),
        ("in-entry", "WebhookEntry"),
        ("in-envelope", "EventEnvelope"),
        ("in-eventbridge", "EventBridgeEvent"),
        ("in-sns-lambda", "LambdaEvent"),
    ];
    let found = roots
        .into_iter()
        .find(|(prefix, _)| name.starts_with(prefix));
    found.map_or("Message", |(_, root)| root)
}

#[test]
fn schemas_accept_all_examples() {
    for (name, json) in [examples("out-"), examples("in-")].concat() {
        let value: Value = serde_json::from_str(&json).unwrap();
        let validator = validator(root(&name));
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }
}

#[test]
fn schemas_reject_invalid_examples() {
    let validator = validator("Message");
    let accepted: Vec<String> = examples("bad-")
        .into_iter()
        .filter(|(_, json)| validator.is_valid(&serde_json::from_str(json).unwrap()))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(accepted, BEYOND);
}
