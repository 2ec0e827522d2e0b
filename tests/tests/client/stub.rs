//! Stubs.

use std::sync::{Arc, Mutex};

use runtime::{CallOptions, Validation};
use socialmessaging::emulator::PHONE_NUMBER_ID;
use socialmessaging::error::ResourceNotFoundException;
use socialmessaging::input::{ListLinkedWhatsAppBusinessAccountsInput, SendWhatsAppMessageInput};
use socialmessaging::operation::{
    ListLinkedWhatsAppBusinessAccountsError, SendWhatsAppMessageError,
};
use socialmessaging::output::{
    ListLinkedWhatsAppBusinessAccountsOutput, SendWhatsAppMessageOutput,
};
use socialmessaging::{Client, Error, Stub};
use tests::operations::{Failure, FailureKind, OPERATIONS};

use crate::snapshot;

/// The stub of the documentation.
struct Echo;

impl Stub for Echo {
    async fn send_whatsapp_message(
        &self,
        input: SendWhatsAppMessageInput,
    ) -> Result<SendWhatsAppMessageOutput, Error<SendWhatsAppMessageError>> {
        let id = format!(
            "sent {} bytes",
            input.message().map_or(0, |message| message.len())
        );
        Ok(SendWhatsAppMessageOutput::new().with_message_id(id))
    }
}

fn send(client: &Client, message: &'static str) -> socialmessaging::operation::SendWhatsAppMessage {
    client
        .send_whatsapp_message()
        .origination_phone_number_id(PHONE_NUMBER_ID)
        .message(message)
        .meta_api_version("v24.0")
}

#[tokio::test]
async fn calls_the_stub() {
    let client = Client::from_stub(Echo);
    let output = send(&client, r#"{"a":1}"#).send().await.unwrap();
    assert_eq!(output.message_id(), Some("sent 7 bytes"));
}

/// A stub that records the lengths of messages.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<usize>>>);

impl Stub for Recorder {
    async fn send_whatsapp_message(
        &self,
        input: SendWhatsAppMessageInput,
    ) -> Result<SendWhatsAppMessageOutput, Error<SendWhatsAppMessageError>> {
        let length = input.message().map_or(0, |message| message.len());
        self.0.lock().unwrap().push(length);
        Ok(SendWhatsAppMessageOutput::new())
    }
}

#[tokio::test]
async fn a_shared_stub_records_inputs() {
    let recorder = Recorder::default();
    let client = Client::from_stub(recorder.clone());
    for message in ["{}", "{ }"] {
        send(&client, message).send().await.unwrap();
    }
    assert_eq!(*recorder.0.lock().unwrap(), [2, 3]);
}

/// A stub without operations.
struct Mute;

impl Stub for Mute {}

#[tokio::test]
async fn reports_operations_without_stub() {
    let client = Client::from_stub(Mute);
    let mut lines = String::new();
    for operation in OPERATIONS {
        let failure = (operation.full)(client.clone(), CallOptions::new())
            .await
            .unwrap_err();
        assert_eq!(failure.operation.as_deref(), Some(operation.name));
        assert_eq!(failure.kind, FailureKind::NotStubbed);
        assert!(!failure.maybe_sent);
        lines += &format!("{}\n", failure.display);
    }
    snapshot!("reports_operations_without_stub", lines);
}

#[tokio::test]
async fn validates_before_the_stub() {
    let client = Client::from_stub(Echo);
    let failure = Failure::from(send(&client, "").send().await.unwrap_err());
    assert_eq!(failure.kind, FailureKind::InvalidInput);
    let off = CallOptions::new().with_validation(Validation::Off);
    let output = send(&client, "").options(off).send().await.unwrap();
    assert_eq!(output.message_id(), Some("sent 0 bytes"));
    for operation in OPERATIONS {
        let failure = (operation.invalid)(client.clone(), CallOptions::new())
            .await
            .unwrap_err();
        assert_eq!(
            failure.kind,
            FailureKind::InvalidInput,
            "{}",
            operation.name
        );
    }
}

/// A stub that returns modeled errors and two pages of accounts.
struct Shop;

impl Stub for Shop {
    async fn send_whatsapp_message(
        &self,
        _: SendWhatsAppMessageInput,
    ) -> Result<SendWhatsAppMessageOutput, Error<SendWhatsAppMessageError>> {
        let error = ResourceNotFoundException::new().with_message("no such number");
        Err(SendWhatsAppMessageError::ResourceNotFoundException(error).into())
    }

    async fn list_linked_whatsapp_business_accounts(
        &self,
        input: ListLinkedWhatsAppBusinessAccountsInput,
    ) -> Result<
        ListLinkedWhatsAppBusinessAccountsOutput,
        Error<ListLinkedWhatsAppBusinessAccountsError>,
    > {
        let output = ListLinkedWhatsAppBusinessAccountsOutput::new();
        Ok(match input.next_token() {
            None => output.with_next_token("two"),
            Some(_) => output,
        })
    }
}

#[tokio::test]
async fn returns_modeled_errors_of_the_stub() {
    let error = send(&Client::from_stub(Shop), "{}")
        .send()
        .await
        .unwrap_err();
    assert!(matches!(
        error.service_error(),
        Some(SendWhatsAppMessageError::ResourceNotFoundException(_))
    ));
    let failure = Failure::from(error);
    assert_eq!(
        (failure.kind, failure.status),
        (FailureKind::Service, Some(404))
    );
    snapshot!("returns_modeled_errors_of_the_stub", failure.display);
}

#[tokio::test]
async fn reads_pages_from_stubs() {
    let client = Client::from_stub(Shop);
    let pages = client.list_linked_whatsapp_business_accounts().pages();
    assert_eq!(pages.try_collect().await.unwrap().len(), 2);
}

#[test]
fn clients_and_futures_are_send() {
    fn crosses<T: Send + Sync + Clone + 'static>(value: T) -> T {
        value
    }
    fn sends<T: Send>(value: T) -> T {
        value
    }
    let client = crosses(Client::from_stub(Mute));
    drop(sends(send(&client, r#"{"a":1}"#).send()));
    drop(sends(
        client.list_linked_whatsapp_business_accounts().items(),
    ));
}
