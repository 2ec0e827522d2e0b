//! The 24-hour customer service window.

use std::time::Duration;

use runtime::Timestamp;

use super::call::{CallEvent, CallUpdate};
use super::event::Event;
use super::recent::Recent;
use super::source::Source;
use super::standby::StandbyUpdate;
use crate::whatsapp::{
    CallDirection, CallEventName, CallStatusName, ReceivedContent, ReceivedMessage,
};

/// The length of the window.
const WINDOW: Duration = Duration::from_secs(24 * 60 * 60);

/// The customer service windows of people and groups.
///
/// For 24 hours after a person writes to your number, calls it or accepts your
/// call, you can send any message. After that, only templates arrive; others fail with
/// error 131047. A message in a group opens the window of the group.
///
/// It keeps a limited number of windows and evicts the least recently used. It
/// does not read a clock: pass the time, for example from a
/// [`Clock`](crate::Clock).
///
/// ```
/// # use socialmessaging::events::{self, ServiceWindows};
/// # use socialmessaging::Timestamp;
/// let mut windows = ServiceWindows::new(10_000);
/// # let bytes = br#"{"field": "messages", "value": {"metadata": {"phone_number_id": "109900000000123"},
/// #     "messages": [{"from": "14255550123", "timestamp": "1795689000", "type": "text",
/// #     "text": {"body": "Hi"}}]}}"#;
/// for event in events::parse(bytes)? {
///     windows.observe(&event);
/// }
/// let window = windows.get("109900000000123", "+14255550123").unwrap();
/// assert!(window.is_open(Timestamp::from_secs(1_795_689_000 + 60)));
/// assert!(!window.is_open(window.closes_at()));
/// // A person who never wrote has no window: send a template.
/// assert!(windows.get("109900000000123", "+14255550199").is_none());
/// # Ok::<(), events::ParseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ServiceWindows {
    // `Debug` hides the phone numbers in the keys: see `Key`.
    windows: Recent<Key, ServiceWindow>,
}

/// The phone number of the business, and the person or group.
#[derive(Clone, Eq, Ord, PartialEq, PartialOrd)]
struct Key(String, String);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Key")
            .field(&self.0)
            .field(&runtime::codegen::Redacted)
            .finish()
    }
}

impl Key {
    fn new(phone_number_id: &str, person: &str) -> Self {
        // Phone numbers are received as digits and written in E.164 format.
        let person = match person.strip_prefix('+') {
            Some(number) => number.chars().filter(char::is_ascii_digit).collect(),
            None => person.to_owned(),
        };
        Self(phone_number_id.to_owned(), person)
    }
}

/// The customer service window of a person.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ServiceWindow {
    opened_at: Timestamp,
}

impl ServiceWindow {
    /// Creates the window that a message at this time opened, for example to
    /// restore it from your database.
    #[must_use]
    pub fn opened_at(at: impl Into<Timestamp>) -> Self {
        Self {
            opened_at: at.into(),
        }
    }

    /// Returns the time of the last message or call of the person.
    #[must_use]
    pub fn last_contact(&self) -> Timestamp {
        self.opened_at
    }

    /// Returns the end of the window; from then on, only templates arrive.
    ///
    /// WhatsApp checks the window when the message reaches it, so leave a margin
    /// for messages that wait in a queue.
    #[must_use]
    pub fn closes_at(&self) -> Timestamp {
        let seconds = i64::try_from(WINDOW.as_secs()).unwrap_or(i64::MAX);
        Timestamp::from_secs(self.opened_at.as_secs().saturating_add(seconds))
    }

    /// Returns whether messages other than templates arrive at this time.
    #[must_use]
    pub fn is_open(&self, now: impl Into<Timestamp>) -> bool {
        now.into() < self.closes_at()
    }

    /// Returns the time until the window closes; zero if it is closed.
    ///
    /// ```
    /// # use socialmessaging::Timestamp;
    /// # use socialmessaging::events::ServiceWindow;
    /// # use std::time::Duration;
    /// let window = ServiceWindow::opened_at(Timestamp::from_secs(0));
    /// let day = Duration::from_secs(24 * 60 * 60);
    /// assert_eq!(window.remaining(Timestamp::from_secs(60)), day - Duration::from_secs(60));
    /// ```
    #[must_use]
    pub fn remaining(&self, now: impl Into<Timestamp>) -> Duration {
        let left = self
            .closes_at()
            .as_secs()
            .saturating_sub(now.into().as_secs());
        Duration::from_secs(u64::try_from(left).unwrap_or(0))
    }
}

