//! A bot that answers WhatsApp messages: it marks them as read, replies, and
//! reports messages that were not delivered.
//!
//! Its function `react` takes an event, as received by a Lambda function, a
//! queue or an HTTP endpoint. The tests simulate a conversation with the
//! emulator:
//!
//!     cargo test -p generated-client --features emulator --example bot

use socialmessaging::events::{self, Answer, ErrorClass, Event, MessageEvent, StatusEvent};
use socialmessaging::messages::{Buttons, Sender, Template, Text};
use socialmessaging::{AnyError, Client};

/// Answers the messages in an event; returns the lines for an operator.
async fn react(sender: &Sender, event: &[u8]) -> Result<Vec<String>, AnyError> {
    let events = match events::parse(event) {
        Ok(events) => events,
        Err(error) => return Ok(vec![format!("not an event: {error}")]),
    };
    let mut report = Vec::new();
    for event in events {
        match event {
            Event::Message(message) => answer(sender, &message).await?,
            Event::Status(status) if status.is_failed() => {
                report.extend(retry(sender, &status).await?);
            }
            Event::Unknown(part) => report.push(format!("not read: {part:?}")),
            _ => {}
        }
    }
    Ok(report)
}

async fn answer(sender: &Sender, message: &MessageEvent) -> Result<(), AnyError> {
    let (Some(chat), Some(id)) = (message.chat(), message.message_id()) else {
        return Ok(());
    };
    sender.mark_read(id).typing().await?;
    match message.answer().as_ref().and_then(Answer::id) {
        Some("yes") => {
            sender
                .send(Text::new(chat, "See you at six").reply_to(id))
                .await?;
        }
        Some("no") => {
            sender
                .send(Text::new(chat, "Your booking is canceled").reply_to(id))
                .await?;
        }
        _ => {
            let question = Buttons::new(chat, "Are you coming at six?");
            sender
                .send(question.reply("yes", "Yes").reply("no", "No"))
                .await?;
        }
    }
    Ok(())
}

/// Sends a template if the person has not written for more than 24 hours.
async fn retry(sender: &Sender, status: &StatusEvent) -> Result<Vec<String>, AnyError> {
    let mut report = Vec::new();
    for code in status.error_codes() {
        report.push(format!("{code}: {}; {}", code.meaning(), code.advice()));
        if code.class() == ErrorClass::Window
            && let Some(person) = status.recipient()
        {
            sender
                .send(Template::new(person, "booking_reminder", "en_US"))
                .await?;
        }
    }
    Ok(report)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), AnyError> {
    let number = std::env::args().nth(1).unwrap_or_else(|| {
        eprintln!("usage: bot PHONE-NUMBER-ID < EVENT");
        std::process::exit(2);
    });
    let client = Client::from_env().await.unwrap_or_else(|error| {
        eprintln!("{error}");
        std::process::exit(2);
    });
    let mut event = Vec::new();
    if let Err(error) = std::io::Read::read_to_end(&mut std::io::stdin(), &mut event) {
        eprintln!("cannot read the event: {error}");
        std::process::exit(2);
    }
    for line in react(&client.sender(number), &event).await? {
        println!("{line}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use socialmessaging::emulator::{Emulator, PHONE_NUMBER_ID};
    use socialmessaging::whatsapp::{Interactive, MessageContent};

    use super::*;

    /// The notification of an Amazon SNS topic about a value of the field `messages`.
    fn notification(value: Value) -> Vec<u8> {
        let entry = json!({ "id": "208800000000456", "changes": [{ "field": "messages", "value": value }] });
        let envelope = json!({
            "context": { "MetaWabaIds": [], "MetaPhoneNumberIds": [] },
            "whatsAppWebhookEntry": entry.to_string(),
            "aws_account_id": "123456789012",
            "message_timestamp": "2026-11-27T10:00:00.000000000Z",
        });
        let sns =
            json!({ "Type": "Notification", "MessageId": "1", "Message": envelope.to_string() });
        sns.to_string().into_bytes()
    }

    fn received(message: Value) -> Vec<u8> {
        let mut message = message;
        message["id"] = json!("wamid.1");
        message["from"] = json!("14255550123");
        message["timestamp"] = json!("1795689000");
        notification(json!({ "messaging_product": "whatsapp", "messages": [message] }))
    }

    #[tokio::test]
    async fn asks_and_confirms() {
        let emulator = Emulator::new();
        let sender = emulator.client().sender(PHONE_NUMBER_ID);
        let hello = received(json!({ "type": "text", "text": { "body": "Hello" } }));
        assert_eq!(react(&sender, &hello).await.unwrap(), [""; 0]);
        let yes =
            json!({ "type": "button_reply", "button_reply": { "id": "yes", "title": "Yes" } });
        let yes = received(json!({ "type": "interactive", "interactive": yes }));
        assert_eq!(react(&sender, &yes).await.unwrap(), [""; 0]);

        let messages = emulator.messages();
        let [read, question, _, confirmation] = messages.as_slice() else {
            unreachable!("{messages:?}");
        };
        assert_eq!(read.json()["typing_indicator"]["type"], "text");
        let question = question.message().unwrap();
        assert_eq!(question.to(), Some("+14255550123"));
        let Some(MessageContent::Interactive(Interactive::Button(_))) = question.content() else {
            unreachable!("{question:?}");
        };
        assert_eq!(confirmation.text().as_deref(), Some("See you at six"));
    }

    #[tokio::test]
    async fn reports_failures_and_starts_a_conversation_again() {
        let emulator = Emulator::new();
        let sender = emulator.client().sender(PHONE_NUMBER_ID);
        let failed = notification(json!({ "statuses": [{
            "id": "wamid.2", "status": "failed", "timestamp": "1795689000",
            "recipient_id": "14255550123",
            "errors": [{ "code": 131_047, "title": "Re-engagement message" }],
        }] }));
        let report = react(&sender, &failed).await.unwrap();
        assert_eq!(report.len(), 1);
        assert!(report[0].starts_with("131047: "), "{report:?}");
        let sent = emulator.messages();
        assert_eq!(sent[0].kind().as_deref(), Some("template"));
    }

    #[tokio::test]
    async fn reports_input_without_events() {
        let sender = Emulator::new().client().sender(PHONE_NUMBER_ID);
        let report = react(&sender, b"hello").await.unwrap();
        assert!(report[0].starts_with("not an event: "), "{report:?}");
    }
}
