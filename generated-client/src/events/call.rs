//! Calls.

use super::party::Party;
use super::received::Received;
use crate::whatsapp::{CallDirection, CallStatus, ReceivedCall};

/// A call, or the status of a call that you made.
///
/// Not to be confused with [`whatsapp::CallEvent`](crate::whatsapp::CallEvent),
/// the request that starts, answers or ends a call.
pub type CallEvent = Received<CallUpdate>;

/// A call, or the status of a call that you made.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "`Received` boxes the value")]
#[non_exhaustive]
pub enum CallUpdate {
    /// A call starts, connects or ends.
    Call(ReceivedCall),
    /// A call that you made is ringing, or the person accepted or rejected it.
    Status(CallStatus),
}

impl CallEvent {
    /// Returns Meta's id of the call.
    #[must_use]
    pub fn call_id(&self) -> Option<&str> {
        match self.value() {
            CallUpdate::Call(call) => call.id(),
            CallUpdate::Status(status) => status.id(),
        }
    }

    /// Returns the other party: the caller, or the person you called.
    ///
    /// ```
    /// # use socialmessaging::events::{self, Event, Party};
    /// let change = br#"{"field": "calls", "value": {"calls": [{"id": "wacid.1", "event": "connect",
    ///     "direction": "USER_INITIATED", "from": "14255550123", "to": "14255550199"}]}}"#;
    /// let events = events::parse(change)?;
    /// let Some(Event::Call(call)) = events.first() else { panic!("not a call") };
    /// assert_eq!(call.person(), Some(Party::Phone("14255550123")));
    /// # Ok::<(), events::ParseError>(())
    /// ```
    #[must_use]
    pub fn person(&self) -> Option<Party<'_>> {
        match self.value() {
            CallUpdate::Call(call) if self.is_outgoing() => {
                Party::new(call.to(), call.to_user_id())
            }
            CallUpdate::Call(call) => Party::new(call.from(), call.from_user_id()),
            CallUpdate::Status(status) => {
                Party::new(status.recipient_id(), status.recipient_user_id())
            }
        }
    }

    /// Returns whether the business made the call.
    #[must_use]
    pub fn is_outgoing(&self) -> bool {
        match self.value() {
            CallUpdate::Call(call) => call.direction() == Some(&CallDirection::BusinessInitiated),
            CallUpdate::Status(_) => true,
        }
    }

    /// Returns the event or status as Meta writes it, such as `connect` or
    /// `RINGING`.
    #[must_use]
    pub fn change(&self) -> Option<&str> {
        match self.value() {
            CallUpdate::Call(call) => call.event().map(|event| event.as_str()),
            CallUpdate::Status(status) => status.status().map(|status| status.as_str()),
        }
    }
}
