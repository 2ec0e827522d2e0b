//! Chats and bubbles.

use serde_json::json;
use socialmessaging::messages::{Buttons, Template, Text};

use crate::page::{CUSTOMER, Page};

#[tokio::test(flavor = "multi_thread")]
async fn shows_how_to_send_and_then_the_message() {
    let Some(page) = Page::open().await else {
        return;
    };
    let browser = &page.browser;
    browser.wait_for("h1", "Send the first message").await;
    for language in ["curl", "Python", "Rust"] {
        browser.click(".welcome [role=tab]", language).await;
        browser.wait_for(".welcome pre", &page.url()).await;
    }
    page.send(Text::new(CUSTOMER, "Your *table* is ready"))
        .await;
    browser.wait_for(".chat", "+1 425 555 0123").await;
    browser.wait_for(".chat", "Your table is ready").await;
    browser.wait_for(".badge", "1").await;
    browser.click(".chat", "Your table").await;
    browser.wait_for(".row-out .bubble strong", "table").await;
    browser
        .wait("document.querySelector('.row-out .meta').dataset.status === 'delivered'")
        .await;
    browser.wait("!document.querySelector('.badge')").await;
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sends_the_first_message_from_the_page() {
    let Some(page) = Page::open().await else {
        return;
    };
    page.browser.click("button", "Send it from here").await;
    page.browser.wait_for(".chat", "Your table is ready").await;
    let sent = page.emulator.messages();
    assert_eq!(sent[0].text().as_deref(), Some("Your table is ready"));
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn shows_hostile_text_as_text() {
    const HOSTILE: &str =
        r#"<img src="x" onerror="window.hacked=1"><script>window.hacked=1</script>"#;
    let Some(page) = Page::open().await else {
        return;
    };
    page.send(Text::new(CUSTOMER, HOSTILE)).await;
    page.send(Buttons::new(CUSTOMER, HOSTILE).reply(HOSTILE, "<b>bold</b>"))
        .await;
    page.go_to_chat(CUSTOMER).await;
    let browser = &page.browser;
    browser.wait_for(".row-out .body", HOSTILE).await;
    browser.wait_for("button.action", "<b>bold</b>").await;
    browser.wait_for(".chat", "<img").await;
    // Types of messages and links are text, too.
    page.send_unchecked(&json!({
        "messaging_product": "whatsapp", "to": CUSTOMER, "type": "interactive",
        "interactive": {
            "type": "cta_url", "body": {"text": HOSTILE}, "header": {"type": "text", "text": HOSTILE},
            "action": {"name": "cta_url",
                "parameters": {"display_text": "open", "url": "javascript:window.hacked=1"}},
        },
    }))
    .await;
    browser.wait_for(".row-rejected .bubble", "Rejected").await;
    let found = browser
        .value(
            "document.querySelectorAll('.bubble img, .bubble script, .chat img, \
             a[href^=\"javascript\"]').length + (window.hacked ?? 0)",
        )
        .await;
    assert_eq!(found, 0);
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn explains_failures_and_rejections() {
    let Some(page) = Page::open().await else {
        return;
    };
    page.send(Template::new(CUSTOMER, "no_such_template", "en_US"))
        .await;
    let buttons: Vec<_> = (0..4)
        .map(|id| json!({"type": "reply", "reply": {"id": id.to_string(), "title": format!("Button {id}")}}))
        .collect();
    page.send_unchecked(&json!({
        "messaging_product": "whatsapp", "to": CUSTOMER, "type": "interactive",
        "interactive": {"type": "button", "body": {"text": "Too many"}, "action": {"buttons": buttons}},
    }))
    .await;
    page.go_to_chat(CUSTOMER).await;
    let browser = &page.browser;
    browser.wait_for(".row-out .problem", "132001").await;
    browser
        .wait("document.querySelector('.row-out .problem .advice').textContent.length > 10")
        .await;
    browser.wait_for(".row-rejected .problem", "buttons").await;
    // Nobody can press a button of a message that was not sent.
    browser
        .wait("document.querySelector('.row-rejected button.action').disabled")
        .await;
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn shows_the_request_and_the_events_of_a_message() {
    let Some(page) = Page::open().await else {
        return;
    };
    page.send(Text::new(CUSTOMER, "Your table is ready")).await;
    page.go_to_chat(CUSTOMER).await;
    let browser = &page.browser;
    browser.click(".row-out .meta", "delivered").await;
    browser.wait_for(".drawer .timeline", "delivered").await;
    browser
        .wait_for(".drawer pre", r#""body": "Your table is ready""#)
        .await;
    browser.click(".drawer [role=tab]", "curl").await;
    browser.wait_for(".drawer pre", "/v1/whatsapp/send").await;
    browser.click(".drawer [role=tab]", "Rust").await;
    browser.wait_for(".drawer pre", "Your table is ready").await;
    browser.click(".drawer [role=tab]", "Events").await;
    browser.click(".drawer summary", "status delivered").await;
    browser
        .wait_for(".drawer details[open] pre", "wamid.")
        .await;
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keeps_only_the_last_bubbles_in_the_document() {
    let Some(page) = Page::open().await else {
        return;
    };
    let sender = page.sender();
    for number in 0..300 {
        sender
            .send(Text::new(CUSTOMER, format!("Message {number}.")))
            .await
            .unwrap();
    }
    page.go_to_chat(CUSTOMER).await;
    let browser = &page.browser;
    browser.wait_for(".bubble", "Message 299.").await;
    let shown = browser
        .value("document.querySelectorAll('.bubble').length")
        .await;
    assert!(shown.as_u64().unwrap() < 200, "{shown} bubbles");
    browser.click("button", "Show earlier messages").await;
    browser.click("button", "Show earlier messages").await;
    browser.wait_for(".bubble", "Message 0.").await;
    // The page does not jump while messages arrive.
    page.send(Text::new(CUSTOMER, "Another one")).await;
    browser
        .wait("!document.querySelector('.latest').hidden")
        .await;
    browser.click("button.latest", "").await;
    browser.wait_for(".bubble", "Another one").await;
    page.finish().await;
}
