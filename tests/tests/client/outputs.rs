//! Successful responses, with missing and unknown members.

use runtime::CallOptions;
use serde_json::{Value, json};
use socialmessaging::types::RegistrationStatus;
use tests::fixture::client;
use tests::operations::{OPERATIONS, Operation, named};
use tests::server::{Play, Reply, Server};

use crate::snapshot;

const ACCOUNT: &str = r#"{
    "arn": "arn:aws:social-messaging:us-east-1:123456789012:waba/0123abc",
    "id": "waba-1", "wabaId": "meta-1", "wabaName": "Shop", "registrationStatus": "COMPLETE",
    "linkDate": 1728518400.123,
    "eventDestinations": [{"eventDestinationArn": "arn:aws:sns:us-east-1:123456789012:events"}]
}"#;

/// Returns the debug text of the output of a response.
async fn output(operation: &str, play: Play) -> String {
    let server = Server::start([play]).await;
    let call = named(operation).full;
    call(client(&server), CallOptions::new()).await.unwrap()
}

#[tokio::test]
async fn reads_every_member_of_every_output() {
    let mut lines = String::new();
    for operation in OPERATIONS {
        let output = output(operation.name, operation.full_response.play()).await;
        lines += &format!("{output}\n");
    }
    snapshot!("reads_every_member_of_every_output", lines);
}

#[tokio::test]
async fn reads_minimal_responses() {
    for operation in OPERATIONS {
        output(operation.name, operation.minimal_response.play()).await;
    }
}

#[tokio::test]
async fn reads_an_empty_body_as_an_empty_object() {
    for operation in OPERATIONS {
        let object = output(operation.name, Play::json("{}")).await;
        let interim = Play::ContinueThenReply(Reply::json(200, "{}"));
        let chunked = Play::Chunked(Reply::json(200, "{ }"));
        for play in [
            Play::reply(Reply::new(200)),
            Play::reply(Reply::new(204)),
            interim,
            chunked,
        ] {
            let output = output(operation.name, play.clone()).await;
            assert_eq!(
                output.replace("status: Some(204)", "status: Some(200)"),
                object,
                "{} {play:?}",
                operation.name
            );
        }
    }
}

#[tokio::test]
async fn ignores_nulls_and_unknown_members() {
    for operation in OPERATIONS {
        let (name, response) = (operation.name, operation.full_response);
        let expected = output(name, response.play()).await;
        let body: Value = serde_json::from_str(response.body).unwrap_or_else(|_| json!({}));
        let grown = grow(operation, &body).to_string();
        assert_eq!(output(name, response.play_with(grown)).await, expected);
        let nulls = output(name, response.play_with(nullify(&body).to_string())).await;
        let empty = output(name, response.play_with("{}")).await;
        assert_eq!(nulls, empty, "{name}");
    }
}

/// Adds unknown members of every JSON type to every structure.
fn grow(operation: &Operation, body: &Value) -> Value {
    let mut grown = body.clone();
    for pointer in objects(body, "") {
        let add = |to: &Value, value: Value| {
            let mut to = to.clone();
            let object = to.pointer_mut(&pointer).unwrap().as_object_mut().unwrap();
            object.insert("unknown".to_owned(), value);
            to
        };
        let object = body.pointer(&pointer).unwrap().as_object().unwrap();
        // A map keeps a key that a structure ignores.
        let probe = object.values().next().cloned().unwrap_or_default();
        if (operation.round_trip_output)(&add(body, probe)) == *body {
            let unknown = json!([{"a": [1, {"b": null}]}, 1.5e300, null, "text", true]);
            grown = add(&grown, unknown);
        }
    }
    grown
}

/// Returns the JSON pointers of all objects in a value.
fn objects(value: &Value, pointer: &str) -> Vec<String> {
    let entries: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (key.clone(), value))
            .collect(),
        Value::Array(entries) => {
            let entries = entries.iter().enumerate();
            entries
                .map(|(index, value)| (index.to_string(), value))
                .collect()
        }
        _ => return Vec::new(),
    };
    let own = value.is_object().then(|| pointer.to_owned());
    let nested = entries
        .iter()
        .flat_map(|(key, value)| objects(value, &format!("{pointer}/{key}")));
    own.into_iter().chain(nested).collect()
}

/// Sets every top-level member to null.
fn nullify(value: &Value) -> Value {
    let members = value.as_object().unwrap();
    members
        .keys()
        .map(|name| (name.clone(), Value::Null))
        .collect()
}

#[tokio::test]
async fn accepts_missing_members_of_nested_structures() {
    #[rustfmt::skip]
    let cases = [
        ("GetLinkedWhatsAppBusinessAccount", r#"{"account": {}}"#),
        ("GetLinkedWhatsAppBusinessAccount", r#"{"account": {"linkDate": null, "phoneNumbers": [null, {}], "eventDestinations": null}}"#),
        ("GetLinkedWhatsAppBusinessAccountPhoneNumber", r#"{"phoneNumber": {"arn": null}}"#),
        ("ListLinkedWhatsAppBusinessAccounts", r#"{"linkedAccounts": [{}]}"#),
        ("ListTagsForResource", r#"{"tags": [{"value": "v"}, null]}"#),
        ("AssociateWhatsAppBusinessAccount", r#"{"signupCallbackResult": {"linkedAccountsWithIncompleteSetup": {"m": {}, "n": null}}}"#),
    ];
    let mut lines = String::new();
    for (operation, body) in cases {
        let output = output(operation, Play::json(body)).await;
        lines += &format!("{body}\n  {output}\n");
    }
    snapshot!("accepts_missing_members_of_nested_structures", lines);
}

#[tokio::test]
async fn keeps_unknown_enum_values() {
    let body = format!(
        r#"{{"account": {}}}"#,
        ACCOUNT.replace("COMPLETE", "PAUSED")
    );
    let server = Server::start([Play::json(body)]).await;
    let output = client(&server)
        .get_linked_whatsapp_business_account()
        .id("waba-1")
        .send()
        .await
        .unwrap();
    let status = &output.account().unwrap().registration_status;
    assert_eq!(status.as_str(), "PAUSED");
    assert_ne!(*status, RegistrationStatus::Complete);
    assert_eq!(serde_json::to_string(status).unwrap(), r#""PAUSED""#);
}

#[tokio::test]
async fn parses_fractional_timestamps_exactly() {
    let cases = [
        ("1728518400.123", 123_000_000),
        ("1728518400", 0),
        ("1.728518400123e9", 123_000_000),
        ("1728518400.999", 999_000_000),
        ("1728518400.001", 1_000_000),
    ];
    for (text, nanoseconds) in cases {
        let body = format!(
            r#"{{"account": {}}}"#,
            ACCOUNT.replace("1728518400.123", text)
        );
        let server = Server::start([Play::json(body)]).await;
        let request = client(&server)
            .get_linked_whatsapp_business_account()
            .id("waba-1");
        let date = request.send().await.unwrap().account.unwrap().link_date;
        assert_eq!(
            (date.as_secs(), date.subsec_nanos()),
            (1_728_518_400, nanoseconds),
            "{text}"
        );
    }
}

#[tokio::test]
async fn accepts_responses_that_violate_constraints() {
    let long = "x".repeat(5000);
    let body = format!(r#"{{"mediaId": "{long}"}}"#);
    let output = output("PostWhatsAppMessageMedia", Play::json(body)).await;
    assert!(output.contains(&long));
}
