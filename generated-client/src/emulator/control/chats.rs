//! The paths of messages and chats.

use serde_json::{Value, json};

use super::entries;
use super::request::{ControlRequest, ControlResponse, ControlResult, Problem};
use super::rules::clock_json;
use super::snippets;
use crate::emulator::ids::customer_id;
use crate::emulator::progress::find;
use crate::emulator::values::{needed, number, unknown};
use crate::whatsapp::DeliveryStatus;

/// The statuses that a message can be given.
const STATUSES: [&str; 5] = ["sent", "delivered", "read", "played", "failed"];

/// The default code of a failure.
const FAILED: u32 = 131_000;

/// Returns everything that the page shows.
pub(super) fn all(request: &ControlRequest<'_>) -> ControlResult {
    request.emulator.refresh();
    let now = request.emulator.clock().timestamp();
    let clock = clock_json(request.emulator);
    let state = request.emulator.state();
    let accounts = state.accounts.values().map(entries::account);
    let typing = state.typing.shown(now);
    let typing =
        typing.map(|(number, customer, until)| entries::typing(number, customer, Some(until)));
    let customers = state.customers.values();
    let customers = customers.map(|customer| entries::customer(customer, now));
    Ok(ControlResponse::Json(json!({
        "entries": entries::all(&state),
        "accounts": accounts.collect::<Vec<_>>(),
        "customers": customers.collect::<Vec<_>>(),
        "typing": typing.collect::<Vec<_>>(),
        "clock": clock,
        "policy": state.rules.statuses.as_str(),
    })))
}

/// Lists the sent messages, or those to one recipient.
pub(super) fn messages(request: &ControlRequest<'_>) -> ControlResult {
    let to = request.parameter("to").map(customer_id);
    let messages = request.emulator.messages();
    let state = request.emulator.state();
    let chosen = messages
        .iter()
        .filter(|message| to.is_none() || message.recipient() == to);
    let shown: Vec<Value> = chosen.map(|it| entries::listed(&state, it)).collect();
    Ok(ControlResponse::Json(json!({ "messages": shown })))
}

/// Returns one entry, with its request as a command and as code.
pub(super) fn message(request: &ControlRequest<'_>) -> ControlResult {
    request.emulator.refresh();
    let state = request.emulator.state();
    let id = request.id.as_str();
    if let Some(message) = find(&state, id) {
        // A read receipt is not part of a chat, but was sent.
        let entry = entries::sent(&state, message);
        let mut entry = entry.unwrap_or_else(|| entries::listed(&state, message));
        let sent = snippets::Sent {
            phone_number_id: Some(&message.phone_number_id),
            version: Some(&message.meta_api_version),
            body: &message.body,
        };
        entry["json"] = message.json();
        entry["curl"] = json!(sent.curl(&request.url));
        entry["rust"] = json!(sent.rust());
        return Ok(ControlResponse::Json(entry));
    }
    let mut inbox = state.inbox.iter();
    if let Some(message) = inbox.find(|message| message.wamid == id) {
        let mut entry = entries::received(message);
        entry["json"] = message.message.clone();
        return Ok(ControlResponse::Json(entry));
    }
    if let Some(call) = state.calls.get(id) {
        let mut entry = entries::call(call);
        entry["json"] = entry["message"].clone();
        return Ok(ControlResponse::Json(entry));
    }
    let rejected = id.strip_prefix("rejected-").and_then(|id| id.parse().ok());
    if let Some(message) = rejected.and_then(|number| state.rejected.get(number)) {
        let mut entry = entries::rejected(message);
        let body = message.message.to_string();
        let sent = snippets::Sent {
            phone_number_id: message.phone_number_id.as_deref(),
            version: message.meta_api_version.as_deref(),
            body: body.as_bytes(),
        };
        entry["json"] = message.message.clone();
        entry["curl"] = json!(sent.curl(&request.url));
        entry["rust"] = json!(sent.rust());
        return Ok(ControlResponse::Json(entry));
    }
    Err(Problem::NotFound(format!("no message has the id {id}")))
}

/// Adds a status to a sent message.
pub(super) fn set_status(request: &ControlRequest<'_>) -> ControlResult {
    let status = needed(&request.body, "status")?;
    let code = number(&request.body, "code")?;
    let id = request.id.as_str();
    match (status, code) {
        ("failed", code) => {
            let code = code.map_or(Ok(FAILED), u32::try_from);
            let code = code.map_err(|_| "code is out of range".to_owned())?;
            request.emulator.fail(id, code)?;
        }
        (_, Some(_)) => {
            let message = "code is only allowed for the status failed";
            return Err(message.to_owned().into());
        }
        (status, None) if STATUSES.contains(&status) => {
            request
                .emulator
                .set_status(id, DeliveryStatus::from(status))?;
        }
        (status, None) => return Err(unknown("status", status, &STATUSES).into()),
    }
    let state = request.emulator.state();
    let message = find(&state, id);
    let entry = message.and_then(|message| entries::sent(&state, message));
    Ok(ControlResponse::Json(entry.unwrap_or_default()))
}
