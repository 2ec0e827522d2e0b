//! Sends a message and decides, for each way in which that can fail, what to do.
//!
//! ```text
//! cargo run -p generated-client --example handle_errors -- \
//!     phone-number-id-01234567890123456789012345678901 +14255550123 "Your table is ready"
//! ```
//!
//! Try it with a phone number id that does not exist, with an empty one, without
//! credentials, and with `AWS_ENDPOINT_URL=http://127.0.0.1:9` where nobody
//! listens.

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
        // Settings that contradict each other or cannot be read: nothing was sent.
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
    // A call that a person waits for: rather no answer than a late one.
    let options = CallOptions::new().operation_timeout(Duration::from_secs(15));
    let sent = client
        .send_whatsapp_message()
        .origination_phone_number_id(from)
        .message(message.to_string())
        .meta_api_version("v24.0")
        .with_options(options)
        .send()
        .await;
    match sent {
        Ok(sent) => {
            println!("sent as {}", sent.message_id().unwrap_or_default());
            ExitCode::SUCCESS
        }
        Err(error) => {
            // One line with operation, code, status, message, request id and
            // attempts: all that a log needs.
            eprintln!("error: {error}");
            eprintln!("{}", advice(&error));
            ExitCode::FAILURE
        }
    }
}

fn advice(error: &Error<SendWhatsAppMessageError>) -> String {
    // Ask this first: after a lost answer, sending again may send twice.
    if error.maybe_sent() {
        return "The message may be on its way. Look for its delivery event before another try."
            .to_owned();
    }
    if let Some(violations) = error.violations() {
        let paths: Vec<&str> = violations
            .iter()
            .map(|violation| violation.path())
            .collect();
        return format!("Nothing was sent; correct {}.", paths.join(", "));
    }
    if error.is_credentials() {
        return "Nothing was sent; sign in, for example with `aws sso login`.".to_owned();
    }
    if error.is_throttled() {
        return "Nothing was sent; slow down, and try again in a minute.".to_owned();
    }
    if error.is_connection() || error.is_timeout() {
        return "Nothing was sent; the endpoint cannot be reached.".to_owned();
    }
    match error.service_error() {
        Some(SendWhatsAppMessageError::ResourceNotFoundException(_)) => {
            "This phone number id is not one of this account and region.".to_owned()
        }
        Some(SendWhatsAppMessageError::AccessDeniedException(_)) => {
            "Allow `social-messaging:SendWhatsAppMessage` for these credentials.".to_owned()
        }
        Some(_) => "The service refused the message.".to_owned(),
        None => match error.code() {
            // An error that the model does not know keeps its code all the same.
            Some(code) => format!("Look up the code {code}."),
            None => "No answer of the service: look for a proxy between it and you.".to_owned(),
        },
    }
}
