//! Responses of success, whole and with all that a service may leave out or add.

use runtime::CallOptions;
use socialmessaging::types::RegistrationStatus;
use tests::fixture::client;
use tests::operations::{ALL, named};
use tests::server::{Play, Reply, Server};

use crate::snapshot;

const ACCOUNT: &str = r#"{
    "arn": "arn:aws:social-messaging:us-east-1:123456789012:waba/0123abc",
    "id": "waba-1", "wabaId": "meta-1", "wabaName": "Shop", "registrationStatus": "COMPLETE",
    "linkDate": 1728518400.123,
    "eventDestinations": [{"eventDestinationArn": "arn:aws:sns:us-east-1:123456789012:events"}]
}"#;

const PHONE_NUMBER: &str = r#"{
    "arn": "arn:aws:social-messaging:us-east-1:123456789012:phone-number-id/0123abc",
    "phoneNumber": "+14255550123", "phoneNumberId": "phone-number-id-1", "metaPhoneNumberId": "meta-2",
    "displayPhoneNumberName": "Shop", "displayPhoneNumber": "+1 425 555 0123", "qualityRating": "GREEN"
}"#;

/// A response of every operation with every member.
pub(crate) fn full() -> Vec<(&'static str, String)> {
    let account_with_phones =
        ACCOUNT.replacen('{', &format!(r#"{{"phoneNumbers": [{PHONE_NUMBER}],"#), 1);
    let signup = format!(
        r#"{{"signupCallbackResult": {{"associateInProgressToken": "in-progress",
            "linkedAccountsWithIncompleteSetup": {{"meta-1": {{"accountName": "Shop", "registrationStatus": "INCOMPLETE",
            "wabaId": "waba-1", "unregisteredWhatsAppPhoneNumbers": [{PHONE_NUMBER}]}}}}}}, "statusCode": 200}}"#
    );
    let account = format!(r#"{{"account": {account_with_phones}}}"#);
    let phone = format!(
        r#"{{"phoneNumber": {PHONE_NUMBER}, "linkedWhatsAppBusinessAccountId": "waba-1"}}"#
    );
    let accounts = format!(r#"{{"linkedAccounts": [{ACCOUNT}], "nextToken": "more"}}"#);
    let media = r#"{"mimeType": "image/png", "fileSize": 9007199254740993}"#;
    let tags = r#"{"statusCode": 200, "tags": [{"key": "team", "value": ""}, {"key": "bare"}]}"#;
    #[rustfmt::skip]
    let bodies = [
        ("AssociateWhatsAppBusinessAccount", signup.as_str()),
        ("DeleteWhatsAppMessageMedia", r#"{"success": true}"#),
        ("DisassociateWhatsAppBusinessAccount", "{}"),
        ("GetLinkedWhatsAppBusinessAccount", &account),
        ("GetLinkedWhatsAppBusinessAccountPhoneNumber", &phone),
        ("GetWhatsAppMessageMedia", media),
        ("ListLinkedWhatsAppBusinessAccounts", &accounts),
        ("ListTagsForResource", tags),
        ("PostWhatsAppMessageMedia", r#"{"mediaId": "1234567890"}"#),
        ("PutWhatsAppBusinessAccountEventDestinations", "{}"),
        ("SendWhatsAppMessage", r#"{"messageId": "wamid-1"}"#),
        ("TagResource", r#"{"statusCode": 200}"#),
        ("UntagResource", r#"{"statusCode": 200}"#),
    ];
    bodies
        .map(|(operation, body)| (operation, body.to_owned()))
        .into()
}

/// The output's `Debug` form when the server answers this.
async fn output(operation: &str, play: Play) -> String {
    let server = Server::start([play]).await;
    let call = named(operation).full;
    call(client(&server), CallOptions::new()).await.unwrap()
}

#[tokio::test]
async fn every_member_of_every_output_arrives() {
    let mut lines = String::new();
    for (operation, body) in full() {
        let output = output(operation, Play::json(body)).await;
        lines += &format!("{output}\n");
    }
    snapshot!("outputs", lines);
}

#[tokio::test]
async fn an_empty_body_and_an_empty_object_are_the_same() {
    for operation in &ALL {
        let object = output(operation.name, Play::json("{}")).await;
        let interim = Play::ContinueThenReply(Reply::json(200, "{}"));
        let chunked = Play::Chunked(Reply::json(200, "{ }"));
        for play in [
            Play::reply(Reply::new(200)),
            Play::reply(Reply::new(204)),
            interim,
            chunked,
        ] {
            assert_eq!(
                output(operation.name, play.clone()).await,
                object,
                "{} {play:?}",
                operation.name
            );
        }
    }
}

#[tokio::test]
async fn nulls_and_unknown_members_are_passed_over() {
    for (operation, body) in full() {
        let expected = output(operation, Play::json(body.clone())).await;
        let value: serde_json::Value = serde_json::from_str(&body).unwrap();
        let grown = output(operation, Play::json(grow(&value).to_string())).await;
        assert_eq!(grown, expected, "{operation}");
        let nulls = output(operation, Play::json(nullify(&value).to_string())).await;
        assert_eq!(
            nulls,
            output(operation, Play::json("{}")).await,
            "{operation}"
        );
    }
}

/// Adds a member of every JSON type to every structure; the one map of the
/// service has structures for values, so it stays as it is.
fn grow(value: &serde_json::Value) -> serde_json::Value {
    use serde_json::{Value, json};
    match value {
        Value::Object(members) => {
            let is_map = members.contains_key("meta-1");
            let mut grown: serde_json::Map<_, _> = members
                .iter()
                .map(|(name, value)| (name.clone(), grow(value)))
                .collect();
            if !is_map {
                for (name, value) in [
                    ("new", json!({"a": [1, {"b": null}]})),
                    ("new2", json!(1.5e300)),
                    ("new3", json!(null)),
                ] {
                    grown.insert(name.to_owned(), value);
                }
            }
            Value::Object(grown)
        }
        Value::Array(entries) => Value::Array(entries.iter().map(grow).collect()),
        other => other.clone(),
    }
}

/// Sets every member of the output to null.
fn nullify(value: &serde_json::Value) -> serde_json::Value {
    let members = value.as_object().unwrap();
    members
        .keys()
        .map(|name| (name.clone(), serde_json::Value::Null))
        .collect()
}

#[tokio::test]
async fn missing_members_of_nested_structures_fail_nothing() {
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
    snapshot!("missing_members", lines);
}

#[tokio::test]
async fn an_unknown_enum_value_is_kept() {
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
async fn fractional_timestamps_are_exact() {
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
async fn a_response_is_never_rejected_for_a_constraint() {
    let long = "x".repeat(5000);
    let body = format!(r#"{{"mediaId": "{long}"}}"#);
    let output = output("PostWhatsAppMessageMedia", Play::json(body)).await;
    assert!(output.contains(&long));
}
