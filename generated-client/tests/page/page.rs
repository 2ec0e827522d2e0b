//! An emulator, a client that sends over HTTP, and a browser with its page.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Request;
use runtime::Bytes;
use serde_json::{Value, json};
use socialmessaging::emulator::{Emulator, PHONE_NUMBER_ID, REGION, Running};
use socialmessaging::messages::Sender;
use socialmessaging::{Client, Credentials, JsonBlob};

use crate::browser::Browser;

/// The customer of most tests.
pub(crate) const CUSTOMER: &str = "+14255550123";

/// A page that shows an emulator.
pub(crate) struct Page {
    pub(crate) emulator: Emulator,
    pub(crate) browser: Browser,
    running: Running,
}

impl Page {
    /// Opens the page of a new emulator; `None` without a browser.
    pub(crate) async fn open() -> Option<Self> {
        Self::of(Emulator::new()).await
    }

    /// Opens the page of an emulator; `None` without a browser.
    pub(crate) async fn of(emulator: Emulator) -> Option<Self> {
        let browser = Browser::start().await?;
        let running = emulator.serve("127.0.0.1:0").await.unwrap();
        let page = Self {
            emulator,
            browser,
            running,
        };
        page.browser.resize(1360, 860).await;
        page.browser.prefer("light").await;
        page.go("").await;
        Some(page)
    }

    /// The address of the page.
    pub(crate) fn url(&self) -> String {
        self.running.url()
    }

    /// Goes to a view, such as `#/events`, and waits until it is live.
    pub(crate) async fn go(&self, view: &str) {
        self.browser.open(&format!("{}/{view}", self.url())).await;
        self.browser
            .wait("document.querySelector('#connection').dataset.state === 'live'")
            .await;
    }

    /// Opens the chat with a customer.
    pub(crate) async fn go_to_chat(&self, customer: &str) {
        let customer = customer.replace('+', "%2B");
        self.go(&format!("#/chats/{PHONE_NUMBER_ID}/{customer}"))
            .await;
        self.browser
            .wait("document.querySelector('.conversation') !== null")
            .await;
    }

    /// A client that signs and sends over HTTP, like the SDKs for other
    /// languages.
    pub(crate) fn client(&self) -> Client {
        Client::builder()
            .region(REGION)
            .credentials(Credentials::new("test", "test"))
            .endpoint_url(self.url())
            .build()
            .unwrap()
    }

    pub(crate) fn sender(&self) -> Sender {
        self.client().sender(PHONE_NUMBER_ID)
    }

    /// Sends a message over HTTP.
    pub(crate) async fn send(&self, message: impl Into<JsonBlob>) {
        self.sender().send(message).await.unwrap();
    }

    /// Sends JSON that this crate's client rejects.
    pub(crate) async fn send_unchecked(&self, message: &Value) {
        let body = json!({
            "originationPhoneNumberId": PHONE_NUMBER_ID,
            "metaApiVersion": "v24.0",
            "message": STANDARD.encode(message.to_string()),
        });
        let request = Request::post("/v1/whatsapp/send")
            .header("content-type", "application/json")
            .body(Bytes::from(body.to_string()))
            .unwrap();
        self.emulator.server().handle(request).await.unwrap();
    }

    /// Stops the server, waits until the page notices, and starts it again at the
    /// same address.
    pub(crate) async fn restart(&mut self) {
        let address = self.running.address();
        let stopped = self.emulator.serve("127.0.0.1:0").await.unwrap();
        std::mem::replace(&mut self.running, stopped)
            .shutdown()
            .await;
        self.browser
            .wait("document.querySelector('#connection').dataset.state === 'offline'")
            .await;
        self.running = self.emulator.serve(address).await.unwrap();
    }

    /// Closes the browser and checks its log and its requests.
    pub(crate) async fn finish(self) {
        let own = self.url();
        self.browser.finish(&own).await;
    }
}
