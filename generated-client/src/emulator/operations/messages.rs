//! Messages.

use super::input::{is_version, required};
use super::media::{sender, stored};
use super::refusal::Refusal;
use super::verdict::failure;
use crate::emulator::handle::Emulator;
use crate::emulator::record::SentMessage;
use crate::emulator::state::{Change, State};
use crate::input::SendWhatsAppMessageInput;
use crate::messages::Body;
use crate::output::SendWhatsAppMessageOutput;

/// Accepts a message. Meta's verdict about it follows later, as an event, so it
/// is part of the record and not an error of the operation.
pub(super) fn send(
    emulator: &Emulator,
    input: SendWhatsAppMessageInput,
) -> Result<SendWhatsAppMessageOutput, Refusal> {
    let mut state = emulator.state();
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
        at: emulator.clock().timestamp(),
        failure: None,
    };
    let body = body(&message)?;
    media(&state, &message)?;
    message.failure = failure(&state, &message);
    if message.failure.is_none() {
        body.validate()
            .map_err(|violations| Refusal::invalid(format!("message: {violations}")))?;
    }
    let number = state.next();
    message.id = format!("{:08x}-0000-4000-8000-{number:012x}", number >> 48);
    let id = message.id.clone();
    state.commit(vec![Change::Message(message)])?;
    let mut output = SendWhatsAppMessageOutput::new();
    output.message_id = Some(id);
    Ok(output)
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
