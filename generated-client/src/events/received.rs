//! A typed part of an event, with its source and its JSON.

use std::fmt;
use std::sync::Arc;

use runtime::Document;

use super::source::Source;
use crate::whatsapp::ReceivedContact;

/// A part of an event: the typed value, its [`Source`], its person, and its JSON.
///
/// `Debug` shows the value like the types of [`whatsapp`](crate::whatsapp): without the text, name
/// and phone number of a person. It shows Meta's message ids, which contain the phone number in
/// base64, so treat logs that contain them as personal data. It does not show the JSON.
///
/// ```
/// # use socialmessaging::events::{self, Event};
/// let change = br#"{"field": "flows", "value": {"event": "FLOW_STATUS_CHANGE", "flow_id": "77"}}"#;
/// let events = events::parse(change)?;
/// let Some(Event::Flow(flow)) = events.first() else { panic!("not a Flow") };
/// assert_eq!(flow.value().flow_id(), Some("77"));
/// assert_eq!(flow.raw().get("event").and_then(|event| event.as_str()), Some("FLOW_STATUS_CHANGE"));
/// # Ok::<(), events::ParseError>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Received<T> {
    // Boxed, because an enum of all kinds would be as large as the largest.
    value: Box<T>,
    source: Arc<Source>,
    contact: Option<usize>,
    raw: Document,
}

impl<T> Received<T> {
    pub(super) fn new(value: T, source: &Arc<Source>, raw: Document) -> Self {
        Self {
            value: Box::new(value),
            source: Arc::clone(source),
            contact: None,
            raw,
        }
    }

    /// Sets the index of the person among the contacts of the source.
    pub(super) fn set_contact(&mut self, contact: Option<usize>) {
        self.contact = contact;
    }

    /// Converts the part into its JSON.
    #[must_use]
    pub fn into_raw(self) -> Document {
        self.raw
    }

    /// Converts the value.
    pub(super) fn map<U>(self, convert: impl FnOnce(T) -> U) -> Received<U> {
        Received {
            value: Box::new(convert(*self.value)),
            source: self.source,
            contact: self.contact,
            raw: self.raw,
        }
    }

    /// Returns the typed value.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Converts the part into its typed value.
    #[must_use]
    pub fn into_value(self) -> T {
        *self.value
    }

    /// Returns the account, phone number and ids of the event.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the person of the part: the sender of a message, or the
    /// recipient in a status. Often unset for statuses.
    #[must_use]
    pub fn contact(&self) -> Option<&ReceivedContact> {
        self.source.contacts.get(self.contact?)
    }

    /// Returns the JSON of the part, unchanged.
    #[must_use]
    pub fn raw(&self) -> &Document {
        &self.raw
    }
}

impl<T: fmt::Debug> fmt::Debug for Received<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("value", &self.value)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}
