//! Read receipts, typing indicators and calls.

use serde_json::json;
use socialmessaging::emulator::{CallState, PHONE_NUMBER_ID};
use socialmessaging::messages::Text;
use socialmessaging::types::WhatsAppCallSettings;

use crate::page::{CUSTOMER, Page};

const TYPING: &str = "document.querySelector('.typing').hidden";

#[tokio::test(flavor = "multi_thread")]
async fn shows_read_receipts_and_typing() {
    let Some(page) = Page::open().await else {
        return;
    };
    let id = page.emulator.customer(CUSTOMER).says("Hello").unwrap();
    page.go_to_chat(CUSTOMER).await;
    let browser = &page.browser;
    browser.wait_for(".row-in .meta", "received").await;
    assert_eq!(browser.value(TYPING).await, true);
    page.sender().mark_read(&id).typing().await.unwrap();
    browser
        .wait("document.querySelector('.row-in .meta').dataset.status === 'read'")
        .await;
    browser.wait_for(".typing", "is typing").await;
    browser.wait(&format!("!{TYPING}")).await;
    browser.wait_for(".chat .preview", "typing…").await;
    // The next message ends it.
    page.send(Text::new(CUSTOMER, "Hi")).await;
    browser.wait_for(".row-out .bubble", "Hi").await;
    browser.wait(TYPING).await;
    // Otherwise it ends after 25 seconds by the clock of the emulator.
    page.sender().mark_read(&id).typing().await.unwrap();
    browser.wait(&format!("!{TYPING}")).await;
    page.emulator
        .clock()
        .advance(std::time::Duration::from_secs(25));
    browser.wait(TYPING).await;
    // A page that opens later shows it, too.
    page.sender().mark_read(&id).typing().await.unwrap();
    page.browser.open("about:blank").await;
    page.go_to_chat(CUSTOMER).await;
    browser.wait(&format!("!{TYPING}")).await;
    page.finish().await;
}

/// Enables calls, and lets the customer permit them.
async fn permit_calls(page: &Page) {
    let update = page
        .client()
        .update_linked_whatsapp_business_account_phone_number();
    let settings = WhatsAppCallSettings::new(true);
    let update = update.id(PHONE_NUMBER_ID).call_settings(settings);
    update.send().await.unwrap();
    let emulator = &page.emulator;
    emulator
        .permit_calls(PHONE_NUMBER_ID, CUSTOMER, None)
        .unwrap();
}

/// Sends an event of a call as the business, and returns the id of the call.
async fn send_event(page: &Page, event: &serde_json::Value) -> String {
    let send = page.client().send_whatsapp_call_event();
    let send = send.origination_phone_number_id(PHONE_NUMBER_ID);
    let send = send.meta_api_version("v24.0").call_event(event.to_string());
    send.send().await.unwrap().call_id
}

#[tokio::test(flavor = "multi_thread")]
async fn accepts_rejects_and_ends_calls() {
    let Some(page) = Page::open().await else {
        return;
    };
    permit_calls(&page).await;
    let connect = json!({
        "to": CUSTOMER,
        "action": "connect",
        "session": { "sdp_type": "offer", "sdp": "v=0" },
    });
    send_event(&page, &connect).await;
    page.go_to_chat(CUSTOMER).await;
    let browser = &page.browser;
    browser.wait_for(".row-out .call", "Ringing").await;
    browser.click(".row-out button.action", "Accept").await;
    browser.wait_for(".row-out .call", "In progress").await;
    assert_eq!(page.emulator.calls()[0].state(), CallState::Answered);
    browser.click(".row-out button.action", "End call").await;
    browser.wait_for(".row-out .call", "Ended after").await;
    assert_eq!(page.emulator.calls()[0].state(), CallState::Ended);
    browser.click(".row-out .meta", "ended").await;
    browser.click(".drawer .tab", "Events").await;
    browser.wait_for(".drawer summary", "call ringing").await;
    browser.wait_for(".drawer summary", "call accepted").await;
    browser.wait_for(".drawer summary", "call terminate").await;

    send_event(&page, &connect).await;
    browser.click(".row-out button.action", "Reject").await;
    browser.wait_for(".row-out .call", "Rejected").await;
    assert_eq!(page.emulator.calls()[1].state(), CallState::Rejected);
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_the_business() {
    let Some(page) = Page::open().await else {
        return;
    };
    permit_calls(&page).await;
    page.send(Text::new(CUSTOMER, "Call us")).await;
    page.go_to_chat(CUSTOMER).await;
    let browser = &page.browser;
    let call = async || {
        browser.click(".chat-head button", "Customer").await;
        browser.click("[role=menuitem]", "Call the business").await;
        browser.wait_for(".row-in .call", "Ringing").await;
    };
    call().await;
    browser.click(".row-in button.action", "Hang up").await;
    browser.wait_for(".row-in .call", "Not answered").await;
    call().await;
    let id = page.emulator.calls().pop().unwrap().id;
    send_event(&page, &json!({ "action": "accept", "call_id": id })).await;
    browser.wait_for(".row-in .call", "In progress").await;
    send_event(&page, &json!({ "action": "terminate", "call_id": id })).await;
    browser.wait_for(".row-in .call", "Ended after").await;
    page.finish().await;
}
