//! A JavaScript module that sends messages, for workers, Node.js and browsers.
//!
//! ```sh
//! cargo build -p worker --target wasm32-unknown-unknown --release
//! wasm-bindgen --target nodejs --out-dir target/worker \
//!     target/wasm32-unknown-unknown/release/worker.wasm
//! ```
//!
//! The program `wasm-bindgen` must have the same version as the crate in
//! `Cargo.lock`. For browsers and bundlers, use its targets `web` and
//! `bundler`.
#![cfg(all(target_family = "wasm", target_os = "unknown"))]

use std::time::Duration;

use js_sys::Reflect;
use socialmessaging::messages::Text;
use socialmessaging::{AnyError, Client, Credentials, Timeouts};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The settings of a sender: an object with these properties.
    pub type Settings;

    #[wasm_bindgen(method, getter)]
    fn region(this: &Settings) -> String;

    #[wasm_bindgen(method, getter, js_name = accessKeyId)]
    fn access_key_id(this: &Settings) -> String;

    #[wasm_bindgen(method, getter, js_name = secretAccessKey)]
    fn secret_access_key(this: &Settings) -> String;

    /// The id of the sending phone number.
    #[wasm_bindgen(method, getter)]
    fn number(this: &Settings) -> String;

    /// The URL of an emulator.
    #[wasm_bindgen(method, getter)]
    fn endpoint(this: &Settings) -> Option<String>;

    /// The timeout of a call, in milliseconds.
    #[wasm_bindgen(method, getter)]
    fn timeout(this: &Settings) -> Option<u32>;
}

/// Sends messages from one number.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Sender {
    client: Client,
    number: String,
}

#[wasm_bindgen]
impl Sender {
    /// Creates a sender, which can be used for all messages.
    ///
    /// # Errors
    /// A setting is invalid.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &Settings) -> Result<Sender, JsError> {
        let credentials = Credentials::new(settings.access_key_id(), settings.secret_access_key());
        let mut timeouts = Timeouts::default();
        if let Some(limit) = settings.timeout() {
            timeouts = timeouts.with_operation(Duration::from_millis(limit.into()));
        }
        // The transport, timers, clock and random numbers are those of JavaScript.
        let client = Client::builder()
            .region(settings.region())
            .credentials(credentials)
            .set_endpoint_url(settings.endpoint())
            .timeouts(timeouts)
            .build()?;
        let number = settings.number();
        Ok(Self { client, number })
    }

    /// Sends a text message, and returns its id.
    ///
    /// # Errors
    /// An `Error` with the properties `code`, the error of the service if there is one;
    /// `attempts`; and `maybeSent`, whether the message may have been sent.
    #[wasm_bindgen(js_name = sendText)]
    pub async fn send_text(&self, to: String, text: String) -> Result<Option<String>, JsValue> {
        let sender = self.client.sender(&self.number);
        match sender.send(Text::new(to, text)).await {
            Ok(sent) => Ok(sent.message_id().map(str::to_owned)),
            Err(error) => Err(thrown(&error.into())),
        }
    }
}

/// Converts an error into the value that JavaScript code catches.
fn thrown(error: &AnyError) -> JsValue {
    let thrown = js_sys::Error::new(&error.to_string());
    let properties = [
        ("code", error.code().map(JsValue::from).unwrap_or_default()),
        ("attempts", error.attempts().into()),
        ("maybeSent", error.maybe_sent().into()),
    ];
    for (name, value) in properties {
        // Fails for frozen objects only.
        drop(Reflect::set(&thrown, &name.into(), &value));
    }
    thrown.into()
}
