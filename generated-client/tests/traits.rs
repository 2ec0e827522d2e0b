//! What the compiler promises of the client's types.

use std::fmt::Debug;

use socialmessaging::input::SendWhatsAppMessageInput;
use socialmessaging::operation::{
    ListLinkedWhatsAppBusinessAccounts, SendWhatsAppMessage, SendWhatsAppMessageError,
};
use socialmessaging::output::SendWhatsAppMessageOutput;
use socialmessaging::types::{RegistrationStatus, Tag};
use socialmessaging::{Client, Error, Items, Pages};

fn shared<T: Clone + Debug + Send + Sync + 'static>() {}
fn sent<T: Send>(_: T) {}

#[test]
fn clients_and_values_go_anywhere() {
    shared::<Client>();
    shared::<SendWhatsAppMessage>();
    shared::<SendWhatsAppMessageInput>();
    shared::<SendWhatsAppMessageOutput>();
    shared::<SendWhatsAppMessageError>();
    shared::<RegistrationStatus>();
    shared::<Tag>();
}

#[test]
fn errors_cross_threads_and_are_small() {
    fn error<T: std::error::Error + Send + Sync + 'static>() {}
    error::<Error<SendWhatsAppMessageError>>();
    error::<SendWhatsAppMessageError>();
    assert!(size_of::<Error<SendWhatsAppMessageError>>() <= 16);
}

#[test]
fn calls_can_be_spawned() {
    // Only the types count: the futures are not run.
    let _ = |client: &Client| {
        sent(client.send_whatsapp_message().send());
        sent(Client::from_env());
    };
    let _ = |pages: Pages<ListLinkedWhatsAppBusinessAccounts>| sent(pages);
    let _ = |items: Items<ListLinkedWhatsAppBusinessAccounts>| sent(items);
}
