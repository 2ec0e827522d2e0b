//! Calls, call permissions, and conversion events of the emulator.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use runtime::{Bytes, Timestamp};
use serde_json::{Value, json};

/// The beginning of the identifiers of calls.
const ID: &str = "wacid.";

/// A call by the business or by a person.
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
    /// The actions of both sides, in order, such as `connect` and `terminate`:
    /// those of accepted events, and those of the person, which have the same
    /// names, except the person's `connect`.
    pub actions: Vec<String>,
    /// The time when the called side accepted the call.
    pub answered_at: Option<Timestamp>,
    /// The time of the end.
    pub ended_at: Option<Timestamp>,
}

/// The state of a [`Call`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallState {
    /// It is ringing.
    Ringing,
    /// The called side accepted it.
    Answered,
    /// It ended after it was accepted.
    Ended,
    /// The called side rejected it.
    Rejected,
    /// It ended before it was accepted.
    Missed,
}

impl CallState {
    /// Returns the name, such as `ringing`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ringing => "ringing",
            Self::Answered => "answered",
            Self::Ended => "ended",
            Self::Rejected => "rejected",
            Self::Missed => "missed",
        }
    }
}

/// A person's permission for calls from a phone number.
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
    /// The event, as bytes.
    pub body: Bytes,
    /// The time of arrival.
    pub at: Timestamp,
}

impl Call {
    /// Creates a ringing call. `actions` contains `connect` if the business
    /// calls.
    pub(super) fn new(
        number: u64,
        phone_number_id: &str,
        person: &str,
        at: Timestamp,
        actions: Vec<String>,
    ) -> Self {
        Self {
            id: format!("{ID}{number:020}"),
            phone_number_id: phone_number_id.to_owned(),
            person: person.to_owned(),
            at,
            actions,
            answered_at: None,
            ended_at: None,
        }
    }

    /// Adds an action of either side.
    pub(super) fn add(&mut self, action: &str, at: Timestamp) {
        match action {
            "accept" => self.answered_at = Some(at),
            "reject" | "terminate" => self.ended_at = Some(at),
            _ => {}
        }
        self.actions.push(action.to_owned());
    }

    /// Returns the state.
    #[must_use]
    pub fn state(&self) -> CallState {
        let was = |action: &str| self.actions.iter().any(|earlier| earlier == action);
        match (self.is_over(), was("accept")) {
            (false, false) => CallState::Ringing,
            (false, true) => CallState::Answered,
            (true, true) => CallState::Ended,
            (true, false) if was("reject") => CallState::Rejected,
            (true, false) => CallState::Missed,
        }
    }

    /// The number in the identifier: calls are ordered by it.
    pub(super) fn number(&self) -> u64 {
        let number = self.id.strip_prefix(ID);
        number.and_then(|number| number.parse().ok()).unwrap_or(0)
    }

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
            "answeredAt": self.answered_at.map(|at| at.as_millis()),
            "endedAt": self.ended_at.map(|at| at.as_millis()),
        })
    }

    pub(super) fn from_json(json: &Value) -> Option<Self> {
        Some(Self {
            id: text(json, "id")?,
            phone_number_id: text(json, "phoneNumberId")?,
            person: text(json, "person")?,
            at: time(json, "at")?,
            actions: serde_json::from_value(json["actions"].clone()).ok()?,
            answered_at: time(json, "answeredAt"),
            ended_at: time(json, "endedAt"),
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
