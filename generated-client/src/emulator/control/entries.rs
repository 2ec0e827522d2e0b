//! The JSON of messages, customers and accounts.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use runtime::Timestamp;
use serde_json::{Value, json};

use crate::emulator::account::Account;
use crate::emulator::call::Call;
use crate::emulator::customer_record::CustomerRecord;
use crate::emulator::event::{EventDelivery, ServiceEvent};
use crate::emulator::received::{CustomerMessage, RejectedMessage};
use crate::emulator::record::{MetaError, RecordedStatus, SentMessage};
use crate::emulator::rendered::{summary, template};
use crate::emulator::ring::Numbered as _;
use crate::emulator::state::State;
use crate::events::ErrorCode;

/// Returns a time in seconds since 1970.
pub(super) fn seconds(time: Timestamp) -> f64 {
    time.as_millis() as f64 / 1000.0
}

fn error(error: &MetaError) -> Value {
    let code = i32::try_from(error.code).unwrap_or(i32::MAX);
    json!({
        "code": error.code,
        "title": error.title,
        "message": error.title,
        "details": error.details,
        "advice": ErrorCode::new(code).advice(),
    })
}

fn statuses(message: &SentMessage, error: fn(&MetaError) -> Value) -> Value {
    let step = |step: &RecordedStatus| {
        json!({
            "status": step.status.as_str(),
            "time": seconds(step.at),
            "errors": step.error.iter().map(error).collect::<Vec<_>>(),
        })
    };
    message.statuses.iter().map(step).collect()
}

/// Returns the errors of the statuses so far.
fn errors(message: &SentMessage, error: fn(&MetaError) -> Value) -> Value {
    let errors = message.statuses.iter();
    errors
        .filter_map(|step| step.error.as_ref())
        .map(error)
        .collect()
}

/// Returns the template of a sent message, as the customer sees it.
fn rendered(state: &State, message: &SentMessage, json: &Value) -> Option<Value> {
    let known = state.template_of(&message.account_id, json)?;
    Some(template(known, &json["template"]))
}

/// Returns the entry of a sent message; `None` for a read receipt.
pub(super) fn sent(state: &State, message: &SentMessage) -> Option<Value> {
    let json = message.json();
    let customer = message.recipient()?;
    let rendered = rendered(state, message, &json);
    let text = summary(&json, rendered.as_ref());
    let mut entry = json!({
        "id": message.id,
        "direction": "out",
        "phoneNumberId": message.phone_number_id,
        "customer": customer,
        "time": seconds(message.at),
        "kind": json["type"].as_str().unwrap_or("text"),
        "wamid": message.wamid,
        "text": text,
        "status": message.status().map(|status| status.as_str()),
        "statuses": statuses(message, error),
        "errors": errors(message, error),
        "message": json,
    });
    if let Some(rendered) = rendered {
        entry["template"] = rendered;
    }
    Some(entry)
}

/// Returns the entry of a message of a customer.
pub(super) fn received(message: &CustomerMessage) -> Value {
    json!({
        "id": message.wamid,
        "direction": "in",
        "phoneNumberId": message.phone_number_id,
        "customer": message.customer,
        "time": seconds(message.at),
        "kind": message.kind(),
        "wamid": message.wamid,
        "text": summary(&message.message, None),
        "status": if message.read { "read" } else { "received" },
        "statuses": [],
        "errors": [],
        "message": message.message,
    })
}

/// Returns the entry of a rejected message.
pub(super) fn rejected(message: &RejectedMessage) -> Value {
    json!({
        "id": format!("rejected-{}", message.number),
        "direction": "rejected",
        "phoneNumberId": message.phone_number_id,
        "customer": message.customer,
        "time": seconds(message.at),
        "kind": message.message["type"].as_str(),
        "wamid": null,
        "text": summary(&message.message, None),
        "status": "rejected",
        "statuses": [],
        "errors": [],
        "reason": format!("{}: {}", message.code, message.reason),
        "message": message.message,
    })
}

