//! Messages.

use runtime::Bytes;
use serde_json::Value;

use super::input::{is_version, required};
use super::media::{sender, stored};
use super::refusal::Refusal;
use super::verdict::failure;
use crate::emulator::entry::StatusDetails;
use crate::emulator::handle::Emulator;
use crate::emulator::ids::{Direction, message_id, wamid};
use crate::emulator::progress::{begin, catch_up, details, rule_failure};
use crate::emulator::received::CustomerMessage;
use crate::emulator::record::SentMessage;
use crate::emulator::refusals::Attempt;
use crate::emulator::state::{Change, State};
use crate::input::SendWhatsAppMessageInput;
use crate::messages::Body;
use crate::output::SendWhatsAppMessageOutput;

/// Accepts a message, or records why it is refused.
pub(super) fn send(
    emulator: &Emulator,
    input: SendWhatsAppMessageInput,
) -> Result<SendWhatsAppMessageOutput, Refusal> {
    let phone_number_id = input.origination_phone_number_id.clone();
    let meta_api_version = input.meta_api_version.clone();
    let message: Bytes = input.message.clone().unwrap_or_default().into();
    accept_or_refuse(emulator, input).inspect_err(|refusal| {
        let attempt = Attempt {
            phone_number_id: phone_number_id.as_deref(),
            meta_api_version: meta_api_version.as_deref(),
            message: &message,
            code: refusal.code,
            reason: &refusal.message,
        };
        attempt.record(emulator);
    })
}

/// Accepts a message. Meta's verdict about it follows later, as an event, so it
/// is part of the record and not an error of the operation.
fn accept_or_refuse(
    emulator: &Emulator,
    input: SendWhatsAppMessageInput,
) -> Result<SendWhatsAppMessageOutput, Refusal> {
    let now = emulator.clock().timestamp();
    let mut state = emulator.state();
    catch_up(&mut state, now)?;
    let phone_number_id = sender(&state, &required(input.origination_phone_number_id))?;
    let version = required(input.meta_api_version);
    if !is_version(&version) {
        return Err(Refusal::invalid(format!(
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
            .map_err(|violations| Refusal::invalid(format!("message: {violations}")))?;
    }
    let number = state.next();
    message.id = message_id(number);
    let id = message.id.clone();
    let json = message.json();
    let mut changes = match details(&state, &message.account_id, &json) {
        Some(details) => accept(&mut state, &mut message, number, &details),
        None => mark_read(&state, &json),
    };
    changes.push(Change::Message(message));
    state.commit(changes)?;
    let mut output = SendWhatsAppMessageOutput::new();
    output.message_id = Some(id);
    Ok(output)
}

/// Returns the changes that a message to a person or group makes.
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

/// Returns the change that a read receipt makes to a message of a customer.
fn mark_read(state: &State, receipt: &Value) -> Vec<Change> {
    let mut messages = state.inbox.iter().rev();
    let read = messages.find(|message| receipt["message_id"] == message.wamid.as_str());
    let read = read.filter(|message| !message.read).cloned();
    let read = read.map(|message| CustomerMessage {
        read: true,
        ..message
    });
    read.map(Change::Received).into_iter().collect()
}

/// Reads the message.
fn body(message: &SentMessage) -> Result<Body, Refusal> {
    let body = Body::from_json(&message.body)
        .map_err(|error| Refusal::invalid(format!("message: {error}")))?;
    if let Body::CallEvent(_) = body {
        return Err(Refusal::invalid(
            "message is an action on a call: send it with SendWhatsAppCallEvent",
        ));
    }
    Ok(body)
}

/// Checks that the media file of a message belongs to the sender.
fn media(state: &State, message: &SentMessage) -> Result<(), Refusal> {
    if let Some(media_id) = message.media_id()
        && stored(state, &media_id)?.phone_number_id != message.phone_number_id
    {
        return Err(Refusal::invalid(format!(
            "the media file {media_id} was uploaded for another phone number; send it from that \
             number"
        )));
    }
    Ok(())
}
