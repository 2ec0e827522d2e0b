//! The picture of the README.
//!
//! ```sh
//! INBOX_PICTURE=docs/images/inbox.png cargo test -p generated-client --features emulator --test page picture
//! ```

use std::path::{Path, PathBuf};

use socialmessaging::messages::{Buttons, Document, Location, Template, Text};

use crate::page::Page;

/// The file to write, relative to the workspace.
const FILE: &str = "INBOX_PICTURE";

#[tokio::test(flavor = "multi_thread")]
async fn takes_the_screenshot_for_the_readme() {
    let Some(page) = Page::open().await else {
        return;
    };
    page.browser.resize(1360, 900).await;
    tell(&page).await;
    page.go_to_chat(ADA).await;
    let browser = &page.browser;
    browser.wait_for(".row-out .location", "Terrace").await;
    browser.wait_for(".row-out .reactions", "❤").await;
    browser.wait("document.fonts.status === 'loaded'").await;
    // With a mouse, the tools of a message appear when it is above the message.
    browser
        .value("document.styleSheets[1].insertRule('.tools { visibility: hidden }')")
        .await;
    let picture = browser.picture().await;
    assert!(picture.starts_with(b"\x89PNG"));
    if let Some(file) = std::env::var_os(FILE) {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let file = workspace.join(PathBuf::from(file));
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, picture).unwrap();
    }
    page.finish().await;
}

const ADA: &str = "+14255550101";
const BEN: &str = "+14255550144";
const CHIKA: &str = "+14255550167";
const DORA: &str = "+14255550189";

/// The conversations of the picture.
async fn tell(page: &Page) {
    let ada = page.emulator.customer(ADA).named("Ada Park");
    let ben = page.emulator.customer(BEN).named("Ben Okafor");
    let chika = page.emulator.customer(CHIKA).named("Chika Obi");
    let dora = page.emulator.customer(DORA).named("Dora Lang");

    dora.reachable().unwrap();
    page.send(Template::new(DORA, "spring_sale", "en_US")).await;
    ben.says("Is my invoice ready?").unwrap();
    let invoice = Document::new(BEN, "https://example.com/invoice.pdf");
    page.send(
        invoice
            .file_name("Invoice 7731.pdf")
            .caption("Here it is, Ben."),
    )
    .await;
    chika.says("STOP").unwrap();

    ada.says("Hello! Do you have a table for two tonight?")
        .unwrap();
    page.send(Text::new(
        ADA,
        "We do: *19:00* inside or *20:30* on the terrace.",
    ))
    .await;
    let question = Buttons::new(ADA, "Which one suits you, Ada?");
    page.send(
        question
            .reply("table-19", "19:00, inside")
            .reply("table-20", "20:30, terrace"),
    )
    .await;
    ada.presses("table-20").unwrap();
    page.send(Text::new(
        ADA,
        "Your table is ready. See you at eight thirty!",
    ))
    .await;
    ada.reads().unwrap();
    let last = page.emulator.messages().pop().unwrap();
    ada.reacts(last.id, "❤️").unwrap();
    let terrace = Location::new(ADA, 47.6062, -122.3321);
    page.send(
        terrace
            .name("The Terrace")
            .address("1201 Third Avenue, Seattle"),
    )
    .await;
}
