//! Flows of the emulator.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use runtime::{Bytes, Timestamp};
use serde_json::{Value, json};

use crate::types::MetaFlowCategory;

/// A Flow.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Flow {
    /// Meta's identifier.
    pub id: String,
    /// The identifier of the account.
    pub account_id: String,
    /// The name, unique in the account.
    pub name: String,
    /// The state.
    pub status: FlowStatus,
    /// The purposes.
    pub categories: Vec<MetaFlowCategory>,
    /// The Flow JSON; empty if none was set.
    pub json: Bytes,
    /// The endpoint that exchanges data with the Flow.
    pub endpoint_uri: Option<String>,
    /// Meta's identifier of the app to which the Flow is connected.
    pub app_id: Option<String>,
    /// The token and the expiry of the URL of the preview.
    pub(super) preview: Option<(u64, Timestamp)>,
}

/// The state of a [`Flow`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FlowStatus {
    /// It can be changed, and only be sent in `draft` mode.
    Draft,
    /// It can be sent.
    Published,
    /// It can neither be sent nor opened.
    Deprecated,
    /// Meta blocked it, because its endpoint fails.
    Blocked,
    /// Meta limits how often it is sent, because its endpoint fails.
    Throttled,
}

impl FlowStatus {
    /// All states.
    pub const ALL: [Self; 5] = [
        Self::Draft,
        Self::Published,
        Self::Deprecated,
        Self::Blocked,
        Self::Throttled,
    ];

    /// Returns the name that the service uses, such as `DRAFT`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "DRAFT",
            Self::Published => "PUBLISHED",
            Self::Deprecated => "DEPRECATED",
            Self::Blocked => "BLOCKED",
            Self::Throttled => "THROTTLED",
        }
    }

    /// Returns the state with this name.
    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// Shows the name that the service uses.
impl fmt::Display for FlowStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Flow {
    /// Returns the errors in the Flow JSON, as the service lists them. A Flow
    /// without Flow JSON has none.
    #[must_use]
    pub fn validation_errors(&self) -> Vec<String> {
        if self.json.is_empty() {
            Vec::new()
        } else {
            super::flow_json::errors(&self.json)
        }
    }

    pub(super) fn to_json(&self) -> Result<Value, serde_json::Error> {
        Ok(json!({
            "id": self.id,
            "accountId": self.account_id,
            "name": self.name,
            "status": self.status.as_str(),
            "categories": serde_json::to_value(&self.categories)?,
            "json": STANDARD.encode(&self.json),
            "endpointUri": self.endpoint_uri,
            "appId": self.app_id,
            "previewToken": self.preview.map(|(token, _)| token),
            "previewExpiry": self.preview.map(|(_, expiry)| expiry.as_millis()),
        }))
    }

    pub(super) fn from_json(json: &Value) -> Option<Self> {
        let text = |name: &str| json[name].as_str().map(str::to_owned);
        let token = json["previewToken"].as_u64();
        let expiry = json["previewExpiry"].as_i64().map(Timestamp::from_millis);
        Some(Self {
            id: text("id")?,
            account_id: text("accountId")?,
            name: text("name")?,
            status: FlowStatus::parse(json["status"].as_str()?)?,
            categories: serde_json::from_value(json["categories"].clone()).ok()?,
            json: Bytes::from(STANDARD.decode(text("json")?).ok()?),
            endpoint_uri: text("endpointUri"),
            app_id: text("appId"),
            preview: token.zip(expiry),
        })
    }
}
