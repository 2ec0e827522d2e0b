//! Sends a message to the in-process emulator and prints the recorded message.
//!
//! ```sh
//! cargo run -p generated-client --features emulator --example emulate
//! ```

use socialmessaging::emulator::{Emulator, PHONE_NUMBER_ID};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::new();
    emulator
        .client()
        .send_whatsapp_message()
        .origination_phone_number_id(PHONE_NUMBER_ID)
        .message(r#"{"messaging_product":"whatsapp","to":"+14255550123","type":"text","text":{"body":"hi"}}"#)
        .meta_api_version("v24.0")
        .send()
        .await?;
    for message in emulator.messages() {
        let (to, text) = (message.to(), message.text());
        println!(
            "The service recorded {}: {:?} to {}",
            message.id,
            text.unwrap_or_default(),
            to.unwrap_or_default()
        );
    }
    Ok(())
}
