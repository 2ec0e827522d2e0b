//! Calls from threads without a runtime, and inside one.

use std::thread;

use socialmessaging::blocking::Wait as _;
use socialmessaging::emulator::{Emulator, PHONE_NUMBER_ID};
use socialmessaging::messages::Text;
use socialmessaging::{AnyError, Client};
use tests::fixture::builder_for;

fn send(client: &Client, body: &str) -> Result<(), AnyError> {
    let sender = client.sender(PHONE_NUMBER_ID);
    sender.send(Text::new("+14255550123", body)).wait()?;
    Ok(())
}

#[test]
fn sends_messages_over_one_connection_from_several_threads() {
    let emulator = Emulator::new();
    let server = emulator.serve("127.0.0.1:0").wait().unwrap();
    let client = builder_for(&server.url()).build().unwrap();
    send(&client, "first").unwrap();
    thread::scope(|scope| {
        for body in ["second", "third"] {
            scope.spawn(|| send(&client, body).unwrap());
        }
    });
    assert_eq!(emulator.messages().len(), 3);
}

#[test]
fn reads_pages() {
    let emulator = Emulator::new();
    let client = emulator.client();
    let mut accounts = client.list_linked_whatsapp_business_accounts().items();
    let account = accounts.next().wait().unwrap().unwrap();
    assert!(!account.id().is_empty());
    assert!(accounts.next().wait().is_none());
}

#[tokio::test]
async fn waits_inside_a_runtime() {
    let emulator = Emulator::new();
    send(&emulator.client(), "inside").unwrap();
    assert_eq!(emulator.messages().len(), 1);
}

#[test]
fn returns_the_errors_of_calls() {
    let client = Emulator::new().client();
    let error = client.send_whatsapp_message().send().wait().unwrap_err();
    assert!(error.is_invalid_input(), "{error}");
}
