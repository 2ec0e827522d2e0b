//! The picture of the README.
//!
//! ```sh
//! INBOX_PICTURE=docs/images/inbox.png cargo test -p generated-client --features emulator --test page picture
//! ```

use std::path::{Path, PathBuf};

use socialmessaging::emulator::Emulator;
use socialmessaging::messages::{Buttons, Document, Location, Template, Text};

use crate::page::Page;

/// The file to write, relative to the workspace.
const FILE: &str = "INBOX_PICTURE";

#[tokio::test(flavor = "multi_thread")]
async fn takes_the_picture_of_the_readme() {
    let emulator = Emulator::new();
    for (number, name) in [
        ("+14255550123", "Ada Park"),
        ("+14255550144", "Ben Okafor"),
        ("+14255550167", "Chika Obi"),
        ("+14255550189", "Dora Lang"),
    ] {
        drop(emulator.customer(number).named(name));
    }
    let Some(page) = Page::of(emulator).await else {
        return;
    };
    tell(&page).await;
    page.go_to_chat("+14255550123").await;
    let browser = &page.browser;
    browser.wait_for(".row-out .location", "Terrace").await;
    browser.wait_for(".row-out .reactions", "❤").await;
    browser.wait("document.fonts.status === 'loaded'").await;
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

/// The conversations of the picture.
async fn tell(page: &Page) {
    let customer = |number: &str| page.emulator.customer(number);
    page.send(Template::new("+14255550189", "spring_sale", "en_US"))
        .await;
    customer("+14255550144")
        .says("Is my invoice ready?")
        .unwrap();
    let invoice = Document::new("+14255550144", "https://example.com/invoice.pdf");
    page.send(
        invoice
            .file_name("Invoice 7731.pdf")
            .caption("Here it is, Ben."),
    )
    .await;
    customer("+14255550167").says("STOP").unwrap();
    customer("+14255550123")
        .says("Hello! Do you still have a table for two tonight?")
        .unwrap();
    page.send(Text::new(
        "+14255550123",
        "We do, Ada: *19:00* inside or *20:30* on the terrace.",
    ))
    .await;
    page.send(
        Buttons::new("+14255550123", "Which one suits you?")
            .footer("Reply STOP to opt out")
            .reply("table-19", "19:00, inside")
            .reply("table-20", "20:30, terrace"),
    )
    .await;
    customer("+14255550123").presses("table-20").unwrap();
    page.send(Text::new(
        "+14255550123",
        "Your table is ready. See you at eight thirty!",
    ))
    .await;
    customer("+14255550123").reads().unwrap();
    let last = page.emulator.messages().pop().unwrap();
    customer("+14255550123").reacts(last.id, "❤️").unwrap();
    let terrace = Location::new("+14255550123", 47.6062, -122.3321);
    page.send(
        terrace
            .name("The Terrace")
            .address("1201 Third Avenue, Seattle"),
    )
    .await;
}
