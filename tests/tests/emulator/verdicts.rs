//! Meta's verdicts about messages with templates and Flows.

use serde_json::{Value, json};
use socialmessaging::Client;
use socialmessaging::emulator::{Emulator, FlowStatus, TemplateStatus};
use socialmessaging::types::MetaFlowCategory;

use crate::{ACCOUNT, NUMBER};

/// Sends a message and returns the code and details of its failure.
async fn verdict(emulator: &Emulator, message: Value) -> Option<(u32, String)> {
    let client = emulator.client();
    let send = client
        .send_whatsapp_message()
        .origination_phone_number_id(NUMBER);
    let send = send.meta_api_version("v24.0").message(message.to_string());
    let sent = send.send().await.unwrap();
    let messages = emulator.messages();
    let last = messages.last().unwrap();
    assert_eq!(Some(last.id.as_str()), sent.message_id());
    let failure = last.failure.clone();
    failure.map(|failure| (failure.code, failure.details))
}

fn template(name: &str, language: &str, components: Value) -> Value {
    json!({
        "messaging_product": "whatsapp",
        "to": "+14255550123",
        "type": "template",
        "template": { "name": name, "language": { "code": language }, "components": components },
    })
}

fn body(parameters: Value) -> Value {
    json!([{ "type": "body", "parameters": parameters }])
}

fn text(text: &str) -> Value {
    json!({ "type": "text", "text": text })
}

async fn create(client: &Client, definition: Value) -> String {
    let create = client.create_whatsapp_message_template().id(ACCOUNT);
    let create = create.template_definition(definition.to_string());
    create.send().await.unwrap().meta_template_id.unwrap()
}

/// Creates a template with two variables in the body, and one in a URL.
async fn with_two_variables(client: &Client) -> String {
    let definition = json!({
        "name": "order",
        "language": "en_US",
        "category": "UTILITY",
        "components": [
            {
                "type": "BODY",
                "text": "Order {{1}} arrives on {{2}}.",
                "example": { "body_text": [["4711", "Friday"]] },
            },
            {
                "type": "BUTTONS",
                "buttons": [{
                    "type": "URL",
                    "text": "Track",
                    "url": "https://www.example.com/{{1}}",
                    "example": ["4711"],
                }],
            },
        ],
    });
    create(client, definition).await
}

fn button(parameters: Value) -> Value {
    json!({ "type": "button", "sub_type": "url", "index": "0", "parameters": parameters })
}

#[tokio::test]
async fn fails_like_meta() {
    let emulator = Emulator::new();
    with_two_variables(&emulator.client()).await;
    let valid = json!([
        { "type": "body", "parameters": [text("4711"), text("Friday")] },
        button(json!([text("4711")])),
    ]);
    let with = |parameters: Value| {
        json!([
            { "type": "body", "parameters": parameters },
            button(json!([text("4711")])),
        ])
    };
    let mut lines = String::new();
    for message in [
        template("order", "en_US", valid.clone()),
        template("ordre", "en_US", valid.clone()),
        template("order", "en-US", valid.clone()),
        template("order", "en_US", with(json!([text("4711")]))),
        template(
            "order",
            "en_US",
            with(json!([text("1"), text("2"), text("3")])),
        ),
        template("order", "en_US", json!([])),
        template("order", "en_US", with(json!([text(""), text("2")]))),
        template("order", "en_US", with(json!([text("a\nb"), text("2")]))),
        template("order", "en_US", with(json!([text("a     b"), text("2")]))),
        template("order", "en_US", with(json!([text("a    b"), text("2")]))),
        template(
            "order",
            "en_US",
            with(json!([{ "type": "image" }, text("2")])),
        ),
        template(
            "order",
            "en_US",
            with(json!([text(&"x".repeat(1024)), text("2")])),
        ),
        template(
            "order",
            "en_US",
            body(json!([text("4711"), text("Friday")])),
        ),
        template(
            "order",
            "en_US",
            json!([
                { "type": "header", "parameters": [text("x")] },
                { "type": "body", "parameters": [text("4711"), text("Friday")] },
                button(json!([text("4711")])),
            ]),
        ),
    ] {
        match verdict(&emulator, message).await {
            Some((code, details)) => lines.push_str(&format!("{code}: {details}\n")),
            None => lines.push_str("delivered\n"),
        }
    }
    insta::with_settings!(
        { omit_expression => true, prepend_module_to_snapshot => false },
        { insta::assert_snapshot!("fails_template_messages_like_meta", lines) }
    );
}

