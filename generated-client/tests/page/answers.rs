//! Answers of the person in the browser.

use socialmessaging::events::{Answer, Event};
use socialmessaging::messages::{Buttons, List, Text};

use crate::page::{CUSTOMER, Page};
use crate::webdriver::{CONTROL, ENTER};

/// The texts or answers of the received messages, from the events.
fn received(page: &Page) -> Vec<String> {
    let mut texts = Vec::new();
    for event in page.emulator.events() {
        for event in event.parse().unwrap() {
            if let Event::Message(message) = event {
                let answer = message.answer();
                let pressed = answer.as_ref().and_then(Answer::id);
                let text = pressed.or_else(|| message.text());
                texts.push(text.unwrap_or_default().to_owned());
            }
        }
    }
    texts
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_with_text_and_sees_the_event() {
    let Some(page) = Page::open().await else {
        return;
    };
    page.send(Text::new(CUSTOMER, "Your table is ready")).await;
    page.go_to_chat(CUSTOMER).await;
    let browser = &page.browser;
    browser
        .type_into(".composer textarea", &format!("On my way{ENTER}"))
        .await;
    browser.wait_for(".row-in .bubble", "On my way").await;
    assert_eq!(received(&page), ["On my way"]);
    page.go("#/events").await;
    browser.click(".event", "On my way").await;
    browser
        .wait_for(".drawer pre", "whatsAppWebhookEntry")
        .await;
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn presses_buttons_and_rows() {
    let Some(page) = Page::open().await else {
        return;
    };
    page.send(
        Buttons::new(CUSTOMER, "Coming?")
            .reply("yes", "Yes, gladly")
            .reply("no", "No"),
    )
    .await;
    page.send(
        List::new(CUSTOMER, "Which room?", "Choose a room")
            .section("Rooms")
            .row("sea", "Sea view")
            .row("city", "City view"),
    )
    .await;
    page.go_to_chat(CUSTOMER).await;
    let browser = &page.browser;
    browser.click("button.action", "Yes, gladly").await;
    browser.wait_for(".row-in .bubble", "Yes, gladly").await;
    browser.wait_for(".row-in .quote", "Coming?").await;
    browser.click("button.action", "Choose a room").await;
    browser.click("dialog .row", "City view").await;
    browser.wait_for(".row-in .bubble", "City view").await;
    assert_eq!(received(&page), ["yes", "city"]);
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reacts_edits_and_deletes() {
    let Some(page) = Page::open().await else {
        return;
    };
    page.send(Text::new(CUSTOMER, "Your table is ready")).await;
    page.go_to_chat(CUSTOMER).await;
    let browser = &page.browser;
    browser.click(".row-out button", "React").await;
    browser.click(".emoji button", "heart").await;
    browser.wait_for(".row-out .reactions", "❤").await;
    browser
        .type_into(".composer textarea", &format!("tpyo{ENTER}"))
        .await;
    browser.wait_for(".row-in .bubble", "tpyo").await;
    browser.click(".row-in button", "More actions").await;
    browser.click("[role=menuitem]", "Edit").await;
    let everything = &format!("{CONTROL}a");
    browser.press(everything).await;
    browser.press(&format!("typo{ENTER}")).await;
    browser.wait_for(".row-in .bubble", "typo").await;
    browser.wait_for(".row-in .meta", "edited").await;
    browser.click(".row-in button", "More actions").await;
    browser
        .click("[role=menuitem]", "Delete for everyone")
        .await;
    browser
        .wait_for(".row-in .bubble", "This message was deleted")
        .await;
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sends_files_and_locations_and_reads() {
    let Some(page) = Page::open().await else {
        return;
    };
    page.send(Text::new(CUSTOMER, "Where are you?")).await;
    page.go_to_chat(CUSTOMER).await;
    let browser = &page.browser;
    browser.click("button", "Attach").await;
    browser.click("[role=menuitem]", "Image").await;
    browser
        .type_into("dialog input[name=caption]", "The view")
        .await;
    browser.click("dialog button", "Send").await;
    browser.wait_for(".row-in .bubble", "The view").await;
    browser.click("button", "Attach").await;
    browser.click("[role=menuitem]", "Location").await;
    browser.click("dialog button", "Send").await;
    browser.wait_for(".row-in .location", "Space Needle").await;
    browser
        .click(".chat-head button", "Read all messages")
        .await;
    browser
        .wait("document.querySelector('.row-out .meta').dataset.status === 'read'")
        .await;
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lets_a_new_customer_write_first() {
    let Some(page) = Page::open().await else {
        return;
    };
    let browser = &page.browser;
    browser.click("button", "New customer").await;
    browser.type_into("dialog input[name=phone]", "0177").await;
    browser.type_into("dialog input[name=name]", "Ben").await;
    browser.click("dialog button", "Open chat").await;
    browser.wait_for(".chat-head", "Ben").await;
    browser
        .type_into(".composer textarea", &format!("Hello{ENTER}"))
        .await;
    browser.wait_for(".row-in .bubble", "Hello").await;
    browser.wait_for(".chat-head .chip", "Window open").await;
    assert_eq!(received(&page), ["Hello"]);
    page.finish().await;
}
