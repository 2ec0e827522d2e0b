//! The record of a customer.

use std::collections::BTreeMap;

use runtime::Timestamp;
use serde_json::{Value, json};

/// The length of the customer service window in milliseconds.
const WINDOW: i64 = 24 * 60 * 60 * 1000;

/// A customer, as the emulator knows them.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CustomerRecord {
    /// The phone number, a plus sign and digits; or a business-scoped user id.
    pub phone: String,
    /// The profile name.
    pub name: Option<String>,
    /// Whether messages arrive. Otherwise, they fail with 131026.
    pub reachable: bool,
    /// The time of the last message or call to each phone number, by the identifier
    /// of the phone number.
    pub contacts: BTreeMap<String, Timestamp>,
}

impl CustomerRecord {
    pub(super) fn new(phone: String) -> Self {
        Self {
            phone,
            name: None,
            reachable: true,
            contacts: BTreeMap::new(),
        }
    }

    /// Returns the end of the customer service window for a phone number; `None` if
    /// the customer never contacted it.
    #[must_use]
    pub fn window_until(&self, phone_number_id: &str) -> Option<Timestamp> {
        let contact = self.contacts.get(phone_number_id)?;
        Some(Timestamp::from_millis(
            contact.as_millis().saturating_add(WINDOW),
        ))
    }

    pub(super) fn to_json(&self) -> Value {
        let contacts = self.contacts.iter();
        let contacts: BTreeMap<&String, i64> = contacts
            .map(|(number, at)| (number, at.as_millis()))
            .collect();
        json!({
            "phone": self.phone,
            "name": self.name,
            "reachable": self.reachable,
            "contacts": contacts,
        })
    }

    pub(super) fn from_json(json: &Value) -> Option<Self> {
        let contacts = json["contacts"].as_object()?.iter();
        Some(Self {
            phone: json["phone"].as_str()?.to_owned(),
            name: json["name"].as_str().map(str::to_owned),
            reachable: json["reachable"].as_bool()?,
            contacts: contacts
                .map(|(number, at)| Some((number.clone(), Timestamp::from_millis(at.as_i64()?))))
                .collect::<Option<_>>()?,
        })
    }
}
