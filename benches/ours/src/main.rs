//! This client: see `harness::run`. Also
//!
//! - `unvalidated COMMAND...` runs a command without validation,
//! - `validate SENDER CALLS` validates an input, and prints the nanoseconds of each,
//! - `read ours|derived CALLS` reads 100 accounts from JSON, with the client's
//!   code or with code derived by serde.

mod accounts;

use std::hint::black_box;
use std::time::Instant;

use anyhow::bail;
use bytes::Bytes;
use harness::{ACCESS_KEY_ID, META_API_VERSION, REGION, SECRET_ACCESS_KEY, SENDER};
use socialmessaging::input::SendWhatsAppMessageInput;
use socialmessaging::{Client, Credentials, Region, Validate as _, Validation};

#[derive(Clone)]
struct Ours(Client);

impl Ours {
    fn with(endpoint: &str, validation: Validation) -> anyhow::Result<Self> {
        let client = Client::builder()
            .region(Region::new(REGION)?)
            .credentials(Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY))
            .endpoint_url(endpoint)
            .validation(validation)
            .build()?;
        Ok(Self(client))
    }
}

impl harness::Client for Ours {
    fn new(endpoint: &str) -> anyhow::Result<Self> {
        Self::with(endpoint, Validation::default())
    }

    async fn send(&self, message: &Bytes) -> anyhow::Result<()> {
        let sent = self
            .0
            .send_whatsapp_message()
            .origination_phone_number_id(SENDER)
            .message(message.clone())
            .meta_api_version(META_API_VERSION)
            .send()
            .await?;
        anyhow::ensure!(sent.message_id().is_some(), "no message id");
        Ok(())
    }
}

/// The client without validation.
#[derive(Clone)]
struct Unvalidated(Ours);

impl harness::Client for Unvalidated {
    fn new(endpoint: &str) -> anyhow::Result<Self> {
        Ours::with(endpoint, Validation::Off).map(Self)
    }

    async fn send(&self, message: &Bytes) -> anyhow::Result<()> {
        self.0.send(message).await
    }
}

fn main() -> anyhow::Result<()> {
    let arguments = harness::arguments();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *words.as_slice() {
        ["validate", sender, calls] => validate(sender, calls.parse()?),
        ["read", "ours", calls] => accounts::read_ours(calls.parse()?),
        ["read", "derived", calls] => accounts::read_derived(calls.parse()?),
        ["unvalidated", ..] => harness::run::<Unvalidated>(arguments.get(1..).unwrap_or_default()),
        _ => harness::run::<Ours>(&arguments),
    }
}

fn validate(sender: &str, calls: u32) -> anyhow::Result<()> {
    let input = SendWhatsAppMessageInput::new()
        .with_origination_phone_number_id(sender)
        .with_message(harness::message(85)?)
        .with_meta_api_version(META_API_VERSION);
    let started = Instant::now();
    for _ in 0..calls {
        if let Err(violations) = black_box(&input).validate() {
            bail!("{violations}");
        }
    }
    println!(
        "{}",
        started.elapsed().as_nanos() / u128::from(calls.max(1))
    );
    Ok(())
}
