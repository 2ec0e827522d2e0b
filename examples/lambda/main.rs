//! A Lambda function that answers WhatsApp messages.
//!
//! Its trigger is an Amazon SQS queue, an Amazon SNS topic or an EventBridge rule that
//! receives the events of the account. Prefer the queue, with
//! `ReportBatchItemFailures`: Lambda then repeats only the records that failed.
//!
//! ```sh
//! cargo lambda build --release --package examples --bin lambda
//! ```
//!
//! The role of the function needs the permission `social-messaging:SendWhatsAppMessage`.
//! Region and credentials come from the environment of Lambda.
//!
//! Queues deliver at least once, to any instance of the function. This program
//! remembers which messages its own instance has answered. To rule out
//! duplicate answers completely, write the id of each message to a table with a
//! conditional write before answering.
//!
//! To try it without AWS, run a test that starts the program with a runtime API and an
//! emulator on this machine:
//!
//! ```sh
//! cargo test -p examples --test lambda
//! ```

#[path = "../shared/quote.rs"]
mod quote;

use std::collections::BTreeSet;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::{Value, json};
use socialmessaging::events::{self, Event, MessageEvent, UnknownPart};
use socialmessaging::messages::Text;
use socialmessaging::{AnyError, Client};

/// The number of remembered ids. When it is reached, all are forgotten; an instance
/// rarely gets that far.
const REMEMBERED: usize = 10_000;

/// An instance of the function.
struct Function {
    client: Client,
    answered: Mutex<BTreeSet<String>>,
}

impl Function {
    fn new(client: Client) -> Self {
        Self {
            client,
            answered: Mutex::default(),
        }
    }

    /// Handles an event of any trigger.
    async fn handle(&self, event: LambdaEvent<Value>) -> Result<Value, Error> {
        // Fails if no known trigger has this format. A record that cannot be
        // read is an `Event::Unknown`, and does not affect the others.
        let events = events::parse_value(&event.payload)?;
        let mut failed = BTreeSet::new();
        for event in &events {
            let Err(error) = self.handle_one(event).await else {
                continue;
            };
            eprintln!("failed: {error}");
            match event.source().record_id() {
                Some(record) => failed.insert(record.to_owned()),
                // SNS and EventBridge: one event for each invocation.
                None => return Err(error),
            };
        }
        let failed = failed.iter().map(|id| json!({ "itemIdentifier": id }));
        Ok(json!({ "batchItemFailures": failed.collect::<Vec<_>>() }))
    }

    async fn handle_one(&self, event: &Event) -> Result<(), Error> {
        match event {
            Event::Message(message) => Ok(self.answer(message).await?),
            Event::Status(status) => {
                for code in status.error_codes() {
                    eprintln!("{code}: {}; {}", code.meaning(), code.advice());
                }
                Ok(())
            }
            Event::Unknown(part) => match part.value() {
                // Newer than the model, or not about WhatsApp.
                UnknownPart::Field
                | UnknownPart::Member
                | UnknownPart::Empty
                | UnknownPart::EventBridge => {
                    let field = event.source().field().map(|field| field.as_str());
                    eprintln!("ignored an event: {:?}, field {field:?}", part.value());
                    Ok(())
                }
                // The queue moves the record to its dead-letter queue.
                reason => Err(format!("cannot read the event: {reason:?}").into()),
            },
            _ => Ok(()),
        }
    }

    /// Marks a message as read and replies to it, unless this instance already
    /// has.
    async fn answer(&self, message: &MessageEvent) -> Result<(), AnyError> {
        let number = message.source().phone_number_arn();
        let (Some(id), Some(chat), Some(number)) = (message.message_id(), message.chat(), number)
        else {
            return Ok(());
        };
        if !self.remember(id) {
            return Ok(());
        }
        let sender = self.client.sender(number);
        // A missing read receipt is not worth a failure.
        if let Err(error) = sender.mark_read(id).await {
            eprintln!("cannot mark {id} as read: {error}");
        }
        let Some(text) = message.text() else {
            return Ok(());
        };
        let reply = Text::new(chat, quote::quote(text)).reply_to(id);
        match sender.send(reply).await {
            Ok(_) => Ok(()),
            // A second answer would be worse than none.
            Err(error) if error.maybe_sent() => {
                eprintln!("the answer to {id} may have been sent: {error}");
                Ok(())
            }
            // It would fail again.
            Err(error) if error.is_invalid_input() => {
                eprintln!("cannot answer {id}: {error}");
                Ok(())
            }
            Err(error) => {
                self.answered().remove(id);
                Err(error.into())
            }
        }
    }

    /// Returns whether the message is new.
    fn remember(&self, id: &str) -> bool {
        let mut answered = self.answered();
        if answered.len() >= REMEMBERED {
            answered.clear();
        }
        answered.insert(id.to_owned())
    }

