//! A question with buttons, the customer's answer, and a test of both without
//! AWS or a network.
//!
//! ```sh
//! cargo test -p generated-client --features emulator --example tested_booking
//! ```

use socialmessaging::emulator::{Emulator, PHONE_NUMBER_ID};
use socialmessaging::events::{self, Event, ParseError};
use socialmessaging::messages::Buttons;
use socialmessaging::operation::SendWhatsAppMessageError;
use socialmessaging::{Client, Error};

/// Asks a customer whether they keep their booking.
async fn ask(client: &Client, to: &str) -> Result<(), Error<SendWhatsAppMessageError>> {
    let question = Buttons::new(to, "Are you coming tonight?")
        .reply("yes", "Yes")
        .reply("no", "No, cancel it");
    client.sender(PHONE_NUMBER_ID).send(question).await?;
    Ok(())
}

/// Returns the buttons that were pressed in a delivered event.
fn answers(delivered: &[u8]) -> Result<Vec<String>, ParseError> {
    let mut pressed = Vec::new();
    for event in events::parse(delivered)? {
        if let Event::Message(message) = event {
            let answer = message.answer();
            pressed.extend(answer.and_then(|answer| answer.id().map(str::to_owned)));
        }
    }
    Ok(pressed)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::new();
    ask(&emulator.client(), "+14255550123").await?;
    emulator.customer("+14255550123").presses("No, cancel it")?;
    for event in emulator.events() {
        println!(
            "{}: {:?}",
            event.kind.as_str(),
            answers(event.envelope.as_bytes())?
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn asks_with_a_button() {
        let emulator = Emulator::new();
        ask(&emulator.client(), "+14255550123").await.unwrap();
        emulator.customer("+14255550123").presses("yes").unwrap();
    }

    #[tokio::test]
    async fn understands_the_answer_of_the_customer() {
        let emulator = Emulator::new();
        ask(&emulator.client(), "+14255550123").await.unwrap();
        emulator.customer("+14255550123").presses("yes").unwrap();
        let event = emulator.events().pop().unwrap();
        assert_eq!(answers(event.envelope.as_bytes()).unwrap(), ["yes"]);
    }
}
