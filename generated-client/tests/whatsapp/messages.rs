//! The messages that constructors create.

use serde_json::{Value, json};
use socialmessaging::input::SendWhatsAppMessageInput;
use socialmessaging::messages::{
    Audio, Buttons, CallPermission, Catalog, ContactRequest, Contacts, Document, Flow, Image,
    LinkButton, List, Location, LocationRequest, Product, Products, Reaction, Recipient, Sticker,
    Template, Text, Video,
};
use socialmessaging::whatsapp::Message;
use socialmessaging::{Validate as _, Violation};

const TO: &str = "+14255550123";

fn json_of(message: impl Into<Message>) -> Value {
    let message = message.into();
    if let Err(violations) = message.validate() {
        panic!("{violations}");
    }
    serde_json::to_value(message).unwrap()
}

/// Adds the members that all messages to `TO` have.
fn to(kind: &str, content: Value) -> Value {
    json!({ "messaging_product": "whatsapp", "to": TO, "type": kind, kind: content })
}

#[test]
fn simple_messages() {
    for (message, expected) in [
        (
            Message::from(Text::new(TO, "hi").preview_links()),
            to("text", json!({ "body": "hi", "preview_url": true })),
        ),
        (
            Image::new(TO, "https://example.com/a.png")
                .caption("A")
                .into(),
            to(
                "image",
                json!({ "link": "https://example.com/a.png", "caption": "A" }),
            ),
        ),
        (
            Video::new(TO, "1234567890").caption("V").into(),
            to("video", json!({ "id": "1234567890", "caption": "V" })),
        ),
        (
            Document::new(TO, "1234567890")
                .file_name("a.pdf")
                .caption("D")
                .into(),
            to(
                "document",
                json!({ "id": "1234567890", "filename": "a.pdf", "caption": "D" }),
            ),
        ),
        (
            Audio::new(TO, "1").into(),
            to("audio", json!({ "id": "1" })),
        ),
        (
            Audio::voice(TO, "1").into(),
            to("audio", json!({ "id": "1", "voice": true })),
        ),
        (
            Sticker::new(TO, "1").into(),
            to("sticker", json!({ "id": "1" })),
        ),
        (
            Location::new(TO, 47.6149, -122.1941)
                .name("Old Bellevue")
                .address("Main St")
                .into(),
            to(
                "location",
                json!({
                    "latitude": "47.6149000", "longitude": "-122.1941000",
                    "name": "Old Bellevue", "address": "Main St",
                }),
            ),
        ),
        (
            Contacts::person(TO, "Ada", "Lovelace", "+14255550199").into(),
            to(
                "contacts",
                json!([{
                    "name": {
                        "formatted_name": "Ada Lovelace", "first_name": "Ada", "last_name": "Lovelace",
                    },
                    "phones": [{ "phone": "+14255550199" }],
                }]),
            ),
        ),
        (
            Reaction::new(TO, "wamid.X", "👍").into(),
            to(
                "reaction",
                json!({ "message_id": "wamid.X", "emoji": "👍" }),
            ),
        ),
        (
            Reaction::remove(TO, "wamid.X").into(),
            to("reaction", json!({ "message_id": "wamid.X", "emoji": "" })),
        ),
    ] {
        assert_eq!(json_of(message), expected);
    }
}

