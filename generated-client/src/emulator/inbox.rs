//! The events, customers and received messages of an emulator, for tests.

use std::fmt;

use runtime::Document;

use super::customer_record::CustomerRecord;
use super::event::{EventKind, ServiceEvent};
use super::handle::Emulator;
use super::progress::time_to_next_status;
use super::received::{CustomerMessage, RejectedMessage};
use super::state::Change;
use super::store_error::StoreError;
use super::watch::Watch;
use crate::events::parse;
use crate::whatsapp::WebhookEntry;

impl Emulator {
    /// Returns the events so far, in order.
    #[must_use]
    pub fn events(&self) -> Vec<ServiceEvent> {
        self.refresh();
        self.state().events.iter().cloned().collect()
    }

    /// Returns the stream of the events after this moment.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use socialmessaging::emulator::{Emulator, EventKind};
    ///
    /// let emulator = Emulator::new();
    /// let mut events = emulator.event_stream();
    /// emulator.customer("+14255550123").says("Hello")?;
    /// assert_eq!(events.next().await.kind, EventKind::Message);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn event_stream(&self) -> EventStream {
        self.refresh();
        let last = self.state().last_event;
        EventStream {
            watch: Watch::new(self),
            emulator: self.clone(),
            last,
        }
    }

    /// Delivers an event with this entry of Meta's webhook, which may have any
    /// format. The account is the one with the id of the entry, or else the
    /// first. Returns the number of the event; `None` without an account.
    ///
    /// ```
    /// use socialmessaging::emulator::Emulator;
    /// use socialmessaging::events::Event;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::new();
    /// let entry = serde_json::from_str(r#"{"changes": [{"field": "account_review_update",
    ///     "value": {"decision": "APPROVED"}}]}"#)?;
    /// emulator.deliver(entry)?;
    /// let events = emulator.events()[0].parse()?;
    /// assert!(matches!(&events[..], [Event::Account(_)]));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The state file cannot be written.
    pub fn deliver(&self, mut entry: WebhookEntry) -> Result<Option<u64>, StoreError> {
        let at = self.clock().timestamp();
        let mut state = self.state();
        let accounts = state.accounts.values();
        let named = accounts
            .clone()
            .find(|account| entry.id() == Some(&account.meta_id));
        let Some(account) = named.or(state.accounts.values().next()) else {
            return Ok(None);
        };
        entry.id.get_or_insert_with(|| account.meta_id.clone());
        let meta_id = phone_number_id(&entry);
        let mut numbers = account.phone_numbers.iter();
        let number = numbers.find(|number| Some(number.meta_id.as_str()) == meta_id);
        let (account_id, number_id) = (account.id.clone(), number.map(|number| number.id.clone()));
        let kind = kind(&entry);
        let event = state.entry_event(&account_id, number_id.as_deref(), kind, entry, at);
        state.commit(event.into_iter().collect())?;
        Ok(Some(state.last_event))
    }

    /// Adds a copy of an event, because AWS and Meta sometimes deliver one
    /// twice. Returns the number of the copy; `None` if the event is unknown.
    ///
    /// # Errors
    /// The state file cannot be written.
    pub fn redeliver(&self, number: u64) -> Result<Option<u64>, StoreError> {
        let mut state = self.state();
        let Some(mut event) = state.events.get(number).cloned() else {
            return Ok(None);
        };
        event.number = state.next_event();
        event.deliveries.clear();
        let number = event.number;
        state.commit(vec![Change::Event(event)])?;
        Ok(Some(number))
    }

    /// Returns the customers to whom a message was sent or who wrote, by phone number.
    #[must_use]
    pub fn customers(&self) -> Vec<CustomerRecord> {
        self.state().customers.values().cloned().collect()
    }

    /// Returns the messages of customers, in the order of arrival.
    #[must_use]
    pub fn customer_messages(&self) -> Vec<CustomerMessage> {
        self.state().inbox.iter().cloned().collect()
    }

    /// Returns the rejected calls of `SendWhatsAppMessage`, in the order of
    /// arrival. They do not include messages that this crate's client rejects,
    /// because those are not sent.
    #[must_use]
    pub fn rejected_messages(&self) -> Vec<RejectedMessage> {
        self.state().rejected.iter().cloned().collect()
    }
}

/// Returns Meta's id of the phone number of an entry.
fn phone_number_id(entry: &WebhookEntry) -> Option<&str> {
    let mut values = entry.changes().iter().filter_map(|change| change.value());
    values.find_map(|value| value.get("metadata")?.get("phone_number_id")?.as_str())
}

/// Returns the kind of an entry: that of its first event.
fn kind(entry: &WebhookEntry) -> EventKind {
    let text = Document::from_serialize(entry).map(|document| document.to_string());
    let events = text.ok().and_then(|text| parse(text.as_bytes()).ok());
    let first = events.as_ref().and_then(|events| events.first());
    first.map_or(EventKind::Other, EventKind::from_event)
}

/// A stream of the events of an emulator.
pub struct EventStream {
    emulator: Emulator,
    watch: Watch,
    last: u64,
}

impl EventStream {
    /// Waits for the next event and returns it. If more events were created in
    /// the meantime than the emulator keeps, the oldest are skipped.
    pub async fn next(&mut self) -> ServiceEvent {
        loop {
            self.emulator.refresh();
            let next = self
                .emulator
                .state()
                .events
                .after(self.last)
                .next()
                .cloned();
            if let Some(event) = next {
                self.last = event.number;
                return event;
            }
            let time = time_to_next_status(&self.emulator);
            self.watch.wait(time).await;
        }
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("last", &self.last)
            .finish_non_exhaustive()
    }
}
