//! Finds the person of a part among the contacts of a change.

use crate::events::received::Received;
use crate::whatsapp::{MessageStatus, ReceivedCall, ReceivedMessage};

/// The phone number and the business-scoped user id of a person.
pub(super) type Ids<'a> = (Option<&'a str>, Option<&'a str>);

/// The maximum number of people compared with each part. Meta sends at most a
/// thousand parts in one request.
const MAX_CONTACTS: usize = 1000;

/// Assigns a part its person.
pub(super) fn contact_of<T>(mut part: Received<T>, ids: fn(&T) -> Ids<'_>) -> Received<T> {
    let (phone, user) = ids(part.value());
    let same = |one: Option<&str>, other: Option<&str>| one.is_some() && one == other;
    let mut contacts = part.source().contacts.iter().take(MAX_CONTACTS);
    let index =
        contacts.position(|contact| same(contact.wa_id(), phone) || same(contact.user_id(), user));
    part.set_contact(index);
    part
}

pub(super) fn sender(message: &ReceivedMessage) -> Ids<'_> {
    (message.from(), message.from_user_id())
}

pub(super) fn recipient(status: &MessageStatus) -> Ids<'_> {
    match status
        .recipient_participant_id()
        .or_else(|| status.participant_recipient_id())
    {
        Some(participant) => (Some(participant), status.recipient_participant_user_id()),
        None => (status.recipient_id(), status.recipient_user_id()),
    }
}

pub(super) fn caller(call: &ReceivedCall) -> Ids<'_> {
    (call.from(), call.from_user_id())
}
