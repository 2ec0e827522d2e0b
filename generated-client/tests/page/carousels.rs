//! Carousels: the cards of templates and of interactive messages.

use serde_json::{Value, json};
use socialmessaging::emulator::ACCOUNT_ID;

use crate::page::{CUSTOMER, Page};

fn card(text: &str) -> Value {
    json!({ "components": [
        { "type": "HEADER", "format": "IMAGE", "example": { "header_handle": ["4::aW1hZ2U="] } },
        { "type": "BODY", "text": text, "example": { "body_text": [["Ada"]] } },
        { "type": "BUTTONS", "buttons": [{ "type": "QUICK_REPLY", "text": "Book it" }] },
    ]})
}

fn sent_card(index: u32, text: &str) -> Value {
    let image = json!({ "type": "image", "image": { "link": "https://example.com/room.jpg" } });
    json!({ "card_index": index, "components": [
        { "type": "header", "parameters": [image] },
        { "type": "body", "parameters": [{ "type": "text", "text": text }] },
        { "type": "button", "sub_type": "quick_reply", "index": 0,
          "parameters": [{ "type": "payload", "payload": format!("room-{index}") }] },
    ]})
}

#[tokio::test(flavor = "multi_thread")]
async fn renders_the_cards_of_a_template() {
    let Some(page) = Page::open().await else {
        return;
    };
    let create = page.client().create_whatsapp_message_template();
    let definition = json!({
        "name": "rooms", "language": "en", "category": "MARKETING",
        "components": [
            { "type": "BODY", "text": "Our rooms." },
            { "type": "CAROUSEL", "cards": [
                card("Sea view for {{1}} tonight."),
                card("City view for {{1}} tonight."),
            ]},
        ],
    });
    let create = create
        .id(ACCOUNT_ID)
        .template_definition(definition.to_string());
    create.send().await.unwrap();
    let message = json!({
        "messaging_product": "whatsapp", "to": CUSTOMER, "type": "template",
        "template": { "name": "rooms", "language": { "code": "en" }, "components": [
            { "type": "carousel", "cards": [sent_card(0, "Ada"), sent_card(1, "Ben")] },
        ]},
    });
    page.send(message.to_string()).await;
    page.go_to_chat(CUSTOMER).await;
    let browser = &page.browser;
    browser.wait_for(".row-out .body", "Our rooms.").await;
    browser
        .wait_for(".carousel-card", "Sea view for Ada tonight.")
        .await;
    browser
        .wait_for(".carousel-card", "City view for Ben tonight.")
        .await;
    browser
        .wait("document.querySelectorAll('.carousel-card .media').length === 2")
        .await;
    // The last of the buttons with this text belongs to the second card.
    browser
        .click(".carousel-card button.action", "Book it")
        .await;
    browser.wait_for(".row-in .bubble", "Book it").await;
    let pressed = page.emulator.events().pop().unwrap();
    assert!(pressed.envelope.contains("room-1"), "{}", pressed.envelope);
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn renders_cards_with_media() {
    let Some(page) = Page::open().await else {
        return;
    };
    let card = |index: u32, text: &str| {
        json!({
            "card_index": index,
            "type": "cta_url",
            "header": { "type": "image", "image": { "link": "https://example.com/room.jpg" } },
            "body": { "text": text },
            "action": { "name": "cta_url", "parameters": {
                "display_text": "See the room", "url": format!("https://example.com/rooms/{index}"),
            }},
        })
    };
    let message = json!({
        "messaging_product": "whatsapp", "to": CUSTOMER, "type": "interactive",
        "interactive": {
            "type": "carousel",
            "body": { "text": "Which room?" },
            "action": { "cards": [card(0, "Sea view"), card(1, "City view")] },
        },
    });
    page.send(message.to_string()).await;
    page.go_to_chat(CUSTOMER).await;
    let browser = &page.browser;
    browser.wait_for(".row-out .body", "Which room?").await;
    browser.wait_for(".carousel-card", "Sea view").await;
    browser
        .wait_for(".carousel-card a.action", "See the room")
        .await;
    browser
        .wait("document.querySelectorAll('.carousel-card .media').length === 2")
        .await;
    page.finish().await;
}