#[tokio::test]
async fn fails_by_the_state_of_the_template() {
    let emulator = Emulator::new();
    let id = with_two_variables(&emulator.client()).await;
    for (status, code) in [
        (TemplateStatus::Pending, 132_001),
        (TemplateStatus::Rejected, 132_001),
        (TemplateStatus::Deleted, 132_001),
        (TemplateStatus::Paused, 132_015),
        (TemplateStatus::Disabled, 132_016),
    ] {
        emulator.set_template_status(&id, status).unwrap();
        let failure = verdict(&emulator, template("order", "en_US", json!([]))).await;
        assert_eq!(failure.unwrap().0, code, "{status}");
    }
}

#[tokio::test]
async fn checks_named_parameters_and_media_headers() {
    let emulator = Emulator::new();
    let client = emulator.client();
    let upload = client.create_whatsapp_message_template_media().id(ACCOUNT);
    let file = socialmessaging::types::S3File::new("bucket", "menu.png");
    let uploaded = upload.source_s3_file(file).send().await.unwrap();
    let definition = json!({
        "name": "named",
        "language": "en",
        "category": "MARKETING",
        "parameter_format": "named",
        "components": [
            {
                "type": "HEADER",
                "format": "IMAGE",
                "example": { "header_handle": [uploaded.meta_header_handle] },
            },
            {
                "type": "BODY",
                "text": "Hello {{first_name}}!",
                "example": {
                    "body_text_named_params": [{ "param_name": "first_name", "example": "Ana" }],
                },
            },
        ],
    });
    create(&client, definition).await;
    let message = |header: Value, name: &str| {
        let parameter = json!({ "type": "text", "text": "Ana", "parameter_name": name });
        let components = json!([
            { "type": "header", "parameters": header },
            { "type": "body", "parameters": [parameter] },
        ]);
        template("named", "en", components)
    };
    let image = json!([{ "type": "image", "image": { "link": "https://www.example.com/a.png" } }]);
    assert_eq!(
        verdict(&emulator, message(image.clone(), "first_name")).await,
        None
    );
    let failure = verdict(&emulator, message(image, "name")).await.unwrap();
    assert_eq!(failure.0, 132_012);
    let failure = verdict(&emulator, message(json!([]), "first_name")).await;
    assert_eq!(failure.unwrap().0, 132_000);
    let failure = verdict(&emulator, message(json!([text("x")]), "first_name")).await;
    assert_eq!(failure.unwrap().0, 132_012);
}

#[tokio::test]
async fn checks_the_state_of_flows() {
    let emulator = Emulator::new();
    let client = emulator.client();
    let create = client.create_whatsapp_flow().id(ACCOUNT).flow_name("form");
    let create = create.categories([MetaFlowCategory::Survey]);
    let id = create.send().await.unwrap().flow_id.unwrap();
    let message = |id: &str, mode: &str| {
        json!({
            "messaging_product": "whatsapp",
            "to": "+14255550123",
            "type": "interactive",
            "interactive": {
                "type": "flow",
                "body": { "text": "Tell us about your visit" },
                "action": { "name": "flow", "parameters": {
                    "flow_message_version": "3", "flow_cta": "Open", "flow_id": id, "mode": mode,
                } },
            },
        })
    };
    let code = async |mode: &str| {
        verdict(&emulator, message(&id, mode))
            .await
            .map(|found| found.0)
    };
    assert_eq!(code("draft").await, None);
    assert_eq!(code("published").await, Some(131_009));
    emulator
        .set_flow_status(&id, FlowStatus::Published)
        .unwrap();
    assert_eq!(code("published").await, None);
    emulator.set_flow_status(&id, FlowStatus::Blocked).unwrap();
    assert_eq!(code("published").await, Some(132_068));
    emulator
        .set_flow_status(&id, FlowStatus::Throttled)
        .unwrap();
    for _ in 0..8 {
        assert_eq!(code("published").await, None);
    }
    assert_eq!(code("published").await, Some(132_069));
    let unknown = verdict(&emulator, message("0", "published")).await;
    assert_eq!(unknown.unwrap().0, 131_009);
}
