//! Meta's template library.

use socialmessaging::Client;
use socialmessaging::emulator::Emulator;
use socialmessaging::types::{LibraryTemplateButtonInput, MetaLibraryTemplate};

use crate::ACCOUNT;

/// Returns the names of the templates that match a filter.
async fn found(client: &Client, filter: &str, value: &str) -> Vec<String> {
    let list = client.list_whatsapp_template_library().id(ACCOUNT);
    let list = list.filters([(filter, value)]);
    let page = list.send().await.unwrap();
    let templates = page.meta_library_templates().iter();
    templates
        .map(|template| template.template_name().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn filters_the_library() {
    let client = Emulator::new().client();
    let list = client.list_whatsapp_template_library().id(ACCOUNT);
    let page = list.max_results(2).send().await.unwrap();
    assert_eq!(page.meta_library_templates().len(), 2);
    assert!(page.next_token().is_some());
    let delivery = ["delivery_update_1"];
    assert_eq!(found(&client, "searchKey", "ORDER").await, delivery);
    assert_eq!(found(&client, "usecase", "DELIVERY_UPDATE").await, delivery);
    assert_eq!(found(&client, "topic", "ORDER_MANAGEMENT").await, delivery);
    assert_eq!(found(&client, "industry", "E_COMMERCE").await, delivery);
    assert_eq!(found(&client, "language", "en_US").await.len(), 3);
    assert!(found(&client, "language", "de").await.is_empty());
    let unknown = client.list_whatsapp_template_library().id(ACCOUNT);
    let unknown = unknown.filters([("color", "red")]);
    let error = unknown.send().await.unwrap_err();
    assert_eq!(
        error.message(),
        Some("the filter \"color\" is unknown: use searchKey, topic, usecase, industry, language")
    );
}

#[tokio::test]
async fn creates_templates_from_the_library() {
    let emulator = Emulator::new();
    let client = emulator.client();
    let create = |template: MetaLibraryTemplate| {
        let create = client.create_whatsapp_message_template_from_library();
        create.id(ACCOUNT).meta_library_template(template)
    };
    let named = |name: &str, language: &str| {
        MetaLibraryTemplate::new(name, "delivery_update_1", "UTILITY", language)
    };
    let error = create(named("mine", "de")).send().await.unwrap_err();
    assert_eq!(error.code(), Some("ResourceNotFoundException"));
    let error = create(named("mine", "en_US")).send().await.unwrap_err();
    assert_eq!(
        error.message(),
        Some("button 0 of delivery_update_1 needs url")
    );
    let url = [("base_url".to_owned(), "https://www.example.com/".to_owned())];
    let button = LibraryTemplateButtonInput::new()
        .with_type("URL")
        .with_url(url);
    let template = named("mine", "en_US").with_library_template_button_inputs([button]);
    let created = create(template).send().await.unwrap();
    assert_eq!(created.template_status(), Some("APPROVED"));
    let template = &emulator.templates()[0];
    assert_eq!(template.name, "mine");
    let buttons = &template.components[2]["buttons"];
    assert_eq!(buttons[0]["url"], "https://www.example.com/");
}
