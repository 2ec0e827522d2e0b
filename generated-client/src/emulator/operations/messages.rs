//! Messages.

use runtime::Bytes;
use serde_json::Value;

use super::api_error::ApiError;
use super::input::{is_version, required};
use super::media::{sender, stored};
use super::verdict::failure;
use crate::emulator::entry::StatusDetails;
use crate::emulator::feed::Notice;
use crate::emulator::handle::Emulator;
use crate::emulator::ids::{Direction, message_id, wamid};
use crate::emulator::progress::{begin, catch_up, details, rule_failure};
use crate::emulator::received::CustomerMessage;
use crate::emulator::record::SentMessage;
use crate::emulator::rejections::Attempt;
use crate::emulator::state::{Change, State};
use crate::input::SendWhatsAppMessageInput;
use crate::messages::Body;
use crate::output::SendWhatsAppMessageOutput;

/// Accepts a message, or records why it is rejected.
pub(super) fn send(
    emulator: &Emulator,
    input: SendWhatsAppMessageInput,
) -> Result<SendWhatsAppMessageOutput, ApiError> {
    let phone_number_id = input.origination_phone_number_id.clone();
    let meta_api_version = input.meta_api_version.clone();
    let message: Bytes = input.message.clone().unwrap_or_default().into();
    accept_or_reject(emulator, input).inspect_err(|error| {
        let attempt = Attempt {
            phone_number_id: phone_number_id.as_deref(),
            meta_api_version: meta_api_version.as_deref(),
            message: &message,
            code: error.code,
            reason: &error.message,
        };
        attempt.record(emulator);
    })
}

/// Accepts a message. Meta's verdict follows later, as an event, so it is part
/// of the record, not an error of the operation.
fn accept_or_reject(
    emulator: &Emulator,
    input: SendWhatsAppMessageInput,
) -> Result<SendWhatsAppMessageOutput, ApiError> {
    let now = emulator.clock().timestamp();
    let mut state = emulator.state();
    catch_up(&mut state, now)?;
    let phone_number_id = sender(&state, &required(input.origination_phone_number_id))?;
    let version = required(input.meta_api_version);
    if !is_version(&version) {
        return Err(ApiError::invalid(format!(
            "metaApiVersion {version:?} is invalid: use a version such as v24.0"
        )));
    }
    let account = state.phone_number(&phone_number_id);
    let account_id = account
        .map(|(account, _)| account.id.clone())
        .unwrap_or_default();
    let mut message = SentMessage {
        id: String::new(),
        phone_number_id,
        account_id,
        meta_api_version: version,
        body: input.message.unwrap_or_default().into(),
        at: now,
        failure: None,
        wamid: None,
        statuses: Vec::new(),
    };
    let body = body(&message)?;
    media(&state, &message)?;
    message.failure = failure(&state, &message);
    if message.failure.is_none() {
        body.validate()
            .map_err(|violations| ApiError::invalid(format!("message: {violations}")))?;
    }
    let number = state.next();
    message.id = message_id(number);
    let id = message.id.clone();
    let json = message.json();
    let phone_number_id = message.phone_number_id.clone();
    let details = details(&state, &message.account_id, &json);
    let (customer, mut changes) = match &details {
        Some(details) => {
            let changes = accept(&mut state, &mut message, number, details);
            (Some(details.recipient.clone()), changes)
        }
        None => mark_read(&state, &json),
    };
    changes.push(Change::Message(message));
    state.commit(changes)?;
    if let Some(customer) = customer {
        let is_receipt = details.is_none();
        let is_changed = match (is_receipt, json["typing_indicator"].is_object()) {
            (true, true) => {
                state.typing.begin(&phone_number_id, &customer, now);
                true
            }
            (true, false) => false,
            // The next message ends the indicator.
            (false, _) => state.typing.end(&phone_number_id, &customer),
        };
        if is_changed {
            let notice = Notice::Typing(phone_number_id, customer);
            state.feed.publish(notice);
        }
    }
    let mut output = SendWhatsAppMessageOutput::new();
    output.message_id = Some(id);
    Ok(output)
}

/// Returns the changes caused by a message to a person or group.
fn accept(
    state: &mut State,
    message: &mut SentMessage,
    number: u64,
    details: &StatusDetails,
) -> Vec<Change> {
    message.wamid = Some(wamid(number, &details.recipient, Direction::Outgoing));
    if message.failure.is_none() {
        message.failure = rule_failure(state, message, details);
    }
    let mut changes = begin(state, message, details);
    if !details.is_group && state.customers.get(&details.recipient).is_none() {
        changes.extend(state.keep(state.customer(&details.recipient)));
    }
    changes
}

/// Returns the customer of a read receipt, and the changes: the message and
/// earlier ones in the chat are read.
fn mark_read(state: &State, receipt: &Value) -> (Option<String>, Vec<Change>) {
    let messages = state.inbox.iter().rev();
    let mut messages =
        messages.skip_while(|message| receipt["message_id"] != message.wamid.as_str());
    let Some(last) = messages.next() else {
        return (None, Vec::new());
    };
    let earlier = messages.filter(|message| {
        message.customer == last.customer && message.phone_number_id == last.phone_number_id
    });
    // Everything before a message that was read is read, too.
    let unread = [last].into_iter().chain(earlier);
    let unread = unread.take_while(|message| !message.read);
    let mut changes: Vec<Change> = unread
        .map(|message| {
            Change::Received(CustomerMessage {
                read: true,
                ..message.clone()
            })
        })
        .collect();
    changes.reverse();
    (Some(last.customer.clone()), changes)
}

/// Reads the message.
fn body(message: &SentMessage) -> Result<Body, ApiError> {
    let body = Body::from_json(&message.body)
        .map_err(|error| ApiError::invalid(format!("message: {error}")))?;
    if let Body::CallEvent(_) = body {
        return Err(ApiError::invalid(
            "message is an action on a call: send it with SendWhatsAppCallEvent",
        ));
    }
    Ok(body)
}

/// Checks that the media file of a message belongs to the sender.
fn media(state: &State, message: &SentMessage) -> Result<(), ApiError> {
    if let Some(media_id) = message.media_id()
        && stored(state, &media_id)?.phone_number_id != message.phone_number_id
    {
        return Err(ApiError::invalid(format!(
            "the media file {media_id} was uploaded for another phone number; send it from that \
             number"
        )));
    }
    Ok(())
}
