//! The events that the emulator creates.

use std::fmt;

use runtime::Timestamp;
use serde_json::{Value, json};

use super::ring::Numbered;
use crate::events::{self, Event, ParseError};

/// An event that the service delivers to the event destination of an account.
///
/// ```
/// use socialmessaging::emulator::Emulator;
/// use socialmessaging::events::Event;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let emulator = Emulator::new();
/// emulator.customer("+14255550123").says("STOP")?;
/// let events = emulator.events()[0].parse()?;
/// let Some(Event::Message(message)) = events.first() else { panic!("no message") };
/// assert_eq!(message.text(), Some("STOP"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ServiceEvent {
    /// The number: 1 for the first event.
    pub number: u64,
    /// The time at which AWS sent it.
    pub at: Timestamp,
    /// The kind.
    pub kind: EventKind,
    /// The identifier of the account.
    pub account_id: String,
    /// The identifier of the phone number; `None` for an event of the account.
    pub phone_number_id: Option<String>,
    /// The AWS id of the message of a status.
    pub message_id: Option<String>,
    /// The JSON that AWS delivers: the envelope around Meta's entry.
    pub envelope: String,
    /// The deliveries, one for each destination.
    pub deliveries: Vec<EventDelivery>,
}

/// The kind of a [`ServiceEvent`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// A status of a sent message.
    Status,
    /// A message of a customer.
    Message,
    /// A change to a template.
    Template,
    /// A change to an account or phone number.
    Account,
    /// A call.
    Call,
    /// A change to a Flow.
    Flow,
    /// Any other event from [`Emulator::deliver`](super::Emulator::deliver).
    Other,
}

/// The delivery of an event to a destination.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventDelivery {
    /// The index of the destination in the order of the builder.
    pub index: usize,
    /// The URL or file.
    pub destination: String,
    /// The topic of Amazon SNS: the event destination of the account, or else a
    /// topic of the emulator.
    pub topic: String,
    /// The number of attempts so far.
    pub attempts: u32,
    /// The state.
    pub state: DeliveryState,
    /// The error of the last attempt.
    pub error: Option<String>,
}

/// The state of an [`EventDelivery`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeliveryState {
    /// It waits for its first or next attempt.
    Pending,
    /// The destination accepted it.
    Delivered,
    /// The last attempt failed.
    Failed,
}

impl ServiceEvent {
    /// Parses the event.
    ///
    /// # Errors
    /// The envelope is not an event, which is possible only for an entry of
    /// [`Emulator::deliver`](super::Emulator::deliver).
    pub fn parse(&self) -> Result<Vec<Event>, ParseError> {
        events::parse(self.envelope.as_bytes())
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "number": self.number,
            "at": self.at.as_millis(),
            "kind": self.kind.as_str(),
            "accountId": self.account_id,
            "phoneNumberId": self.phone_number_id,
            "messageId": self.message_id,
            "envelope": self.envelope,
        })
    }

    pub(super) fn from_json(json: &Value) -> Option<Self> {
        let text = |name: &str| json[name].as_str().map(str::to_owned);
        let kind = json["kind"].as_str()?;
        Some(Self {
            number: json["number"].as_u64()?,
            at: Timestamp::from_millis(json["at"].as_i64()?),
            kind: EventKind::ALL
                .into_iter()
                .find(|known| known.as_str() == kind)?,
            account_id: text("accountId")?,
            phone_number_id: text("phoneNumberId"),
            message_id: text("messageId"),
            envelope: text("envelope")?,
            deliveries: Vec::new(),
        })
    }
}

impl Numbered for ServiceEvent {
    fn number(&self) -> u64 {
        self.number
    }
}

/// Hides the envelope, which contains message text and phone numbers.
impl fmt::Debug for ServiceEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceEvent")
            .field("number", &self.number)
            .field("at", &self.at)
            .field("kind", &self.kind)
            .field("account_id", &self.account_id)
            .field("phone_number_id", &self.phone_number_id)
            .field("message_id", &self.message_id)
            .field("deliveries", &self.deliveries)
            .finish_non_exhaustive()
    }
}

impl EventKind {
    const ALL: [Self; 7] = [
        Self::Status,
        Self::Message,
        Self::Template,
        Self::Account,
        Self::Call,
        Self::Flow,
        Self::Other,
    ];

    /// Returns the kind of a parsed event.
    pub(super) fn from_event(event: &Event) -> Self {
        match event {
            Event::Message(_) => Self::Message,
            Event::Status(_) => Self::Status,
            Event::Template(_) => Self::Template,
            Event::Account(_) => Self::Account,
            Event::Call(_) => Self::Call,
            Event::Flow(_) => Self::Flow,
            _ => Self::Other,
        }
    }

    /// Returns the name, such as `status`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Message => "message",
            Self::Template => "template",
            Self::Account => "account",
            Self::Call => "call",
            Self::Flow => "flow",
            Self::Other => "other",
        }
    }
}

impl DeliveryState {
    /// Returns the name, such as `pending`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}
