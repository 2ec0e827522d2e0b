//! The paths of accounts and customers.

use serde_json::{Value, json};

use super::entries;
use super::request::{ControlRequest, ControlResponse, ControlResult};
use crate::emulator::action::{CustomerAction, CustomerMedia};
use crate::emulator::ids::customer_id;
use crate::emulator::values::{boolean, needed, only_members, text, unknown};
use crate::events::MediaKind;

/// The kinds of actions, with their members.
const ACTIONS: [(&str, &[&str]); 17] = [
    ("text", &["type", "body", "replyTo"]),
    ("press", &["type", "text", "message", "response"]),
    ("image", FILE),
    ("audio", FILE),
    ("video", FILE),
    ("document", FILE),
    ("sticker", FILE),
    (
        "location",
        &["type", "latitude", "longitude", "name", "address"],
    ),
    ("contacts", &["type", "contacts"]),
    ("reaction", &["type", "emoji", "message"]),
    ("edit", &["type", "message", "body"]),
    ("delete", &["type", "message"]),
    ("read", &["type", "message"]),
    ("call", &["type"]),
    ("accept-call", CALL),
    ("reject-call", CALL),
    ("end-call", CALL),
];

const FILE: &[&str] = &["type", "mimeType", "caption", "filename"];

const CALL: &[&str] = &["type", "call"];

/// Lists the linked accounts.
pub(super) fn accounts(request: &ControlRequest<'_>) -> ControlResult {
    let accounts = request.emulator.accounts();
    let accounts: Vec<Value> = accounts.iter().map(entries::account).collect();
    Ok(ControlResponse::Json(json!({ "accounts": accounts })))
}

/// Lists the customers.
pub(super) fn list(request: &ControlRequest<'_>) -> ControlResult {
    let now = request.emulator.clock().timestamp();
    let customers = request.emulator.customers();
    let customers = customers.iter().map(|it| entries::customer(it, now));
    Ok(ControlResponse::Json(
        json!({ "customers": customers.collect::<Vec<_>>() }),
    ))
}

/// Creates or changes a customer.
pub(super) fn put(request: &ControlRequest<'_>) -> ControlResult {
    let phone = phone(&request.body)?;
    let name = text(&request.body, "name")?;
    let reachable = boolean(&request.body, "reachable")?;
    request.emulator.customer(&phone).update(|customer| {
        if let Some(name) = name {
            customer.name = Some(name.to_owned());
        }
        customer.reachable = reachable.unwrap_or(customer.reachable);
    })?;
    let customer = request.emulator.state().customer(&phone);
    let now = request.emulator.clock().timestamp();
    Ok(ControlResponse::Json(entries::customer(&customer, now)))
}

/// Lets a customer act.
pub(super) fn act(request: &ControlRequest<'_>) -> ControlResult {
    let mut customer = request.emulator.customer(&phone(&request.body)?);
    if let Some(number) = text(&request.body, "phoneNumberId")? {
        customer = customer.at(number);
    }
    let id = customer.acts(action(&request.body["action"])?)?;
    Ok(ControlResponse::Json(json!({ "id": id })))
}

/// Reads the customer's phone number or user id.
fn phone(json: &Value) -> Result<String, String> {
    let phone = customer_id(needed(json, "phone")?);
    match phone.as_str() {
        "" => Err("phone is empty; use a number like +14255550123".to_owned()),
        _ => Ok(phone),
    }
}

/// Reads an action.
fn action(json: &Value) -> Result<CustomerAction, String> {
    if json.is_null() {
        return Err(
            "action is required, such as {\"type\": \"text\", \"body\": \"Hi\"}".to_owned(),
        );
    }
    let kind = needed(json, "type").map_err(in_action)?;
    let kinds = ACTIONS.map(|(kind, _)| kind);
    let (_, members) = ACTIONS
        .into_iter()
        .find(|(known, _)| *known == kind)
        .ok_or_else(|| unknown("action", kind, &kinds))?;
    only_members(json, members).map_err(in_action)?;
    read(kind, json).map_err(in_action)
}

fn in_action(message: String) -> String {
    format!("action: {message}")
}

fn read(kind: &str, json: &Value) -> Result<CustomerAction, String> {
    let needed = |name| needed(json, name).map(str::to_owned);
    let text = |name| text(json, name).map(|text| text.map(str::to_owned));
    let file = |kind: MediaKind| {
        let mut media = CustomerMedia::new(kind);
        if let Some(mime_type) = text("mimeType")? {
            media.mime_type = mime_type;
        }
        media.caption = text("caption")?;
        media.filename = text("filename")?;
        Ok(CustomerAction::Media(media))
    };
    match kind {
        "text" => Ok(CustomerAction::Text {
            body: needed("body")?,
            reply_to: text("replyTo")?,
        }),
        "press" => {
            let response = Some(json["response"].clone()).filter(|it| !it.is_null());
            if response.as_ref().is_some_and(|it| !it.is_object()) {
                return Err("response must be a JSON object".to_owned());
            }
            Ok(CustomerAction::Press {
                choice: needed("text")?,
                message: text("message")?,
                response,
            })
        }
        "image" => file(MediaKind::Image),
        "audio" => file(MediaKind::Audio),
        "video" => file(MediaKind::Video),
        "document" => file(MediaKind::Document),
        "sticker" => file(MediaKind::Sticker),
        "location" => Ok(CustomerAction::Location {
            latitude: degrees(json, "latitude", 90.0)?,
            longitude: degrees(json, "longitude", 180.0)?,
            name: text("name")?,
            address: text("address")?,
        }),
        "contacts" => {
            let cards = serde_json::from_value(json["contacts"].clone());
            let cards = cards.map_err(|_| "contacts must be a list of contact cards")?;
            Ok(CustomerAction::Contacts(cards))
        }
        "reaction" => Ok(CustomerAction::Reaction {
            emoji: needed("emoji")?,
            message: needed("message")?,
        }),
        "edit" => Ok(CustomerAction::Edit {
            message: needed("message")?,
            body: needed("body")?,
        }),
        "delete" => Ok(CustomerAction::Delete {
            message: needed("message")?,
        }),
        "read" => Ok(CustomerAction::Read {
            message: text("message")?,
        }),
        "accept-call" => Ok(CustomerAction::AcceptCall {
            call: text("call")?,
        }),
        "reject-call" => Ok(CustomerAction::RejectCall {
            call: text("call")?,
        }),
        "end-call" => Ok(CustomerAction::EndCall {
            call: text("call")?,
        }),
        _ => Ok(CustomerAction::Call),
    }
}

fn degrees(json: &Value, name: &str, limit: f64) -> Result<f64, String> {
    let degrees = json[name].as_f64();
    let degrees = degrees.filter(|degrees| degrees.abs() <= limit);
    degrees.ok_or_else(|| format!("{name} must be a number from -{limit} to {limit}"))
}