#[test]
fn interactive_messages() {
    for (message, expected) in [
        (
            Message::from(
                Buttons::new(TO, "Coming?")
                    .reply("y", "Yes")
                    .reply("n", "No")
                    .header_image("1")
                    .footer("f"),
            ),
            json!({
                "type": "button",
                "header": { "type": "image", "image": { "id": "1" } },
                "body": { "text": "Coming?" },
                "footer": { "text": "f" },
                "action": { "buttons": [
                    { "type": "reply", "reply": { "id": "y", "title": "Yes" } },
                    { "type": "reply", "reply": { "id": "n", "title": "No" } },
                ] },
            }),
        ),
        (
            List::new(TO, "What?", "Menu")
                .header_text("H")
                .section("Soups")
                .row("leek", "Leek")
                .row_with_description("miso", "Miso", "Soy")
                .into(),
            json!({
                "type": "list",
                "header": { "type": "text", "text": "H" },
                "body": { "text": "What?" },
                "action": { "button": "Menu", "sections": [{
                    "title": "Soups",
                    "rows": [
                        { "id": "leek", "title": "Leek" },
                        { "id": "miso", "title": "Miso", "description": "Soy" },
                    ],
                }] },
            }),
        ),
        (
            LinkButton::new(TO, "Order", "Track", "https://example.com").into(),
            json!({
                "type": "cta_url",
                "body": { "text": "Order" },
                "action": {
                    "name": "cta_url",
                    "parameters": { "display_text": "Track", "url": "https://example.com" },
                },
            }),
        ),
        (
            Flow::by_name(TO, "Rate us", "Open", "rating")
                .token("t")
                .draft()
                .screen("ONE", [("table", "12")])
                .into(),
            json!({
                "type": "flow",
                "body": { "text": "Rate us" },
                "action": { "name": "flow", "parameters": {
                    "flow_message_version": "3", "flow_name": "rating", "flow_cta": "Open",
                    "flow_token": "t", "mode": "draft", "flow_action": "navigate",
                    "flow_action_payload": { "screen": "ONE", "data": { "table": "12" } },
                } },
            }),
        ),
        (
            Product::new(TO, "1", "SKU").body("b").footer("f").into(),
            json!({
                "type": "product",
                "body": { "text": "b" },
                "footer": { "text": "f" },
                "action": { "catalog_id": "1", "product_retailer_id": "SKU" },
            }),
        ),
        (
            Products::new(TO, "H", "b", "1")
                .section("Teas", ["A", "B"])
                .into(),
            json!({
                "type": "product_list",
                "header": { "type": "text", "text": "H" },
                "body": { "text": "b" },
                "action": { "catalog_id": "1", "sections": [{
                    "title": "Teas",
                    "product_items": [
                        { "product_retailer_id": "A" }, { "product_retailer_id": "B" },
                    ],
                }] },
            }),
        ),
        (
            Catalog::new(TO, "b").thumbnail("A").into(),
            json!({
                "type": "catalog_message",
                "body": { "text": "b" },
                "action": {
                    "name": "catalog_message",
                    "parameters": { "thumbnail_product_retailer_id": "A" },
                },
            }),
        ),
        (
            LocationRequest::new(TO, "Where?").into(),
            json!({
                "type": "location_request_message",
                "body": { "text": "Where?" },
                "action": { "name": "send_location" },
            }),
        ),
        (
            ContactRequest::new(TO, "Who?").into(),
            json!({
                "type": "request_contact_info",
                "body": { "text": "Who?" },
                "action": { "name": "request_contact_info" },
            }),
        ),
        (
            CallPermission::new(TO, "May we call?").into(),
            json!({
                "type": "call_permission_request",
                "body": { "text": "May we call?" },
                "action": { "name": "call_permission_request" },
            }),
        ),
    ] {
        assert_eq!(json_of(message), to("interactive", expected));
    }
}

#[test]
fn templates() {
    let template = Template::new(TO, "order_ready", "en_US")
        .header_document("1", "a.pdf")
        .body(["Ada", "#4711"])
        .url_button(0, "4711")
        .quick_reply(1, "p")
        .copy_code(2, "SAVE10")
        .flow_button(3, "t");
    let button = |sub_type: &str, index: &str, parameter: Value| json!({ "type": "button", "sub_type": sub_type, "index": index, "parameters": [parameter] });
    let expected = json!({
        "name": "order_ready",
        "language": { "code": "en_US" },
        "components": [
            { "type": "header", "parameters": [
                { "type": "document", "document": { "id": "1", "filename": "a.pdf" } },
            ] },
            { "type": "body", "parameters": [
                { "type": "text", "text": "Ada" }, { "type": "text", "text": "#4711" },
            ] },
            button("url", "0", json!({ "type": "text", "text": "4711" })),
            button("quick_reply", "1", json!({ "type": "payload", "payload": "p" })),
            button("copy_code", "2", json!({ "type": "coupon_code", "coupon_code": "SAVE10" })),
            button("flow", "3", json!({ "type": "action", "action": { "flow_token": "t" } })),
        ],
    });
    assert_eq!(json_of(template), to("template", expected));
    let named = Template::new(TO, "order_ready", "en_US").named_body([("name", "Ada")]);
    let named = json_of(named);
    let parameters = &named["template"]["components"][0]["parameters"];
    assert_eq!(
        *parameters,
        json!([{ "type": "text", "parameter_name": "name", "text": "Ada" }])
    );
}

