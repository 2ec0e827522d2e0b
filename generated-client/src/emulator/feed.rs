//! Notices of changes, for streams and deliveries.

use tokio::sync::broadcast;

/// The number of notices by which a reader may lag behind.
const LIMIT: usize = 4096;

/// A change, by the key of the changed part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Notice {
    /// A sent message, by its number.
    Sent(u64),
    /// A message of a customer, by its number.
    Received(u64),
    /// A rejected message, by its number.
    Rejected(u64),
    /// An event, by its number.
    Event(u64),
    /// A customer, by phone number.
    Customer(String),
    /// The typing indicator for a customer, by phone number and customer.
    Typing(String, String),
    /// A call, by id.
    Call(String),
    /// A template, by id.
    Template(String),
    /// The URL of the emulator.
    Url,
    /// Everything.
    Reset,
}

/// The notices of an emulator. Clones share their readers.
#[derive(Clone, Debug)]
pub(super) struct Feed(broadcast::Sender<Notice>);

impl Default for Feed {
    fn default() -> Self {
        Self(broadcast::Sender::new(LIMIT))
    }
}

impl Feed {
    /// Publishes a notice, if there are readers.
    pub(super) fn publish(&self, notice: Notice) {
        // Sending fails only if there are no readers.
        let _ = self.0.send(notice);
    }

    /// Returns a reader of later notices.
    pub(super) fn subscribe(&self) -> broadcast::Receiver<Notice> {
        self.0.subscribe()
    }
}
