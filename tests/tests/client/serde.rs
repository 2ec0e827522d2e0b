//! Inputs and outputs as serde values, in their wire form.

use serde_json::Value;
use socialmessaging::{input, output};
use tests::fixture::real_builder;

use crate::outputs::full;

/// Reads a value of this type from its wire form and writes it again.
fn again<T: serde::Serialize + serde::de::DeserializeOwned>(json: &Value) -> Value {
    let value: T = serde_json::from_value(json.clone()).unwrap();
    serde_json::to_value(value).unwrap()
}

#[test]
fn outputs_survive_being_read_and_written() {
    let again = [
        again::<output::AssociateWhatsAppBusinessAccountOutput>,
        again::<output::DeleteWhatsAppMessageMediaOutput>,
        again::<output::DisassociateWhatsAppBusinessAccountOutput>,
        again::<output::GetLinkedWhatsAppBusinessAccountOutput>,
        again::<output::GetLinkedWhatsAppBusinessAccountPhoneNumberOutput>,
        again::<output::GetWhatsAppMessageMediaOutput>,
        again::<output::ListLinkedWhatsAppBusinessAccountsOutput>,
        again::<output::ListTagsForResourceOutput>,
        again::<output::PostWhatsAppMessageMediaOutput>,
        again::<output::PutWhatsAppBusinessAccountEventDestinationsOutput>,
        again::<output::SendWhatsAppMessageOutput>,
        again::<output::TagResourceOutput>,
        again::<output::UntagResourceOutput>,
    ];
    for (again, (operation, body)) in again.into_iter().zip(full()) {
        let json: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(again(&json), json, "{operation}");
    }
}

/// What a request builder holds can be stored as JSON and sent later.
#[test]
fn inputs_survive_being_written_and_read() {
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
    let again = client.send_whatsapp_message().set_input(input);
    assert_eq!(again.as_input(), request.as_input());
}

#[test]
fn members_that_are_bound_to_the_query_are_part_of_the_value() {
    let input = input::ListLinkedWhatsAppBusinessAccountsInput::new()
        .with_max_results(5)
        .with_next_token("t");
    let json = serde_json::to_value(&input).unwrap();
    assert_eq!(json, serde_json::json!({"nextToken": "t", "maxResults": 5}));
}