/// Returns the entry of a call.
pub(super) fn call(call: &Call) -> Value {
    let state = call.state().as_str();
    json!({
        "id": call.id,
        "direction": if call.is_outgoing() { "out" } else { "in" },
        "phoneNumberId": call.phone_number_id,
        "customer": call.person,
        "time": seconds(call.at),
        "kind": "call",
        "wamid": null,
        "text": "Voice call",
        "status": state,
        "statuses": [],
        "errors": [],
        "message": {
            "type": "call",
            "call": {
                "state": state,
                "actions": call.actions,
                "answered": call.answered_at.map(seconds),
                "ended": call.ended_at.map(seconds),
            },
        },
    })
}

/// Returns a typing indicator; if `until` is `None`, it is not shown.
pub(super) fn typing(phone_number_id: &str, customer: &str, until: Option<Timestamp>) -> Value {
    json!({
        "phoneNumberId": phone_number_id,
        "customer": customer,
        "until": until.map(seconds),
    })
}

/// Returns all entries, in the order of their times.
pub(super) fn all(state: &State) -> Vec<Value> {
    let mut entries: Vec<(u64, Value)> = Vec::new();
    for message in state.messages.iter() {
        let number = message.number();
        entries.extend(sent(state, message).map(|entry| (number, entry)));
    }
    entries.extend(state.inbox.iter().map(|it| (it.number, received(it))));
    entries.extend(state.rejected.iter().map(|it| (it.number, rejected(it))));
    entries.extend(state.calls.values().map(|it| (it.number(), call(it))));
    entries.sort_by_key(|(number, _)| *number);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// Returns a sent message, for the list of messages.
pub(super) fn listed(state: &State, message: &SentMessage) -> Value {
    let json = message.json();
    let rendered = rendered(state, message, &json);
    json!({
        "messageId": message.id,
        "originationPhoneNumberId": message.phone_number_id,
        "accountId": message.account_id,
        "metaApiVersion": message.meta_api_version,
        "message": STANDARD.encode(&message.body),
        "time": seconds(message.at),
        "to": message.recipient(),
        "kind": message.kind(),
        "text": summary(&json, rendered.as_ref()),
        "wamid": message.wamid,
        // The service reports nothing about a read receipt.
        "status": message.status().map_or("accepted", |status| status.as_str()),
        "statuses": statuses(message, MetaError::json),
        "errors": errors(message, MetaError::json),
    })
}

pub(super) fn customer(customer: &CustomerRecord, now: Timestamp) -> Value {
    let windows = customer.contacts.keys().filter_map(|number| {
        let until = customer.window_until(number)?;
        Some(json!({
            "phoneNumberId": number,
            "open": until > now,
            "until": seconds(until),
        }))
    });
    json!({
        "phone": customer.phone,
        "name": customer.name,
        "reachable": customer.reachable,
        "windows": windows.collect::<Vec<_>>(),
    })
}

pub(super) fn account(account: &Account) -> Value {
    let destinations = account.event_destinations.iter().map(|destination| {
        json!({
            "eventDestinationArn": destination.event_destination_arn,
            "roleArn": destination.role_arn,
        })
    });
    let numbers = account.phone_numbers.iter().map(|number| {
        json!({
            "id": number.id,
            "arn": number.arn(),
            "metaId": number.meta_id,
            "number": number.number,
            "displayName": number.detail(account).display_phone_number_name,
            "qualityRating": number.quality_rating,
            "registered": number.can_send(),
        })
    });
    json!({
        "id": account.id,
        "arn": account.arn(),
        "metaId": account.meta_id,
        "name": account.name,
        "eventDestinations": destinations.collect::<Vec<_>>(),
        "phoneNumbers": numbers.collect::<Vec<_>>(),
    })
}

pub(super) fn event(event: &ServiceEvent) -> Value {
    let delivery = |delivery: &EventDelivery| {
        let mut shown = json!({
            "destination": delivery.destination,
            "attempts": delivery.attempts,
            "status": delivery.state.as_str(),
        });
        if let Some(error) = &delivery.error {
            shown["error"] = json!(error);
        }
        shown
    };
    json!({
        "number": event.number,
        "time": seconds(event.at),
        "kind": event.kind.as_str(),
        "accountId": event.account_id,
        "phoneNumberId": event.phone_number_id,
        "messageId": event.message_id,
        // The emulator wrote it, so it is JSON.
        "envelope": serde_json::from_str::<Value>(&event.envelope).unwrap_or_default(),
        "deliveries": event.deliveries.iter().map(delivery).collect::<Vec<_>>(),
    })
}
