//! The emulator, through the client and through HTTP.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod calls;
mod chats;
mod connections;
mod control;
mod conversions;
mod cross_origin;
mod customers;
mod deliveries;
mod errors;
mod events;
mod faults;
mod flows;
mod journey;
mod library;
mod load;
mod malformed;
mod openapi;
mod operations;
mod page;
mod pages;
mod public_keys;
mod retries;
mod seed;
mod signatures;
mod signup;
mod statuses;
mod storage;
mod stream;
mod stubs;
mod templates;
mod typing;
mod verdicts;

use runtime::testing::SetRandom;
use socialmessaging::Client;
use socialmessaging::emulator::{Emulator, Running};
use socialmessaging::operation::SendWhatsAppMessage;
use socialmessaging::types::{WhatsAppSignupCallback, WhatsAppSignupCallbackResult};

/// The ready-made account.
const ACCOUNT: &str = "waba-01234567890123456789012345678901";
const ACCOUNT_ARN: &str =
    "arn:aws:social-messaging:us-east-1:123456789012:waba/01234567890123456789012345678901";
/// The phone number of the account.
const NUMBER: &str = "phone-number-id-01234567890123456789012345678901";
const NUMBER_ARN: &str = "arn:aws:social-messaging:us-east-1:123456789012:phone-number-id/01234567890123456789012345678901";

/// Starts an HTTP server for an emulator and returns a client of it.
async fn over_http(emulator: &Emulator) -> (Running, Client) {
    let running = emulator.serve("127.0.0.1:0").await.unwrap();
    let client = Client::builder()
        .region("us-east-1")
        .credentials(emulator.credentials())
        .endpoint_url(running.url())
        .random(SetRandom::default())
        .build()
        .unwrap();
    (running, client)
}

/// Runs the first step of a sign-up.
async fn begin_signup(client: &Client) -> WhatsAppSignupCallbackResult {
    let begin = client.associate_whatsapp_business_account();
    let callback = WhatsAppSignupCallback::new("meta-token");
    let begun = begin.signup_callback(callback).send().await.unwrap();
    begun.signup_callback_result.unwrap()
}

/// Returns a request that sends a text message.
fn text(client: &Client, body: &str) -> SendWhatsAppMessage {
    let message = serde_json::json!({
        "messaging_product": "whatsapp",
        "to": "+14255550123",
        "type": "text",
        "text": { "body": body },
    });
    client
        .send_whatsapp_message()
        .origination_phone_number_id(NUMBER)
        .message(message.to_string())
        .meta_api_version("v24.0")
}