    fn answered(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        self.answered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Error> {
    // `lambda_runtime` panics without it.
    if std::env::var_os("AWS_LAMBDA_FUNCTION_NAME").is_none() {
        return Err(
            "only AWS Lambda can start this program; to try it here, run `cargo test -p examples \
             --test lambda`"
                .into(),
        );
    }
    // Once for each instance: connections and credentials serve all invocations.
    let function = Function::new(Client::from_env().await?);
    lambda_runtime::run(service_fn(|event| function.handle(event))).await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use lambda_runtime::Context;
    use socialmessaging::emulator::{Emulator, Fault, FaultKind, FaultStage};
    use socialmessaging::operation::SendWhatsAppMessage;

    use super::*;

    const ADA: &str = "+14255550199";

    /// Returns the events of the emulator as a batch of a queue.
    fn batch(emulator: &Emulator) -> Value {
        let records = emulator.events().into_iter().map(|event| {
            json!({
                "messageId": format!("record-{}", event.number),
                "eventSource": "aws:sqs",
                "body": json!({ "Type": "Notification", "Message": event.envelope }).to_string(),
            })
        });
        json!({ "Records": records.collect::<Vec<_>>() })
    }

    async fn invoke(function: &Function, payload: Value) -> Result<Value, Error> {
        let event = LambdaEvent::new(payload, Context::default());
        function.handle(event).await
    }

    fn texts(emulator: &Emulator) -> Vec<String> {
        let messages = emulator.messages();
        messages.iter().filter_map(|sent| sent.text()).collect()
    }

    #[tokio::test]
    async fn answers_each_message_of_a_batch_once() {
        let emulator = Emulator::new();
        let function = Function::new(emulator.client());
        emulator.customer(ADA).says("Hello").unwrap();
        emulator.customer(ADA).says("Anybody there?").unwrap();
        let batch = batch(&emulator);
        for _ in 0..2 {
            let result = invoke(&function, batch.clone()).await.unwrap();
            assert_eq!(result, json!({ "batchItemFailures": [] }));
        }
        assert_eq!(
            texts(&emulator),
            ["You wrote: Hello", "You wrote: Anybody there?"]
        );
    }

    #[tokio::test]
    async fn reports_failed_records() {
        let emulator = Emulator::new();
        let function = Function::new(emulator.client());
        emulator.customer(ADA).says("one").unwrap();
        emulator.customer(ADA).says("two").unwrap();
        let batch = batch(&emulator);
        let denied = Fault::new(FaultKind::Status(403))
            .with_operation::<SendWhatsAppMessage>()
            .with_stage(FaultStage::Before);
        // The read receipt and the answer of the first message.
        emulator.faults().add(denied.with_times(2));
        let result = invoke(&function, batch.clone()).await.unwrap();
        let failures = json!({ "batchItemFailures": [{ "itemIdentifier": "record-1" }] });
        assert_eq!(result, failures);

        let mut again = batch;
        again["Records"].as_array_mut().unwrap().truncate(1);
        let result = invoke(&function, again).await.unwrap();
        assert_eq!(result, json!({ "batchItemFailures": [] }));
        assert_eq!(texts(&emulator), ["You wrote: two", "You wrote: one"]);
    }

    #[tokio::test]
    async fn fails_the_invocation_of_a_topic() {
        let emulator = Emulator::new();
        let function = Function::new(emulator.client());
        emulator.customer(ADA).says("Hello").unwrap();
        let envelope = emulator.events().remove(0).envelope;
        let event = json!({ "Records": [{
            "EventSource": "aws:sns",
            "Sns": { "Type": "Notification", "Message": envelope },
        }] });
        let denied = Fault::new(FaultKind::Status(403)).with_times(2);
        emulator.faults().add(denied);
        invoke(&function, event.clone()).await.unwrap_err();
        invoke(&function, event).await.unwrap();
        assert_eq!(texts(&emulator), ["You wrote: Hello"]);
    }

    #[tokio::test]
    async fn shortens_quoted_text() {
        let emulator = Emulator::new();
        let function = Function::new(emulator.client());
        for text in ["é".repeat(4_096), "😀".repeat(2_048), "é".repeat(4_085)] {
            emulator.customer(ADA).says(&text).unwrap();
        }
        let result = invoke(&function, batch(&emulator)).await.unwrap();
        assert_eq!(result, json!({ "batchItemFailures": [] }));
        let expected = [
            format!("You wrote: {}…", "é".repeat(4_084)),
            format!("You wrote: {}…", "😀".repeat(2_042)),
            format!("You wrote: {}", "é".repeat(4_085)),
        ];
        assert_eq!(texts(&emulator), expected);
    }

    #[tokio::test]
    async fn does_not_retry_a_message_that_it_cannot_answer() {
        let emulator = Emulator::new();
        let function = Function::new(emulator.client());
        emulator.customer(ADA).says("Hello").unwrap();
        let mut batch = batch(&emulator);
        let body = batch["Records"][0]["body"].as_str().unwrap();
        // An id that no reply can quote.
        let body = body.replace("wamid.", "none.");
        batch["Records"][0]["body"] = body.into();
        let result = invoke(&function, batch).await.unwrap();
        assert_eq!(result, json!({ "batchItemFailures": [] }));
        assert_eq!(texts(&emulator), [""; 0]);
    }

    #[tokio::test]
    async fn reports_unreadable_records() {
        let emulator = Emulator::new();
        let function = Function::new(emulator.client());
        emulator.customer(ADA).says("Hello").unwrap();
        let mut batch = batch(&emulator);
        let record = |id: &str, body: &str| json!({ "messageId": id, "eventSource": "aws:sqs", "body": body });
        let newer = r#"{"field": "newer", "value": {"news": []}}"#;
        let records = batch["Records"].as_array_mut().unwrap();
        records.insert(0, record("text", "hello"));
        records.push(record("newer", newer));
        records.push(record("other", r#"{"hello": 1}"#));
        let result = invoke(&function, batch).await.unwrap();
        let failures = ["other", "text"].map(|id| json!({ "itemIdentifier": id }));
        assert_eq!(result, json!({ "batchItemFailures": failures }));
        assert_eq!(texts(&emulator), ["You wrote: Hello"]);
    }

    #[tokio::test]
    async fn rejects_other_input() {
        let function = Function::new(Emulator::new().client());
        invoke(&function, json!("hello")).await.unwrap_err();
    }
}
