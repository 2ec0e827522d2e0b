//! Inputs, outputs and errors as serde values, in their wire format.

use serde_json::Value;
use socialmessaging::input;
use tests::fixture::real_builder;
use tests::operations::{ERRORS, OPERATIONS};

#[test]
fn inputs_and_outputs_survive_a_round_trip() {
    for operation in OPERATIONS {
        let input = (operation.full_input)();
        let again = (operation.round_trip_input)(&input);
        assert_eq!(again, input, "{}", operation.name);
        let body = match operation.full_response.body {
            "" => "{}",
            body => body,
        };
        let output: Value = serde_json::from_str(body).unwrap();
        let again = (operation.round_trip_output)(&output);
        assert_eq!(again, output, "{}", operation.name);
    }
}

#[test]
fn errors_survive_a_round_trip() {
    for error in ERRORS {
        let read = (error.round_trip)(&serde_json::from_str(error.response.body).unwrap());
        assert_ne!(read, serde_json::json!({}), "{}", (error.code)());
        assert_eq!((error.round_trip)(&read), read, "{}", (error.code)());
    }
}

/// The input of a request can be stored as JSON and sent later.
#[test]
fn restores_inputs_from_json() {
    let client = real_builder().build().unwrap();
    let request = client
        .send_whatsapp_message()
        .origination_phone_number_id("phone-number-id-1")
        .message(vec![0, 255, 10])
        .meta_api_version("v24.0");
    let json = serde_json::to_string(request.as_input()).unwrap();
    assert_eq!(
        json,
        r#"{"originationPhoneNumberId":"phone-number-id-1","message":"AP8K","metaApiVersion":"v24.0"}"#
    );
    let input: input::SendWhatsAppMessageInput = serde_json::from_str(&json).unwrap();
    assert_eq!(input, *request.as_input());
    let again = client.send_whatsapp_message().input(input);
    assert_eq!(again.as_input(), request.as_input());
}

#[test]
fn serializes_members_that_are_bound_to_the_query() {
    let input = input::ListLinkedWhatsAppBusinessAccountsInput::new()
        .with_max_results(5)
        .with_next_token("t");
    let json = serde_json::to_value(&input).unwrap();
    assert_eq!(json, serde_json::json!({"nextToken": "t", "maxResults": 5}));
}
