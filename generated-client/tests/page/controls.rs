//! Clock, failures, templates, reset and the connection.

use socialmessaging::emulator::{ACCOUNT_ID, Emulator, StatusPolicy};
use socialmessaging::messages::Text;

use crate::page::{CUSTOMER, Page};
use crate::webdriver::CONTROL;

#[tokio::test(flavor = "multi_thread")]
async fn fails_the_next_send() {
    let Some(page) = Page::open().await else {
        return;
    };
    page.go("#/controls").await;
    let browser = &page.browser;
    browser
        .type_into("input[name=code]", &format!("{CONTROL}a"))
        .await;
    browser.type_into("input[name=code]", "131049").await;
    browser.click("button", "Fail next send").await;
    browser.wait_for(".note", "131049").await;
    page.send(Text::new(CUSTOMER, "first")).await;
    page.send(Text::new(CUSTOMER, "second")).await;
    page.go_to_chat(CUSTOMER).await;
    browser.wait_for(".row-out .problem", "131049").await;
    browser.wait_for(".row-out .bubble", "second").await;
    let failed = browser
        .value("document.querySelectorAll('.status-is-failed').length")
        .await;
    assert_eq!(failed, 1);
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn makes_a_number_unreachable() {
    let Some(page) = Page::open().await else {
        return;
    };
    page.send(Text::new(CUSTOMER, "first")).await;
    page.go_to_chat(CUSTOMER).await;
    let browser = &page.browser;
    browser.click(".chat-head button", "Customer").await;
    browser
        .click("[role=menuitem]", "Make the number unreachable")
        .await;
    browser.wait_for(".chat-head .chip", "Unreachable").await;
    page.send(Text::new(CUSTOMER, "second")).await;
    browser.wait_for(".row-out .problem", "131026").await;
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn moves_the_clock_past_the_window() {
    let Some(page) = Page::open().await else {
        return;
    };
    page.emulator.customer(CUSTOMER).says("Hello").unwrap();
    page.go_to_chat(CUSTOMER).await;
    let browser = &page.browser;
    browser.wait_for(".chat-head .chip", "Window open").await;
    page.go("#/controls").await;
    browser.click("button", "+24 h").await;
    browser
        .wait("!document.querySelector('#clock').hidden")
        .await;
    page.go_to_chat(CUSTOMER).await;
    browser.wait_for(".chat-head .chip", "Window closed").await;
    page.go("#/controls").await;
    browser.click("button", "Real time").await;
    browser
        .wait("document.querySelector('#clock').hidden")
        .await;
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keeps_the_rules_of_the_emulator() {
    let Some(page) = Page::open().await else {
        return;
    };
    page.go("#/controls").await;
    let browser = &page.browser;
    browser.click("label", "Never").await;
    browser.wait_for(".note", "Statuses: never").await;
    browser
        .type_into("input[name=duplicates]", &format!("{CONTROL}a"))
        .await;
    browser.type_into("input[name=duplicates]", "25").await;
    browser.click("button", "Apply").await;
    browser.wait_for(".note", "Deliveries changed").await;
    page.send(Text::new(CUSTOMER, "first")).await;
    assert_eq!(page.emulator.status_policy(), StatusPolicy::Never);
    // The rules are those of the emulator, not of the page.
    page.browser.open("about:blank").await;
    page.go("#/controls").await;
    browser
        .wait("document.querySelector('input[value=never]').checked")
        .await;
    browser
        .wait("document.querySelector('input[name=duplicates]').value === '25'")
        .await;
    page.go_to_chat(CUSTOMER).await;
    browser
        .wait("document.querySelector('.row-out .meta').dataset.status === 'accepted'")
        .await;
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn approves_a_template() {
    let Some(page) = Page::open().await else {
        return;
    };
    let create = page.client().create_whatsapp_message_template();
    let definition = r#"{"name": "table_pending", "language": "en", "category": "UTILITY",
        "components": [{"type": "BODY", "text": "Your *table* is ready."}]}"#;
    create
        .id(ACCOUNT_ID)
        .template_definition(definition)
        .send()
        .await
        .unwrap();
    page.go("#/templates").await;
    let browser = &page.browser;
    browser.wait_for(".template-card .chip", "pending").await;
    browser.click(".template-card button", "Approve").await;
    browser.wait_for(".template-card .chip", "approved").await;
    assert_eq!(page.emulator.templates()[0].status.as_str(), "APPROVED");
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn resets() {
    let Some(page) = Page::open().await else {
        return;
    };
    page.send(Text::new(CUSTOMER, "first")).await;
    page.go("#/controls").await;
    let browser = &page.browser;
    browser.click("button", "Reset…").await;
    browser.click("dialog button", "Reset").await;
    browser.wait_for(".note", "initial state").await;
    assert!(page.emulator.messages().is_empty());
    page.go("#/chats").await;
    browser.wait_for("h1", "Send the first message").await;
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connects_again_after_a_restart() {
    let emulator = Emulator::new();
    let Some(mut page) = Page::of(emulator.clone()).await else {
        return;
    };
    page.send(Text::new(CUSTOMER, "before")).await;
    page.browser.wait_for(".chat", "before").await;
    page.restart().await;
    page.send(Text::new(CUSTOMER, "after")).await;
    page.browser.wait_for(".chat", "after").await;
    page.browser
        .wait("document.querySelector('#connection').dataset.state === 'live'")
        .await;
    // The browser reports the lost connection itself.
    page.browser.check_console(&["net::ERR_"]).await;
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn injects_and_removes_faults() {
    let Some(page) = Page::open().await else {
        return;
    };
    page.go("#/controls").await;
    let browser = &page.browser;
    browser.wait_for("option", "SendWhatsAppMessage").await;
    let choose = async |name: &str, value: &str| {
        let script = format!(
            "((select) => {{ select.value = '{value}'; \
             select.dispatchEvent(new Event('change', {{ bubbles: true }})); }})(\
             document.querySelector('select[name={name}]'))"
        );
        browser.value(&script).await;
    };
    choose("kind", "500").await;
    choose("operation", "SendWhatsAppMessage").await;
    browser.click("button", "Add fault").await;
    let fault = "Status 500 · SendWhatsAppMessage · 1 call";
    browser.wait_for(".faults li", fault).await;
    choose("kind", "delay").await;
    browser
        .wait("!document.querySelector('input[name=milliseconds]').closest('.field').hidden")
        .await;
    browser.click("button", "Add fault").await;
    browser.wait_for(".faults li", "Delay of 2000 ms").await;
    browser
        .click(
            ".faults button",
            &format!(
                "Remove: {}",
                "Delay of 2000 ms · SendWhatsAppMessage · 1 call"
            ),
        )
        .await;
    browser
        .wait("document.querySelectorAll('.faults li').length === 1")
        .await;
    assert_eq!(page.emulator.faults().list().len(), 1);
    let sender = page.sender();
    let send = sender.send(Text::new(CUSTOMER, "fails"));
    assert_eq!(send.await.unwrap_err().status(), Some(500));
    // The page notices that the fault is used up.
    browser
        .wait("document.querySelectorAll('.faults li').length === 0")
        .await;
    page.send(Text::new(CUSTOMER, "arrives")).await;
    page.finish().await;
}
