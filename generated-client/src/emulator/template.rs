//! Message templates of the emulator.

use std::fmt;

use runtime::Timestamp;
use serde_json::{Value, json};

/// A message template in one language.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Template {
    /// Meta's identifier.
    pub id: String,
    /// The identifier of the account.
    pub account_id: String,
    /// The name. Templates in several languages share it.
    pub name: String,
    /// The language, such as `en_US`.
    pub language: String,
    /// The category: `MARKETING`, `UTILITY` or `AUTHENTICATION`.
    pub category: String,
    /// The state.
    pub status: TemplateStatus,
    /// Whether variables have names or numbers.
    pub parameter_format: ParameterFormat,
    /// The components: a JSON array in Meta's format.
    pub components: Value,
    /// Whether Meta does not track clicks on URL buttons.
    pub tracking_opted_out: bool,
    /// The times of the edits.
    pub edits: Vec<Timestamp>,
    /// The time of the last change of the state.
    pub changed: Timestamp,
}

/// The state of a [`Template`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TemplateStatus {
    /// It is being reviewed.
    Pending,
    /// It can be sent.
    Approved,
    /// The review failed; it can be edited.
    Rejected,
    /// It cannot be sent for some hours, because recipients complained.
    Paused,
    /// It can no longer be sent, because recipients complained repeatedly.
    Disabled,
    /// It was deleted. Its name is reserved for 30 days.
    Deleted,
}

/// The format of the variables of a [`Template`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterFormat {
    /// By name, such as `{{first_name}}`.
    Named,
    /// By number, such as `{{1}}`.
    Positional,
}

impl TemplateStatus {
    /// All states, in the order of a template's lifecycle.
    pub const ALL: [Self; 6] = [
        Self::Pending,
        Self::Approved,
        Self::Rejected,
        Self::Paused,
        Self::Disabled,
        Self::Deleted,
    ];

    /// Returns the name that the service uses, such as `APPROVED`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Approved => "APPROVED",
            Self::Rejected => "REJECTED",
            Self::Paused => "PAUSED",
            Self::Disabled => "DISABLED",
            Self::Deleted => "DELETED",
        }
    }

    /// Returns the state with this name.
    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// Shows the name that the service uses.
impl fmt::Display for TemplateStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl ParameterFormat {
    /// Returns the format with this name, in lower or upper case.
    pub(super) fn parse(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "named" => Some(Self::Named),
            "positional" => Some(Self::Positional),
            _ => None,
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Named => "NAMED",
            Self::Positional => "POSITIONAL",
        }
    }
}

impl Template {
    /// Returns the template as `GetWhatsAppMessageTemplate` does: a JSON object in
    /// Meta's format.
    #[must_use]
    pub fn definition(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "status": self.status.as_str(),
            "category": self.category,
            "parameter_format": self.parameter_format.as_str(),
            "components": self.components,
        })
    }

    /// Returns the component with this type, such as `BODY`.
    pub(super) fn component(&self, kind: &str) -> Option<&Value> {
        let mut components = self.components.as_array()?.iter();
        components.find(|component| is_kind(component, kind))
    }

    pub(super) fn to_json(&self) -> Value {
        let edits: Vec<i64> = self.edits.iter().map(|edit| edit.as_millis()).collect();
        json!({
            "id": self.id,
            "accountId": self.account_id,
            "name": self.name,
            "language": self.language,
            "category": self.category,
            "status": self.status.as_str(),
            "parameterFormat": self.parameter_format.as_str(),
            "components": self.components,
            "trackingOptedOut": self.tracking_opted_out,
            "edits": edits,
            "changed": self.changed.as_millis(),
        })
    }

    pub(super) fn from_json(json: &Value) -> Option<Self> {
        let text = |name: &str| json[name].as_str().map(str::to_owned);
        let edits = json["edits"].as_array()?.iter();
        Some(Self {
            id: text("id")?,
            account_id: text("accountId")?,
            name: text("name")?,
            language: text("language")?,
            category: text("category")?,
            status: TemplateStatus::parse(json["status"].as_str()?)?,
            parameter_format: ParameterFormat::parse(json["parameterFormat"].as_str()?)?,
            components: json["components"].clone(),
            tracking_opted_out: json["trackingOptedOut"].as_bool()?,
            edits: edits
                .map(|edit| edit.as_i64().map(Timestamp::from_millis))
                .collect::<Option<_>>()?,
            changed: Timestamp::from_millis(json["changed"].as_i64()?),
        })
    }
}

/// Whether a component or button has this type. Meta ignores case.
pub(super) fn is_kind(component: &Value, kind: &str) -> bool {
    let declared = component["type"].as_str().unwrap_or_default();
    declared.eq_ignore_ascii_case(kind)
}

/// Returns the parameters of a button, in the components of a message.
pub(super) fn button_parameters(sent: &Value, index: usize) -> &[Value] {
    let mut components = sent.as_array().into_iter().flatten();
    let component = components.find(|entry| {
        // Both `"0"` and `0` are in use.
        let given = entry["index"].as_str().map(str::to_owned);
        let given = given.unwrap_or_else(|| entry["index"].to_string());
        is_kind(entry, "button") && given == index.to_string()
    });
    let parameters = component.and_then(|component| component["parameters"].as_array());
    parameters.map(Vec::as_slice).unwrap_or_default()
}

/// Returns the names of the variables in the text, in order: `1` for `{{1}}`.
pub(super) fn variables(text: &str) -> Vec<&str> {
    let starts = text.split("{{").skip(1);
    starts
        .filter_map(|rest| rest.split_once("}}"))
        .map(|(name, _)| name.trim())
        .collect()
}
