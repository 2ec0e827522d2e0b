//! Messages and events in JSON, as documented by Meta and AWS.

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use socialmessaging::Validate;
use socialmessaging::whatsapp::{CallEvent, Message, ReadReceipt};

pub(crate) fn examples(prefix: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/whatsapp/examples");
    let mut found: Vec<(String, String)> = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .filter(|(name, _)| name.starts_with(prefix))
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

/// Reads a value, validates it, and writes it back.
fn round_trip<T: DeserializeOwned + Serialize + Validate>(name: &str, json: &str) {
    let value: T = serde_json::from_str(json).unwrap();
    if let Err(violations) = value.validate() {
        panic!("{name}: {violations}");
    }
    let written = serde_json::to_value(&value).unwrap();
    assert_eq!(
        written,
        serde_json::from_str::<Value>(json).unwrap(),
        "{name}"
    );
}

#[test]
fn outbound_examples_round_trip() {
    for (name, json) in examples("out-") {
        if name.starts_with("out-call") {
            round_trip::<CallEvent>(&name, &json);
        } else if name.starts_with("out-read") {
            round_trip::<ReadReceipt>(&name, &json);
        } else {
            round_trip::<Message>(&name, &json);
        }
    }
}

#[test]
fn unlisted_values_of_enums_are_warnings() {
    let (_, json) = examples("out-text").remove(0);
    let mut json: Value = serde_json::from_str(&json).unwrap();
    json["recipient_type"] = "persona".into();
    let message: Message = serde_json::from_value(json).unwrap();
    assert!(message.validate().is_ok());
    let warnings: Vec<String> = message
        .validation_warnings()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        warnings,
        ["/recipient_type: should be a value that the model lists, is \"persona\""]
    );
}

#[test]
fn a_list_with_one_section_should_have_a_title() {
    let (_, json) = examples("out-interactive-list").remove(0);
    let mut json: Value = serde_json::from_str(&json).unwrap();
    let sections = &mut json["interactive"]["action"]["sections"];
    *sections = serde_json::json!([{ "rows": sections[0]["rows"].take() }]);
    let message: Message = serde_json::from_value(json).unwrap();
    assert!(message.validate().is_ok());
    let warnings = message.validation_warnings();
    assert!(
        warnings[0].to_string().starts_with(
            "/interactive/action/sections/0/title: should be set when sections has at most 1 entry"
        ),
        "{warnings:?}"
    );
}

#[test]
fn invalid_examples_have_one_violation() {
    let found: Vec<String> = examples("bad-")
        .iter()
        .map(|(name, json)| {
            let message: Message = serde_json::from_str(json).unwrap();
            let violations = message
                .validate()
                .map_or_else(|error| error.to_string(), |()| "none".to_owned());
            format!("{name}: {violations}")
        })
        .collect();
    insta::assert_snapshot!(found.join("\n"));
}
