//! Trait bounds of the client's types, checked by the compiler.

use std::fmt::Debug;

use socialmessaging::input::SendWhatsAppMessageInput;
use socialmessaging::operation::{
    ListLinkedWhatsAppBusinessAccounts, SendWhatsAppMessage, SendWhatsAppMessageError,
};
use socialmessaging::output::SendWhatsAppMessageOutput;
use socialmessaging::types::{RegistrationStatus, Tag};
use socialmessaging::{Client, Error, Items, Pages};

fn assert_clone_send_sync<T: Clone + Debug + Send + Sync + 'static>() {}
fn assert_send<T: Send>(_: T) {}

#[test]
fn client_types_are_clone_send_and_sync() {
    assert_clone_send_sync::<Client>();
    assert_clone_send_sync::<SendWhatsAppMessage>();
    assert_clone_send_sync::<SendWhatsAppMessageInput>();
    assert_clone_send_sync::<SendWhatsAppMessageOutput>();
    assert_clone_send_sync::<SendWhatsAppMessageError>();
    assert_clone_send_sync::<RegistrationStatus>();
    assert_clone_send_sync::<Tag>();
}

#[test]
fn errors_are_small_send_and_sync() {
    fn assert_error<T: std::error::Error + Send + Sync + 'static>() {}
    assert_error::<Error<SendWhatsAppMessageError>>();
    assert_error::<SendWhatsAppMessageError>();
    assert!(size_of::<Error<SendWhatsAppMessageError>>() <= 16);
}

#[test]
fn call_futures_and_pages_are_send() {
    // Type checking suffices: nothing calls these closures.
    let _ = |client: &Client| {
        assert_send(client.send_whatsapp_message().send());
        #[cfg(feature = "http")]
        assert_send(Client::from_env());
    };
    let _ = |pages: Pages<ListLinkedWhatsAppBusinessAccounts>| assert_send(pages);
    let _ = |items: Items<ListLinkedWhatsAppBusinessAccounts>| assert_send(items);
}
