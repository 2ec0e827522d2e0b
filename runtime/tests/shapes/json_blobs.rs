//! Blobs that contain a JSON object: conversions, wire format, validation.

use proptest::prelude::*;
use runtime::codegen::json::{Base64, Codec};
use runtime::codegen::{Check, json_blob};
use runtime::{Bytes, Document, JsonBlob, Validate};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

/// An input with a blob, whose content is sensitive.
struct Input(JsonBlob);

impl Validate for Input {
    fn check(&self, check: &mut Check<'_>) {
        check.member("message", Some(&self.0), |value: &JsonBlob, check| {
            check.sensitive(|check| {
                check.length(1..=2_000_000, value);
                check.json_object(value);
            });
        });
    }
}

fn violations(blob: impl Into<JsonBlob>) -> String {
    let input = Input(blob.into());
    let found = input.validate();
    found.map_or_else(|found| found.to_string(), |()| "valid".to_owned())
}

#[test]
fn converts_from_text_bytes_and_values() {
    let text = r#"{"a":[1,null]}"#;
    let value = json!({ "a": [1, null] });
    let document: Document = text.parse().unwrap();
    let blobs = [
        JsonBlob::from(text),
        JsonBlob::from(text.to_owned()),
        JsonBlob::from(&text.to_owned()),
        JsonBlob::from(text.as_bytes()),
        JsonBlob::from(text.as_bytes().to_vec()),
        JsonBlob::from(br#"{"a":[1,null]}"#),
        JsonBlob::from(Bytes::from(text)),
        JsonBlob::from(&value),
        JsonBlob::from(value),
        JsonBlob::from(document),
    ];
    for blob in blobs {
        assert_eq!(blob.as_bytes(), text.as_bytes());
        assert_eq!((blob.len(), blob.is_empty()), (14, false));
        assert_eq!(format!("{blob:?}"), format!("{:?}", Bytes::from(text)));
        assert_eq!(blob.as_ref(), text.as_bytes());
        assert_eq!(blob, JsonBlob::from(text));
        assert_eq!(Bytes::from(blob.clone()), blob.into_bytes());
    }
    assert!(JsonBlob::default().is_empty());
}

#[test]
fn is_base64_on_the_wire() {
    let blob = JsonBlob::from("{}");
    let mut written = Vec::new();
    Base64::write(&blob, &mut serde_json::Serializer::new(&mut written)).unwrap();
    assert_eq!(written, br#""e30=""#);
    let read: JsonBlob = Base64::read(&mut serde_json::Deserializer::from_slice(&written)).unwrap();
    assert_eq!(read, blob);
}

#[test]
fn accepts_objects_and_names_other_values() {
    let large = |start: &str, end: &str| format!("{start}{}{end}", " ".repeat(70_000));
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let encoded = "eyJtZXNzYWdpbmdfcHJvZHVjdCI6IndoYXRzYXBwIn0=";
    let long_encoded = "eyJhIjox".repeat(20_000);
    let base64 = "/message: must be a JSON object, looks like base64; pass the JSON itself, the client \
        encodes it";
    for (json, expected) in [
        ("{}", "valid"),
        (" \r\n{\"a\": \"secret\"}\n", "valid"),
        (deep.as_str(), "valid"),
        (&large("{", "}"), "valid"),
        ("", "/message: must have 1 to 2000000 bytes, has 0"),
        (" ", "/message: must be a JSON object, is empty"),
        ("[{}]", "/message: must be a JSON object, is an array"),
        (
            "12",
            "/message: must be a JSON object, is another JSON value",
        ),
        (
            r#""{\"a\": \"secret\"}""#,
            "/message: must be a JSON object, is a string; pass the JSON itself, without quotes",
        ),
        (
            "{\"a\": secret}",
            "/message: must be a JSON object, is not valid JSON",
        ),
        (
            "{} {}",
            "/message: must be a JSON object, is not valid JSON",
        ),
        (
            "secret",
            "/message: must be a JSON object, is not valid JSON",
        ),
        (encoded, base64),
        ("e30=", base64),
        ("IHsgfQ==", base64),
        (&long_encoded, base64),
        (
            &large("[", "]"),
            "/message: must be a JSON object, is an array",
        ),
        (
            &large("{", "secret"),
            "/message: must be a JSON object, does not end with a brace",
        ),
        (
            &large("secret", "}"),
            "/message: must be a JSON object, does not begin with a brace",
        ),
    ] {
        let start: String = json.chars().take(40).collect();
        assert_eq!(violations(json), expected, "{start}");
    }
    let bytes: &[u8] = b"{\"a\": \"\xFF\"}";
    assert_eq!(
        violations(bytes),
        "/message: must be a JSON object, is not valid JSON"
    );
}

/// A value with a limit and an advised limit.
struct Text(&'static str);

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            "unwritable" => Err(serde::ser::Error::custom("no such variant")),
            body => json!({ "text": { "body": body } }).serialize(serializer),
        }
    }
}

impl Validate for Text {
    fn check(&self, check: &mut Check<'_>) {
        check.member("text", Some(self.0), |body: &str, check| {
            check.member(("body", "content"), Some(body), |body: &str, check| {
                check.length(..=10, body);
                check.because("the guide says 4", |check| {
                    check.advise(|check| check.length(..=4, body));
                });
            });
        });
        check.at_most_one_of(&[("a", "a", self.0 == "both"), ("b", "b", self.0 == "both")]);
    }
}

#[test]
fn reports_the_violations_of_a_converted_value_at_their_path() {
    let blob = json_blob(&Text("much too long"));
    let value: Value = serde_json::from_slice(blob.as_bytes()).unwrap();
    assert_eq!(value, json!({ "text": { "body": "much too long" } }));
    let input = Input(blob);
    assert_eq!(
        input.validate().unwrap_err().to_string(),
        "/message/text/body (message.text.content): must have at most 10 characters, has 13"
    );
    let warnings = Input(json_blob(&Text("longer"))).validation_warnings();
    assert_eq!(
        warnings[0].to_string(),
        "/message/text/body (message.text.content): should have at most 4 characters, has 6; \
        the guide says 4"
    );
    assert_eq!(warnings.len(), 1);
    let found = violations(json_blob(&Text("both")));
    assert_eq!(
        found,
        "/message: at most one of a and b may be set, a and b are"
    );
    assert_eq!(violations(json_blob(&Text("fits"))), "valid");
    assert_eq!(
        violations(json_blob(&Text("unwritable"))),
        "/message: must have 1 to 2000000 bytes, has 0\n\
        /message: must be a JSON object, cannot be written: no such variant"
    );
}

proptest! {
    #[test]
    fn accepts_exactly_the_objects_of_serde_json(text in r#"[\[\]{}",:0a \\]{0,12}"#) {
        let is_object = serde_json::from_str::<serde_json::Map<String, Value>>(&text).is_ok();
        prop_assert_eq!(violations(text.as_str()) == "valid", is_object, "{}", text);
    }
}