impl ServiceWindows {
    /// Creates an empty table that keeps this number of windows (at least one),
    /// at about 400 bytes each. A person with both a phone number and a
    /// business-scoped user id takes two.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self {
            windows: Recent::new(capacity),
        }
    }

    /// Opens or renews the window of a message or call; ignores other events. Late and
    /// repeated events are harmless.
    pub fn observe(&mut self, event: &Event) {
        match event {
            Event::Message(part) => self.observe_message(part.value(), part.source()),
            Event::Standby(part) => {
                if let StandbyUpdate::Message(message) = part.value() {
                    self.observe_message(message, part.source());
                }
            }
            Event::Call(call) => self.observe_call(call),
            _ => {}
        }
    }

    /// Opens or renews the window of `person`: a phone number, a business-scoped
    /// user id, or the id of a group.
    pub fn renew(&mut self, phone_number_id: &str, person: &str, at: impl Into<Timestamp>) {
        let window = ServiceWindow::opened_at(at);
        let key = Key::new(phone_number_id, person);
        match self.windows.touch(&key) {
            Some(known) => *known = window.max(*known),
            None => {
                self.windows.insert(key, window);
            }
        }
    }

    /// Returns the window of `person`: a phone number, a business-scoped user id,
    /// or the id of a group. `None` if no message of the person was observed.
    ///
    /// `phone_number_id` is Meta's id, as in
    /// [`Source::phone_number_id`](crate::events::Source::phone_number_id).
    #[must_use]
    pub fn get(&self, phone_number_id: &str, person: &str) -> Option<ServiceWindow> {
        self.windows
            .get(&Key::new(phone_number_id, person))
            .copied()
    }

    /// Returns whether messages other than templates arrive at this time.
    #[must_use]
    pub fn is_open(&self, phone_number_id: &str, person: &str, now: impl Into<Timestamp>) -> bool {
        let window = self.get(phone_number_id, person);
        window.is_some_and(|window| window.is_open(now))
    }

    /// Returns the number of windows, open or closed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.windows.len()
    }

    /// Returns whether there are no windows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn observe_message(&mut self, message: &ReceivedMessage, source: &Source) {
        let (Some(number), Some(at)) = (
            source.phone_number_id(),
            message.timestamp().or(source.sent_at()),
        ) else {
            return;
        };
        if !opens_window(message) {
            return;
        }
        match message.group_id() {
            Some(group) => self.renew(number, group, at),
            None => self.renew_all(number, [message.from(), message.from_user_id()], at),
        }
    }

    fn observe_call(&mut self, event: &CallEvent) {
        let Some(number) = event.source().phone_number_id() else {
            return;
        };
        match event.value() {
            CallUpdate::Call(call) => {
                let outgoing = call.direction() == Some(&CallDirection::BusinessInitiated);
                let connects = call.event() == Some(&CallEventName::Connect);
                // A call by the person counts even if it is not answered; one by the business
                // only if the person answered.
                let at = match (outgoing, connects) {
                    (false, true) => call.timestamp(),
                    (_, _) => call.start_time(),
                };
                let ids = match outgoing {
                    true => [call.to(), call.to_user_id()],
                    false => [call.from(), call.from_user_id()],
                };
                if let Some(at) = at {
                    self.renew_all(number, ids, at);
                }
            }
            CallUpdate::Status(status) => {
                let ids = [status.recipient_id(), status.recipient_user_id()];
                if status.status() == Some(&CallStatusName::Accepted)
                    && let Some(at) = status.timestamp()
                {
                    self.renew_all(number, ids, at);
                }
            }
        }
    }

    fn renew_all(&mut self, number: &str, people: [Option<&str>; 2], at: Timestamp) {
        for person in people.into_iter().flatten().filter(|id| !id.is_empty()) {
            self.renew(number, person, at);
        }
    }
}

/// Whether a person wrote the message: notices from WhatsApp, edits and
/// deletions do not count.
fn opens_window(message: &ReceivedMessage) -> bool {
    !matches!(
        message.content(),
        Some(
            ReceivedContent::System(_)
                | ReceivedContent::Edit(_)
                | ReceivedContent::Revoke(_)
                | ReceivedContent::MediaPlaceholder
        )
    )
}
