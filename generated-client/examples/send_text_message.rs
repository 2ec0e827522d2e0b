//! Sends a text message.
//!
//! ```text
//! cargo run -p generated-client --example send_text_message -- \
//!     phone-number-id-01234567890123456789012345678901 +14255550123 "Your table is ready"
//! ```
//!
//! Region and credentials come from the usual AWS sources; `AWS_ENDPOINT_URL`
//! overrides the endpoint. WhatsApp delivers free-form text only within 24 hours
//! of the recipient's last message to you; after that, send a template.

use std::process::ExitCode;

use serde_json::json;
use socialmessaging::Client;

const USAGE: &str = "usage: send_text_message PHONE_NUMBER_ID TO TEXT";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, text] = arguments.as_slice() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match send(from, to, text).await {
        Ok(message_id) => {
            println!("{message_id}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn send(from: &str, to: &str, text: &str) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::from_env().await?;
    // The message is in the format of WhatsApp's Cloud API.
    let message = json!({
        "messaging_product": "whatsapp",
        "to": to,
        "type": "text",
        "text": { "body": text },
    });
    let sent = client
        .send_whatsapp_message()
        .origination_phone_number_id(from)
        .message(message)
        .meta_api_version("v24.0")
        .send()
        .await?;
    Ok(sent.message_id().unwrap_or_default().to_owned())
}
