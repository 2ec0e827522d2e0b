//! Sends a message to the emulator in this process, and prints what it
//! recorded: no AWS, no network.
//!
//! ```sh
//! cargo run -p generated-client --features emulator --example emulate
//! ```

use socialmessaging::emulator::Emulator;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::new();
    emulator
        .client()
        .send_whatsapp_message()
        .origination_phone_number_id("phone-number-id-01234567890123456789012345678901")
        .message(r#"{"messaging_product":"whatsapp","to":"+14255550123","type":"text","text":{"body":"hi"}}"#)
        .meta_api_version("v24.0")
        .send()
        .await?;
    for message in emulator.messages() {
        println!("{} to {}", message.id, message.to().unwrap_or_default());
        println!("{}", message.text().unwrap_or_default());
    }
    Ok(())
}
