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
    /// A message that a person sent to your phone number, or a notice of WhatsApp
    /// about the person. Its content can be of a kind that the model does not list.
    Message(MessageEvent),
    /// A status of a message that you sent.
    Status(StatusEvent),
    /// A change of a template.
    Template(TemplateEvent),
    /// A change of an account or a phone number.
    Account(AccountEvent),
    /// A call, or the status of one.
    Call(CallEvent),
    /// The status or the health of a Flow.
    Flow(Received<FlowUpdate>),
    /// A change of a group.
    Group(Received<GroupUpdate>),
    /// A person stopped marketing messages, or permits them again.
    Preference(Received<UserPreference>),
    /// A person has a new business-scoped user id.
    UserId(Received<UserIdUpdate>),
    /// A chat has another responder.
    Handover(Received<HandoverValue>),
    /// A part of a chat that another responder has. Do not answer it.
    Standby(StandbyEvent),
    /// An event of the WhatsApp Business app.
    App(AppEvent),
    /// A lead or a purchase that Meta found in a chat.
    Conversion(Received<AutomaticEvent>),
    /// An error that belongs to no message.
    Error(Received<PlatformError>),
    /// A request of SNS to confirm a subscription.
    Subscription(SubscriptionEvent),
    /// A part that has no type. Its JSON is complete.
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
    /// shares with others.
    #[must_use]
    pub fn raw(&self) -> &Document {
        common!(self, raw)
    }

    /// Returns the JSON of the event without the rest.
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
