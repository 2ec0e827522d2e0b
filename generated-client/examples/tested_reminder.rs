//! A function that sends a message, and its tests without AWS or a network.
//!
//! ```sh
//! cargo test -p generated-client --features emulator --example tested_reminder
//! ```
//!
//! In your own crate, enable the emulator for tests:
//!
//! ```toml
//! [dev-dependencies]
//! generated-client = { path = "…", features = ["emulator"] }
//! ```

use socialmessaging::emulator::{Emulator, PHONE_NUMBER_ID};
use socialmessaging::messages::Text;
use socialmessaging::operation::SendWhatsAppMessageError;
use socialmessaging::{Client, Error};

/// The result of a reminder.
#[derive(Debug, PartialEq)]
enum Reminder {
    /// Accepted by the service, with this message id.
    Sent(String),
    /// Possibly accepted: check before sending it again.
    Unknown,
}

/// Sends a reminder of an appointment.
async fn remind(
    client: &Client,
    to: &str,
    time: &str,
) -> Result<Reminder, Error<SendWhatsAppMessageError>> {
    let sender = client.sender(PHONE_NUMBER_ID);
    let reminder = Text::new(to, format!("See you at {time}"));
    match sender.send(reminder).await {
        Ok(sent) => Ok(Reminder::Sent(sent.message_id.unwrap_or_default())),
        Err(error) if error.maybe_sent() => Ok(Reminder::Unknown),
        Err(error) => Err(error),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::new();
    println!(
        "{:?}",
        remind(&emulator.client(), "+14255550123", "six").await?
    );
    for message in emulator.messages() {
        println!("recorded: {}", message.text().unwrap_or_default());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use socialmessaging::Stub;
    use socialmessaging::emulator::{Fault, FaultKind, FaultStage};
    use socialmessaging::error::AccessDeniedException;
    use socialmessaging::input::SendWhatsAppMessageInput;
    use socialmessaging::output::SendWhatsAppMessageOutput;

    use super::*;

    #[tokio::test]
    async fn reminds_of_the_time() {
        let emulator = Emulator::new();
        remind(&emulator.client(), "+14255550123", "six")
            .await
            .unwrap();
        assert_eq!(
            emulator.messages()[0].text().as_deref(),
            Some("See you at six")
        );
    }

    #[tokio::test]
    async fn reports_a_lost_response_as_unknown() {
        let emulator = Emulator::new();
        let lost = Fault::new(FaultKind::Reset).with_stage(FaultStage::After);
        emulator.faults().add(lost);
        let reminder = remind(&emulator.client(), "+14255550123", "six")
            .await
            .unwrap();
        assert_eq!(reminder, Reminder::Unknown);
        assert_eq!(emulator.messages().len(), 1);
    }

    #[tokio::test]
    async fn returns_service_errors() {
        struct Denies;
        impl Stub for Denies {
            async fn send_whatsapp_message(
                &self,
                _: SendWhatsAppMessageInput,
            ) -> Result<SendWhatsAppMessageOutput, Error<SendWhatsAppMessageError>> {
                let denied = AccessDeniedException::new();
                Err(SendWhatsAppMessageError::AccessDeniedException(denied).into())
            }
        }
        let error = remind(&Client::from_stub(Denies), "+14255550123", "six").await;
        assert_eq!(error.unwrap_err().code(), Some("AccessDeniedException"));
    }
}
