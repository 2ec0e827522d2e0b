//! Messages of customers, and rejected messages of the business.

use runtime::Timestamp;
use serde_json::{Value, json};

use super::ring::Numbered;

/// A message that a customer sent to a phone number.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CustomerMessage {
    /// Meta's id.
    pub wamid: String,
    /// The customer: a phone number or a business-scoped user id.
    pub customer: String,
    /// The identifier of the phone number that received the message.
    pub phone_number_id: String,
    /// The time of the message.
    pub at: Timestamp,
    /// The message in Meta's format: an item of `messages` in the event.
    pub message: Value,
    /// Whether the business marked the message as read.
    pub read: bool,
    pub(super) number: u64,
}

/// A call of `SendWhatsAppMessage` that was rejected.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RejectedMessage {
    /// The identifier of the phone number, as in the request.
    pub phone_number_id: Option<String>,
    /// The recipient, as in the request.
    pub customer: Option<String>,
    /// The version of Meta's API, as in the request.
    pub meta_api_version: Option<String>,
    /// The message, if it is JSON and at most 64 KiB long; otherwise `null`.
    pub message: Value,
    /// The error code of the response.
    pub code: String,
    /// The message of the error: the violations.
    pub reason: String,
    /// The time of the request.
    pub at: Timestamp,
    pub(super) number: u64,
}

impl Numbered for CustomerMessage {
    fn number(&self) -> u64 {
        self.number
    }
}

impl Numbered for RejectedMessage {
    fn number(&self) -> u64 {
        self.number
    }
}

impl CustomerMessage {
    /// Returns the type of the message, such as `text` or `interactive`.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.message["type"].as_str().unwrap_or_default()
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "number": self.number,
            "wamid": self.wamid,
            "customer": self.customer,
            "phoneNumberId": self.phone_number_id,
            "at": self.at.as_millis(),
            "message": self.message,
            "read": self.read,
        })
    }

    pub(super) fn from_json(json: &Value) -> Option<Self> {
        Some(Self {
            wamid: text(json, "wamid")?,
            customer: text(json, "customer")?,
            phone_number_id: text(json, "phoneNumberId")?,
            at: Timestamp::from_millis(json["at"].as_i64()?),
            message: json["message"].clone(),
            read: json["read"].as_bool()?,
            number: json["number"].as_u64()?,
        })
    }
}

impl RejectedMessage {
    pub(super) fn to_json(&self) -> Value {
        json!({
            "number": self.number,
            "phoneNumberId": self.phone_number_id,
            "customer": self.customer,
            "metaApiVersion": self.meta_api_version,
            "message": self.message,
            "code": self.code,
            "reason": self.reason,
            "at": self.at.as_millis(),
        })
    }

    pub(super) fn from_json(json: &Value) -> Option<Self> {
        Some(Self {
            phone_number_id: text(json, "phoneNumberId"),
            customer: text(json, "customer"),
            meta_api_version: text(json, "metaApiVersion"),
            message: json["message"].clone(),
            code: text(json, "code")?,
            reason: text(json, "reason")?,
            at: Timestamp::from_millis(json["at"].as_i64()?),
            number: json["number"].as_u64()?,
        })
    }
}

fn text(json: &Value, name: &str) -> Option<String> {
    json[name].as_str().map(str::to_owned)
}