#[test]
fn setters_of_templates_replace_earlier_values() {
    let template = || Template::new(TO, "order_ready", "en_US");
    let twice = template()
        .header_text("a")
        .body(["a"])
        .url_button(0, "a")
        .quick_reply(1, "b")
        .header_image("1")
        .named_body([("name", "b")])
        .url_button(0, "b");
    let once = template()
        .quick_reply(1, "b")
        .header_image("1")
        .named_body([("name", "b")])
        .url_button(0, "b");
    assert_eq!(json_of(twice), json_of(once));
}

#[test]
fn messages_have_recipients_quotes_and_tags() {
    let address = |message: Text| {
        let json = json_of(message);
        let part = |name: &str| json.get(name).cloned().unwrap_or_default();
        [part("to"), part("recipient"), part("recipient_type")]
    };
    for (recipient, expected) in [
        (Recipient::from(TO), json!([TO, null, null])),
        (
            Recipient::from("US.13491208655302741918"),
            json!([null, "US.13491208655302741918", null]),
        ),
        (
            Recipient::group("Y2FwaV9ncm91cDox"),
            json!(["Y2FwaV9ncm91cDox", null, "group"]),
        ),
    ] {
        assert_eq!(json!(address(Text::new(recipient, "hi"))), expected);
    }
    let reply = json_of(Text::new(TO, "Yes").reply_to("wamid.X").tag("order-4711"));
    assert_eq!(reply["context"], json!({ "message_id": "wamid.X" }));
    assert_eq!(reply["biz_opaque_callback_data"], "order-4711");
}

#[test]
fn debug_hides_recipients_and_contents() {
    let secrets = ["+14255550123", "secret text", "secret-tag"];
    let text = Text::new(secrets[0], secrets[1]).tag(secrets[2]);
    let recipient = Recipient::from(secrets[0]);
    for shown in [
        format!("{text:?}"),
        format!("{:?}", Message::from(text.clone())),
        format!("{recipient:?}"),
    ] {
        for secret in secrets {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

#[test]
fn rejects_invalid_coordinates() {
    let violations = Location::new(TO, f64::NAN, 200.0).validate().unwrap_err();
    assert_eq!(
        violations.to_string(),
        "/location/latitude: must be set\n/location/longitude: must be from -180 to 180, is 200.0000000"
    );
}

#[test]
fn reports_violations_of_the_message_with_those_of_the_input() {
    let buttons = ["a", "b", "c", "d"].into_iter();
    let message = buttons.fold(Buttons::new(TO, "Which?"), |message, id| {
        message.reply(id, id)
    });
    let input = SendWhatsAppMessageInput::new()
        .with_origination_phone_number_id("+14255550100")
        .with_message(message)
        .with_meta_api_version("v20.0");
    let violations = input.validate().unwrap_err();
    let paths: Vec<&str> = violations.iter().map(Violation::path).collect();
    assert_eq!(
        paths,
        [
            "/originationPhoneNumberId",
            "/message/interactive/action/buttons"
        ]
    );
    let warnings = input.validation_warnings();
    assert_eq!(warnings.len(), 1);
    assert_eq!(
        warnings[0].reason(),
        Some("Meta's versions are written as v24.0, and Meta ended v20.0 on 2026-09-24")
    );
}

#[test]
fn rejects_bytes_that_are_not_json_objects() {
    for (message, problem) in [
        ("Your table is ready", "is not valid JSON"),
        (r#"{"to":"+1",}"#, "is not valid JSON"),
        (
            "eyJtZXNzYWdpbmdfcHJvZHVjdCI6IndoYXRzYXBwIn0=",
            "looks like base64",
        ),
        ("[]", "is an array"),
    ] {
        let input = SendWhatsAppMessageInput::new()
            .with_origination_phone_number_id("phone-number-id-01234567890123456789012345678901")
            .with_message(message)
            .with_meta_api_version("v24.0");
        let violations = input.validate().unwrap_err().to_string();
        assert!(
            violations.starts_with("/message: must be a JSON object")
                && violations.contains(problem),
            "{violations}"
        );
    }
}
