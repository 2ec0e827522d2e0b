//! Read receipts and typing indicators of the business.

use std::time::{Duration, SystemTime};

use http::Method;
use serde_json::{Value, json};
use socialmessaging::emulator::Emulator;
use socialmessaging::messages::Text;

use crate::NUMBER;
use crate::control::ask;

const PERSON: &str = "+14255550123";
const OTHER: &str = "+14255550188";

/// Returns an emulator with a stopped clock.
fn emulator() -> Emulator {
    let emulator = Emulator::new();
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_564_800);
    emulator.clock().set(now);
    emulator
}

/// Returns the texts and statuses of the messages of customers.
async fn received(emulator: &Emulator) -> Vec<(String, String)> {
    let (_, chats) = ask(emulator, Method::GET, "chats", Value::Null).await;
    let entries = chats["entries"].as_array().unwrap().iter();
    let entries = entries.filter(|entry| entry["direction"] == "in");
    let text = |json: &Value| json.as_str().unwrap().to_owned();
    entries
        .map(|entry| (text(&entry["text"]), text(&entry["status"])))
        .collect()
}

#[tokio::test]
async fn receipts_mark_the_earlier_messages_of_the_chat() {
    let emulator = emulator();
    let customer = emulator.customer(PERSON);
    customer.says("first").unwrap();
    emulator.customer(OTHER).says("other").unwrap();
    let second = customer.says("second").unwrap();
    customer.says("third").unwrap();
    let sender = emulator.client().sender(NUMBER);
    sender.mark_read(&second).await.unwrap();
    let expected = [
        ("first", "read"),
        ("other", "received"),
        ("second", "read"),
        ("third", "received"),
    ];
    let received = received(&emulator).await;
    let received = received.iter().map(|(text, status)| (&**text, &**status));
    assert_eq!(received.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn typing_ends_after_25_seconds_or_with_a_message() {
    let emulator = emulator();
    let customer = emulator.customer(PERSON);
    let id = customer.says("Hello").unwrap();
    let sender = emulator.client().sender(NUMBER);
    sender.mark_read(&id).await.unwrap();
    assert!(!customer.sees_typing());

    sender.mark_read(&id).typing().await.unwrap();
    assert!(customer.sees_typing());
    assert!(!emulator.customer(OTHER).sees_typing());
    let (_, chats) = ask(&emulator, Method::GET, "chats", Value::Null).await;
    let shown = json!([{ "phoneNumberId": NUMBER, "customer": PERSON, "until": 1_795_564_825.0 }]);
    assert_eq!(chats["typing"], shown);
    emulator.clock().advance(Duration::from_secs(24));
    assert!(customer.sees_typing());
    // A receipt without an indicator does not end it.
    sender.mark_read(&id).await.unwrap();
    assert!(customer.sees_typing());
    emulator.clock().advance(Duration::from_secs(1));
    assert!(!customer.sees_typing());

    sender.mark_read(&id).typing().await.unwrap();
    sender.send(Text::new(OTHER, "Hi")).await.unwrap();
    assert!(customer.sees_typing());
    sender.send(Text::new(PERSON, "Hi")).await.unwrap();
    assert!(!customer.sees_typing());
    let (_, chats) = ask(&emulator, Method::GET, "chats", Value::Null).await;
    assert_eq!(chats["typing"], json!([]));
}

#[tokio::test]
async fn an_unknown_message_shows_no_typing() {
    let emulator = emulator();
    let customer = emulator.customer(PERSON);
    customer.says("Hello").unwrap();
    let sender = emulator.client().sender(NUMBER);
    sender.mark_read("wamid.unknown").typing().await.unwrap();
    assert!(!customer.sees_typing());
}
