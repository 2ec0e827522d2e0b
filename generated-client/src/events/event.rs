//! The kinds of events.

use runtime::Document;

use super::account::AccountEvent;
use super::app::AppEvent;
use super::call::CallEvent;
use super::message::MessageEvent;
use super::received::Received;
use super::source::Source;
use super::standby::StandbyEvent;
use super::status::StatusEvent;
use super::subscription::SubscriptionEvent;
use super::template::TemplateEvent;
use super::unknown::UnknownEvent;
use crate::whatsapp::{
    AutomaticEvent, FlowUpdate, GroupUpdate, HandoverValue, PlatformError, UserIdUpdate,
    UserPreference,
};

/// One message, status or change. [`parse`](crate::events::parse) returns them.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A message that a person sent to your phone number, or a WhatsApp notice
    /// about the person. The model may not list the kind of its content.
    Message(MessageEvent),
    /// A status of a message that you sent.
    Status(StatusEvent),
    /// A change to a template.
    Template(TemplateEvent),
    /// A change to an account or phone number.
    Account(AccountEvent),
    /// A call, or the status of one.
    Call(CallEvent),
    /// The status or the health of a Flow.
    Flow(Received<FlowUpdate>),
    /// A change to a group.
    Group(Received<GroupUpdate>),
    /// A person opted out of marketing messages, or opted in again.
    Preference(Received<UserPreference>),
    /// A person has a new business-scoped user id.
    UserId(Received<UserIdUpdate>),
    /// A chat was handed over to another responder.
    Handover(Received<HandoverValue>),
    /// An event of a chat that another responder handles. Do not reply to it.
    Standby(StandbyEvent),
    /// An event of the WhatsApp Business app.
    App(AppEvent),
    /// A lead or a purchase that Meta found in a chat.
    Conversion(Received<AutomaticEvent>),
    /// An error that does not belong to a message.
    Error(Received<PlatformError>),
    /// An SNS request to confirm a subscription.
    Subscription(SubscriptionEvent),
    /// An untyped part, with its complete JSON.
    Unknown(UnknownEvent),
}

/// Calls a method that all kinds have.
macro_rules! common {
    ($event:expr, $method:ident) => {
        match $event {
            Event::Message(part) => part.$method(),
            Event::Status(part) => part.$method(),
            Event::Template(part) => part.$method(),
            Event::Account(part) => part.$method(),
            Event::Call(part) => part.$method(),
            Event::Flow(part) => part.$method(),
            Event::Group(part) => part.$method(),
            Event::Preference(part) => part.$method(),
            Event::UserId(part) => part.$method(),
            Event::Handover(part) => part.$method(),
            Event::Standby(part) => part.$method(),
            Event::App(part) => part.$method(),
            Event::Conversion(part) => part.$method(),
            Event::Error(part) => part.$method(),
            Event::Subscription(part) => part.$method(),
            Event::Unknown(part) => part.$method(),
        }
    };
}

impl Event {
    /// Returns the account, phone number and ids of the event.
    #[must_use]
    pub fn source(&self) -> &Source {
        common!(self, source)
    }

    /// Returns the JSON of the event, without its carriers and the parts that it
    /// shares with other events.
    #[must_use]
    pub fn raw(&self) -> &Document {
        common!(self, raw)
    }

    /// Converts the event into its JSON.
    #[must_use]
    pub fn into_raw(self) -> Document {
        common!(self, into_raw)
    }

    /// Returns the name of the kind, for logs and metrics.
    ///
    /// ```
    /// # use socialmessaging::events;
    /// let change = br#"{"field": "messages", "value": {"statuses": [{"id": "wamid.1", "status": "sent"}]}}"#;
    /// assert_eq!(events::parse(change)?[0].kind(), "status");
    /// # Ok::<(), events::ParseError>(())
    /// ```
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Message(_) => "message",
            Self::Status(_) => "status",
            Self::Template(_) => "template",
            Self::Account(_) => "account",
            Self::Call(_) => "call",
            Self::Flow(_) => "flow",
            Self::Group(_) => "group",
            Self::Preference(_) => "preference",
            Self::UserId(_) => "user-id",
            Self::Handover(_) => "handover",
            Self::Standby(_) => "standby",
            Self::App(_) => "app",
            Self::Conversion(_) => "conversion",
            Self::Error(_) => "error",
            Self::Subscription(_) => "subscription",
            Self::Unknown(_) => "unknown",
        }
    }
}
