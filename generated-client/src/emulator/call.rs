//! Calls, permissions to call, and conversion events of the emulator.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use runtime::{Bytes, Timestamp};
use serde_json::{Value, json};

/// A call that `SendWhatsAppCallEvent` began or answered.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Call {
    /// Meta's identifier, `wacid.…`.
    pub id: String,
    /// The identifier of the phone number of the business.
    pub phone_number_id: String,
    /// The other side: a phone number or a business-scoped user id.
    pub person: String,
    /// The time of the first event.
    pub at: Timestamp,
    /// The actions of the accepted events, in their order, such as `connect` and
    /// `terminate`.
    pub actions: Vec<String>,
}

/// The permission of a person to be called from a phone number.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CallPermission {
    /// The identifier of the phone number of the business.
    pub phone_number_id: String,
    /// The person: a phone number or a business-scoped user id.
    pub person: String,
    /// The time until which calls are permitted; `None` for always.
    pub until: Option<Timestamp>,
}

/// An event that `SendWhatsAppConversionEvent` accepted.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConversionEvent {
    /// The identifier of the request that the caller received.
    pub request_id: String,
    /// The identifier of the dataset.
    pub dataset_id: String,
    /// The bytes of the event.
    pub body: Bytes,
    /// The time of arrival.
    pub at: Timestamp,
}

impl Call {
    /// Whether the call ended.
    pub(super) fn is_over(&self) -> bool {
        let last = self.actions.last().map(String::as_str);
        matches!(last, Some("terminate" | "reject"))
    }

    /// Whether the business made the call.
    pub(super) fn is_outgoing(&self) -> bool {
        self.actions
            .first()
            .is_some_and(|action| action == "connect")
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "phoneNumberId": self.phone_number_id,
            "person": self.person,
            "at": self.at.as_millis(),
            "actions": self.actions,
        })
    }

    pub(super) fn from_json(json: &Value) -> Option<Self> {
        Some(Self {
            id: text(json, "id")?,
            phone_number_id: text(json, "phoneNumberId")?,
            person: text(json, "person")?,
            at: time(json, "at")?,
            actions: serde_json::from_value(json["actions"].clone()).ok()?,
        })
    }
}

impl CallPermission {
    /// The key of the permission in the state.
    pub(super) fn key(&self) -> String {
        permission_key(&self.phone_number_id, &self.person)
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "phoneNumberId": self.phone_number_id,
            "person": self.person,
            "until": self.until.map(|until| until.as_millis()),
        })
    }

    pub(super) fn from_json(json: &Value) -> Option<Self> {
        Some(Self {
            phone_number_id: text(json, "phoneNumberId")?,
            person: text(json, "person")?,
            until: time(json, "until"),
        })
    }
}

impl ConversionEvent {
    /// Parses the event as JSON; `null` if it is not JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "requestId": self.request_id,
            "datasetId": self.dataset_id,
            "body": STANDARD.encode(&self.body),
            "at": self.at.as_millis(),
        })
    }

    pub(super) fn from_json(json: &Value) -> Option<Self> {
        Some(Self {
            request_id: text(json, "requestId")?,
            dataset_id: text(json, "datasetId")?,
            body: Bytes::from(STANDARD.decode(text(json, "body")?).ok()?),
            at: time(json, "at")?,
        })
    }
}

/// The key of a permission in the state. Identifiers contain no blanks.
pub(super) fn permission_key(phone_number_id: &str, person: &str) -> String {
    format!("{phone_number_id} {person}")
}

fn text(json: &Value, name: &str) -> Option<String> {
    json[name].as_str().map(str::to_owned)
}

fn time(json: &Value, name: &str) -> Option<Timestamp> {
    json[name].as_i64().map(Timestamp::from_millis)
}
