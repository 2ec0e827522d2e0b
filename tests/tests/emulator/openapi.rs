//! The OpenAPI document, against which real responses are validated.

use http::Method;
use serde_json::{Value, json};
use socialmessaging::emulator::Emulator;
use socialmessaging::messages::{Template, Text};
use socialmessaging::types::WhatsAppBusinessAccountEventDestination as Destination;

use crate::control::ask;
use crate::{ACCOUNT, NUMBER};

/// Adds an entry to every list.
async fn fill(emulator: &Emulator) {
    let client = emulator.client();
    let sender = client.sender(NUMBER);
    sender.send(Text::new("+14255550199", "hi")).await.unwrap();
    sender
        .send(Template::new("+14255550199", "none", "en"))
        .await
        .unwrap();
    let customer = emulator.customer("+14255550199").named("Ada");
    let id = customer.says("Hello").unwrap();
    sender.mark_read(&id).await.unwrap();
    let again = customer.says("Are you there?").unwrap();
    customer.calls().unwrap();
    let definition = json!({
        "name": "hello", "language": "en", "category": "UTILITY",
        "components": [{ "type": "BODY", "text": "Hello." }],
    });
    let create = client.create_whatsapp_message_template().id(ACCOUNT);
    let create = create.template_definition(definition.to_string());
    create.send().await.unwrap();
    sender
        .send(Template::new("+14255550199", "hello", "en"))
        .await
        .unwrap();
    let flow = client.create_whatsapp_flow().id(ACCOUNT).flow_name("form");
    let flow = flow.categories([socialmessaging::types::MetaFlowCategory::Survey]);
    flow.send().await.unwrap();
    let put = client
        .put_whatsapp_business_account_event_destinations()
        .id(ACCOUNT);
    let put = put.event_destinations([Destination::new("arn:aws:sns:us-east-1:1:events")]);
    put.send().await.unwrap();
    let rejected = sender
        .send(json!({ "to": "+14255550199" }).to_string())
        .await;
    rejected.unwrap_err();
    let fault = json!({ "kind": "throttle", "operation": "TagResource" });
    ask(emulator, Method::POST, "faults", fault).await;
    let rule = json!({ "failNext": { "code": 131_047, "to": "+14255550188" } });
    ask(emulator, Method::PUT, "policy", rule).await;
    sender.mark_read(&again).typing().await.unwrap();
}

#[tokio::test]
async fn responses_are_valid() {
    let emulator = Emulator::new();
    fill(&emulator).await;
    let (_, document) = ask(&emulator, Method::GET, "openapi.json", Value::Null).await;
    assert_eq!(document["openapi"], "3.1.0");
    let mut count = 0;
    let mut others = Vec::new();
    let message = emulator.messages()[0].id.clone();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let Some(operation) = methods.get("get") else {
            continue;
        };
        let content = operation.pointer("/responses/200/content/application~1json");
        let Some(content) = content else {
            others.push(path.as_str());
            continue;
        };
        let mut schema = content["schema"].clone();
        schema["components"] = document["components"].clone();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let path = path.strip_prefix("/_emulator/").unwrap();
        let path = path.replace("{id}", &message);
        let (status, answer) = ask(&emulator, Method::GET, &path, Value::Null).await;
        assert_eq!(status, 200, "{path}");
        let errors: Vec<_> = validator.iter_errors(&answer).collect();
        assert!(errors.is_empty(), "{path}: {answer}: {errors:?}");
        count += 1;
    }
    assert_eq!(count, 16);
    assert_eq!(
        others,
        [
            "/_emulator/sns/certificate.pem",
            "/_emulator/sns/confirm",
            "/_emulator/stream",
        ]
    );
}
