//! The life cycle of templates.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use socialmessaging::Client;
use socialmessaging::emulator::{Emulator, TemplateStatus};
use socialmessaging::types::S3File;

use crate::ACCOUNT;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A definition with one variable.
fn definition(name: &str, language: &str) -> Value {
    json!({
        "name": name,
        "language": language,
        "category": "UTILITY",
        "components": [{
            "type": "BODY",
            "text": "Hello {{1}}, your table is ready.",
            "example": { "body_text": [["Ana"]] },
        }],
    })
}

/// Creates a template and returns its id.
async fn create(client: &Client, definition: &Value) -> String {
    let create = client.create_whatsapp_message_template().id(ACCOUNT);
    let create = create.template_definition(definition.to_string());
    let created = create.send().await.unwrap();
    assert_eq!(created.template_status(), Some("PENDING"));
    created.meta_template_id.unwrap()
}

/// Returns the message of the error with which a definition is rejected.
async fn rejection(client: &Client, definition: &Value) -> String {
    let create = client.create_whatsapp_message_template().id(ACCOUNT);
    let create = create.template_definition(definition.to_string());
    let error = create.send().await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidParametersException"));
    error.message().unwrap().to_owned()
}

async fn status(client: &Client, id: &str) -> String {
    let get = client.get_whatsapp_message_template().id(ACCOUNT);
    let got = get.meta_template_id(id).send().await.unwrap();
    let template: Value = serde_json::from_str(got.template().unwrap()).unwrap();
    template["status"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn reviews_by_name_and_manually() {
    let emulator = Emulator::new();
    let client = emulator.client();
    let approved = create(&client, &definition("table_ready", "en_US")).await;
    let rejected = create(&client, &definition("rejected_text", "en_US")).await;
    let pending = create(&client, &definition("pending_text", "en_US")).await;
    assert_eq!(status(&client, &approved).await, "APPROVED");
    assert_eq!(status(&client, &rejected).await, "REJECTED");
    assert_eq!(status(&client, &pending).await, "PENDING");
    let set = emulator.set_template_status(&pending, TemplateStatus::Approved);
    assert!(set.unwrap());
    assert_eq!(status(&client, &pending).await, "APPROVED");
    let set = emulator.set_template_status("0", TemplateStatus::Approved);
    assert!(!set.unwrap());
}

#[tokio::test]
async fn finds_templates_by_name_and_language() {
    let client = Emulator::new().client();
    create(&client, &definition("table_ready", "en_US")).await;
    let german = create(&client, &definition("table_ready", "de")).await;
    let get = || {
        let get = client.get_whatsapp_message_template().id(ACCOUNT);
        get.template_name("table_ready")
    };
    let found = get().template_language_code("de").send().await.unwrap();
    let template: Value = serde_json::from_str(found.template().unwrap()).unwrap();
    assert_eq!(template["id"], *german);
    let error = get().template_language_code("fr").send().await.unwrap_err();
    assert_eq!(error.code(), Some("ResourceNotFoundException"));
    assert_eq!(
        error.message(),
        Some("the account has no template table_ready in the language fr")
    );
}

#[tokio::test]
async fn lists_templates_by_page() {
    let client = Emulator::new().client();
    for name in ["a", "b", "c"] {
        create(&client, &definition(name, "en")).await;
    }
    let list = || client.list_whatsapp_message_templates().id(ACCOUNT);
    let first = list().max_results(2).send().await.unwrap();
    let names = |page: &socialmessaging::output::ListWhatsAppMessageTemplatesOutput| {
        let names = page.templates().iter();
        names
            .map(|template| template.template_name().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&first), ["a", "b"]);
    let token = first.next_token().unwrap();
    let second = list().next_token(token).send().await.unwrap();
    assert_eq!(
        (names(&second), second.next_token()),
        (vec!["c".to_owned()], None)
    );

    // A token is only valid for its list.
    let flows = client.list_whatsapp_flows().id(ACCOUNT).next_token(token);
    let error = flows.send().await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidParametersException"));
}

#[tokio::test]
async fn rejects_invalid_definitions() {
    let client = Emulator::new().client();
    let body = |text: &str, examples: Value| {
        let mut definition = definition("t", "en");
        definition["components"][0]["text"] = json!(text);
        definition["components"][0]["example"]["body_text"] = examples;
        definition
    };
    let with = |component: Value| {
        let mut definition = definition("t", "en");
        definition["components"]
            .as_array_mut()
            .unwrap()
            .push(component);
        definition
    };
    let without = |name: &str| {
        let mut definition = definition("t", "en");
        definition.as_object_mut().unwrap().remove(name);
        definition
    };
    let button = |button: Value| with(json!({ "type": "BUTTONS", "buttons": [button] }));
    let quick = json!({ "type": "QUICK_REPLY", "text": "Yes" });
    let url = json!({ "type": "URL", "text": "Go", "url": "https://www.example.com/" });
    let mut text = String::new();
    for definition in [
        without("name"),
        without("language"),
        without("category"),
        without("components"),
        definition("Table", "en"),
        definition("t", "en-US"),
        body("Hello {{2}}!", json!([["a"]])),
        body("Hello {{1}}!", json!([])),
        body("{{1}} is ready.", json!(["a"])),
        body("Hello {{1}}", json!(["a"])),
        body("a {{1}}{{2}} b", json!(["a", "b"])),
        body(&"x".repeat(1025), json!([])),
        with(json!({ "type": "BODY", "text": "again" })),
        with(json!({ "type": "HEADER", "format": "TEXT", "text": "x".repeat(61) })),
        with(
            json!({ "type": "HEADER", "format": "TEXT", "text": "{{1}} {{2}}", "example": { "header_text": ["a", "b"] } }),
        ),
        with(json!({ "type": "HEADER", "format": "IMAGE" })),
        with(
            json!({ "type": "HEADER", "format": "IMAGE", "example": { "header_handle": ["4::x"] } }),
        ),
        with(json!({ "type": "FOOTER", "text": "{{1}}" })),
        with(json!({ "type": "SIDEBAR" })),
        with(json!({ "type": "BUTTONS", "buttons": [] })),
        with(json!({ "type": "BUTTONS", "buttons": [url, url, url] })),
        with(json!({ "type": "BUTTONS", "buttons": [quick, url, quick] })),
        button(json!({ "type": "LEVER", "text": "x" })),
        button(json!({ "type": "QUICK_REPLY", "text": "x".repeat(26) })),
        button(json!({ "type": "URL", "text": "x", "url": "https://www.example.com/{{1}}" })),
        button(
            json!({ "type": "URL", "text": "x", "url": "https://{{1}}.example.com/", "example": ["a"] }),
        ),
    ] {
        text.push_str(&rejection(&client, &definition).await);
        text.push('\n');
    }
    insta::with_settings!(
        { omit_expression => true, prepend_module_to_snapshot => false },
        { insta::assert_snapshot!("rejects_invalid_template_definitions", text) }
    );
}

#[tokio::test]
async fn accepts_named_variables_and_uploaded_files() {
    let client = Emulator::new().client();
    let upload = client.create_whatsapp_message_template_media().id(ACCOUNT);
    let upload = upload.source_s3_file(S3File::new("bucket", "menu.png"));
    let handle = upload.send().await.unwrap().meta_header_handle.unwrap();
    let definition = json!({
        "name": "named",
        "language": "en",
        "category": "MARKETING",
        "parameter_format": "named",
        "components": [
            { "type": "HEADER", "format": "IMAGE", "example": { "header_handle": [handle] } },
            {
                "type": "body",
                "text": "Hello {{first_name}}!",
                "example": { "body_text_named_params": [
                    { "param_name": "first_name", "example": "Ana" },
                ] },
            },
            { "type": "FOOTER", "text": "Reply STOP to end." },
        ],
    });
    create(&client, &definition).await;
}

#[tokio::test]
async fn limits_edits_of_approved_templates() {
    let emulator = Emulator::new();
    emulator.clock().set(SystemTime::UNIX_EPOCH + 20_000 * DAY);
    let client = emulator.client();
    let id = create(&client, &definition("t", "en")).await;
    let update = |components: &str| {
        let update = client.update_whatsapp_message_template().id(ACCOUNT);
        update
            .meta_template_id(&*id)
            .template_components(components.to_owned())
    };
    let text = r#"[{"type": "BODY", "text": "Hello."}]"#;
    update(text).send().await.unwrap();
    let error = update(text).send().await.unwrap_err();
    let limit = "an approved template can be changed once in 24 hours and 10 times in 30 days";
    assert_eq!(error.message(), Some(limit));
    for _ in 0..9 {
        emulator.clock().advance(DAY);
        update(text).send().await.unwrap();
    }
    emulator.clock().advance(DAY);
    let error = update(text).send().await.unwrap_err();
    assert_eq!(error.message(), Some(limit));
    emulator.clock().advance(30 * DAY);
    update(text).send().await.unwrap();

    emulator.clock().advance(DAY);
    let error = update("[]").send().await.unwrap_err();
    assert_eq!(
        error.message(),
        Some("there is no component of the type BODY")
    );
    let category = update(text).template_category("MARKETING");
    let error = category.send().await.unwrap_err();
    let message = "the category of an approved template cannot be changed";
    assert_eq!(error.message(), Some(message));
    let set = emulator.set_template_status(&id, TemplateStatus::Pending);
    assert!(set.unwrap());
    let error = update(text).send().await.unwrap_err();
    assert_eq!(
        error.message(),
        Some(
            "a template in the state PENDING cannot be changed; wait until its review is complete"
        )
    );
}

#[tokio::test]
async fn deletes_one_language_or_all() {
    let emulator = Emulator::new();
    emulator.clock().set(SystemTime::UNIX_EPOCH + 20_000 * DAY);
    let client = emulator.client();
    let german = create(&client, &definition("t", "de")).await;
    create(&client, &definition("t", "en")).await;
    create(&client, &definition("t", "fr")).await;
    let delete = || {
        let delete = client.delete_whatsapp_message_template().id(ACCOUNT);
        delete.template_name("t")
    };
    let count = || {
        let templates = emulator.templates().into_iter();
        let present = templates.filter(|template| template.status != TemplateStatus::Deleted);
        present.count()
    };
    delete().meta_template_id(&*german).send().await.unwrap();
    assert_eq!(count(), 2);
    delete().delete_all_languages(true).send().await.unwrap();
    assert_eq!(count(), 0);
    let error = delete().send().await.unwrap_err();
    assert_eq!(error.code(), Some("ResourceNotFoundException"));

    let message = rejection(&client, &definition("t", "de")).await;
    assert!(message.starts_with("(#2388023) "), "{message}");
    emulator.clock().advance(30 * DAY);
    create(&client, &definition("t", "de")).await;
    let message = rejection(&client, &definition("t", "de")).await;
    assert!(message.starts_with("(#2388024) "), "{message}");
}

#[tokio::test]
async fn limits_the_number_of_templates() {
    let client = Emulator::new().client();
    for number in 0..250 {
        create(&client, &definition(&format!("t{number}"), "en")).await;
    }
    let message = rejection(&client, &definition("t", "en")).await;
    assert_eq!(
        message,
        "(#2388019) the account has 250 templates, the maximum; delete one"
    );
}
