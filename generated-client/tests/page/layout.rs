//! Width, colors and keyboard.

use socialmessaging::messages::{Buttons, Text};

use crate::page::{CUSTOMER, Page};
use crate::webdriver::{DOWN, ENTER, ESCAPE};

const VIEWS: [&str; 5] = [
    "#/chats",
    "#/events",
    "#/templates",
    "#/controls",
    "#/connect",
];

/// The element that is wider than the page; null if all fit.
const TOO_WIDE: &str = "[...document.querySelectorAll('body *')].find((node) => {
    const scrolled = node.closest('pre, .carousel, .tabs, .sprite, .visually-hidden, .skip');
    return !scrolled && node.getBoundingClientRect().right > innerWidth + 1;
})?.outerHTML.slice(0, 200) ?? null";

#[tokio::test(flavor = "multi_thread")]
async fn fits_a_phone() {
    let Some(page) = Page::open().await else {
        return;
    };
    let browser = &page.browser;
    browser.resize(390, 844).await;
    page.send(
        Buttons::new(CUSTOMER, "Coming?")
            .reply("yes", "Yes")
            .reply("no", "No"),
    )
    .await;
    page.send(Text::new(CUSTOMER, "x".repeat(300))).await;
    for view in VIEWS {
        page.go(view).await;
        browser
            .wait("document.querySelector('#main').children.length > 0")
            .await;
        assert!(
            browser.value(TOO_WIDE).await.is_null(),
            "{view}: {}",
            browser.value(TOO_WIDE).await
        );
    }
    page.go("#/chats").await;
    browser.click(".chat", "xxx").await;
    browser.wait_for(".row-out .bubble", "Coming?").await;
    assert!(
        browser.value(TOO_WIDE).await.is_null(),
        "{}",
        browser.value(TOO_WIDE).await
    );
    browser.click(".row-out .meta", "delivered").await;
    browser.wait_for(".drawer pre", "messaging_product").await;
    assert!(
        browser.value(TOO_WIDE).await.is_null(),
        "{}",
        browser.value(TOO_WIDE).await
    );
    browser.press(ESCAPE).await;
    browser
        .wait("document.querySelector('.drawer').hidden")
        .await;
    browser.click("button", "Back to the chats").await;
    browser.wait_for(".chat", "xxx").await;
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn follows_the_color_scheme_of_the_system() {
    const INK_ON_PAPER: &str = "((style) => [style.color, style.backgroundColor].map((color) =>
        color.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0)))(
        getComputedStyle(document.body))";
    let Some(page) = Page::open().await else {
        return;
    };
    let browser = &page.browser;
    let brightness = async |scheme: &str| {
        browser.prefer(scheme).await;
        let value = browser.value(INK_ON_PAPER).await;
        (value[0].as_u64().unwrap(), value[1].as_u64().unwrap())
    };
    let (ink, paper) = brightness("light").await;
    assert!(paper > ink + 400, "light: {ink} on {paper}");
    let (ink, paper) = brightness("dark").await;
    assert!(ink > paper + 400, "dark: {ink} on {paper}");
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn works_with_the_keyboard() {
    let Some(page) = Page::open().await else {
        return;
    };
    for (customer, text) in [
        ("+14255550101", "one"),
        ("+14255550102", "two"),
        ("+14255550103", "three"),
    ] {
        page.send(Text::new(customer, text)).await;
    }
    let browser = &page.browser;
    browser.wait_for(".chat", "three").await;
    browser.press("/").await;
    browser
        .wait("document.activeElement.type === 'search'")
        .await;
    browser.press("t").await;
    browser
        .wait("document.querySelectorAll('.chat').length === 2")
        .await;
    browser.press(ESCAPE).await;
    browser
        .wait("document.querySelectorAll('.chat').length === 3")
        .await;
    // The latest chat is the first.
    browser.press(DOWN).await;
    browser.press(DOWN).await;
    browser
        .wait("document.activeElement.textContent.includes('two')")
        .await;
    browser.press(ENTER).await;
    browser.wait_for(".row-out .bubble", "two").await;
    browser.click(".row-out .meta", "").await;
    browser
        .wait("!document.querySelector('.drawer').hidden")
        .await;
    browser.press(ESCAPE).await;
    browser
        .wait("document.querySelector('.drawer').hidden")
        .await;
    browser
        .wait("document.activeElement.classList.contains('meta')")
        .await;
    page.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_every_control_for_screen_readers() {
    const UNNAMED: &str = "[...document.querySelectorAll('button, a, input, select, textarea')]
        .filter((node) => node.checkVisibility() && !node.textContent.trim()
            && !node.getAttribute('aria-label') && !(node.labels?.length > 0))
        .map((node) => node.outerHTML)";
    let Some(page) = Page::open().await else {
        return;
    };
    page.send(Text::new(CUSTOMER, "first")).await;
    let browser = &page.browser;
    page.go_to_chat(CUSTOMER).await;
    browser.wait_for(".row-out .bubble", "first").await;
    assert_eq!(browser.value(UNNAMED).await, serde_json::json!([]));
    for view in VIEWS {
        page.go(view).await;
        browser
            .wait("document.querySelector('#main').children.length > 0")
            .await;
        assert_eq!(
            browser.value(UNNAMED).await,
            serde_json::json!([]),
            "{view}"
        );
    }
    // New messages of the open chat are announced.
    page.go_to_chat(CUSTOMER).await;
    page.send(Text::new(CUSTOMER, "second")).await;
    browser.wait_for("[aria-live=polite]", "second").await;
    page.finish().await;
}
