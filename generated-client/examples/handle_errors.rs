//! Sends a message and handles each kind of failure.
//!
//! ```text
//! cargo run -p generated-client --example handle_errors -- \
//!     phone-number-id-01234567890123456789012345678901 +14255550123 "Your table is ready"
//! ```
//!
//! Try it with an unknown phone number id, with an empty one, without
//! credentials, and with `AWS_ENDPOINT_URL=http://127.0.0.1:9`, which refuses
//! connections.

use std::process::ExitCode;
use std::time::Duration;

use serde_json::json;
use socialmessaging::operation::SendWhatsAppMessageError;
use socialmessaging::{CallOptions, Client, Error};

const USAGE: &str = "usage: handle_errors PHONE_NUMBER_ID TO TEXT";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, text] = arguments.as_slice() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let client = match Client::from_env().await {
        Ok(client) => client,
        // Invalid configuration; nothing was sent.
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    let message = json!({
        "messaging_product": "whatsapp",
        "to": to,
        "type": "text",
        "text": { "body": text },
    });
    // A user is waiting, so use a short timeout.
    let options = CallOptions::new().with_operation_timeout(Duration::from_secs(15));
    let sent = client
        .send_whatsapp_message()
        .origination_phone_number_id(from)
        .message(message)
        .meta_api_version("v24.0")
        .options(options)
        .send()
        .await;
    match sent {
        Ok(sent) => {
            println!("sent as {}", sent.message_id().unwrap_or_default());
            ExitCode::SUCCESS
        }
        Err(error) => {
            // One line with operation, code, status, message, request id and
            // attempts.
            eprintln!("error: {error}");
            eprintln!("{}", advice(&error));
            ExitCode::FAILURE
        }
    }
}

fn advice(error: &Error<SendWhatsAppMessageError>) -> String {
    // Check this first: a retry may send the message twice.
    if error.maybe_sent() {
        return "The message may have been sent. Check its delivery event before you retry."
            .to_owned();
    }
    if let Some(violations) = error.violations() {
        let paths: Vec<&str> = violations
            .iter()
            .map(|violation| violation.path())
            .collect();
        return format!("Nothing was sent. Correct {}.", paths.join(", "));
    }
    if error.is_credentials() {
        return "Nothing was sent. Sign in, for example with `aws sso login`.".to_owned();
    }
    if error.is_throttled() {
        return "Nothing was sent. Retry in a minute.".to_owned();
    }
    if error.is_connection() || error.is_timeout() {
        return "Nothing was sent. Check the endpoint and the network.".to_owned();
    }
    match error.service_error() {
        Some(SendWhatsAppMessageError::ResourceNotFoundException(_)) => {
            "The account has no phone number with this id in this region.".to_owned()
        }
        Some(SendWhatsAppMessageError::AccessDeniedException(_)) => {
            "Allow `social-messaging:SendWhatsAppMessage` for these credentials.".to_owned()
        }
        Some(_) => "The service rejected the message.".to_owned(),
        None => match error.code() {
            // Unknown errors keep their code.
            Some(code) => format!("Look up the code {code}."),
            None => "The response is not from the service. Check your proxy.".to_owned(),
        },
    }
}
