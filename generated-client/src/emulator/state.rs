//! The state of an emulator and its changes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use super::account::{Account, PhoneNumber};
use super::call::{Call, CallPermission, ConversionEvent};
use super::customer_record::CustomerRecord;
use super::delivery::destination::Destination;
use super::delivery::sns::topic;
use super::event::{DeliveryState, EventDelivery, ServiceEvent};
use super::feed::{Feed, Notice};
use super::flow::Flow;
use super::ids::number_of;
use super::known_customers::KnownCustomers;
use super::policy::{Rules, StatusPolicy};
use super::received::{CustomerMessage, RejectedMessage};
use super::record::{MediaFile, SentMessage};
use super::ring::Ring;
use super::store_error::StoreError;
use super::template::Template;
use super::typing::TypingIndicators;

/// The default maximum number of messages, events and customers.
pub(super) const LIMIT: usize = 10_000;

/// The state of an emulator.
#[derive(Debug)]
pub(super) struct State {
    /// The linked accounts by identifier.
    pub(super) accounts: BTreeMap<String, Account>,
    /// The accounts for the next sign-up, by identifier.
    pub(super) waiting: BTreeMap<String, Account>,
    /// The tokens of pending sign-ups.
    pub(super) signups: BTreeMap<String, ()>,
    /// The media files by identifier, including deleted ones.
    pub(super) media: BTreeMap<String, MediaFile>,
    pub(super) messages: Ring<SentMessage>,
    /// The messages of customers.
    pub(super) inbox: Ring<CustomerMessage>,
    pub(super) rejected: Ring<RejectedMessage>,
    pub(super) events: Ring<ServiceEvent>,
    /// The customers by phone number or user id.
    pub(super) customers: KnownCustomers,
    /// The templates by identifier, including deleted ones.
    pub(super) templates: BTreeMap<String, Template>,
    /// The account of each handle of a template's media file.
    pub(super) handles: BTreeMap<String, String>,
    /// The Flows by identifier.
    pub(super) flows: BTreeMap<String, Flow>,
    /// The permissions to call, by phone number and person.
    pub(super) permissions: BTreeMap<String, CallPermission>,
    /// The calls by identifier.
    pub(super) calls: BTreeMap<String, Call>,
    /// The conversion events in the order of arrival.
    pub(super) conversions: Vec<ConversionEvent>,
    /// The last number used in an identifier.
    pub(super) counter: u64,
    /// The number of the last event.
    pub(super) last_event: u64,
    /// The time in milliseconds and the number of each message whose next status
    /// follows by the clock.
    pub(super) pending: BTreeSet<(i64, u64)>,
    /// The typing indicators. They are not kept across restarts.
    pub(super) typing: TypingIndicators,
    /// The rules for accepted messages.
    pub(super) rules: Rules,
    /// The maximum number of messages, events, customers, calls and conversion
    /// events, each.
    pub(super) limit: usize,
    /// The destinations of events.
    pub(super) destinations: Vec<Destination>,
    /// The notices of changes.
    pub(super) feed: Feed,
    /// The journal, if the state is kept across restarts.
    pub(super) journal: Option<Box<dyn Journal>>,
}

/// A persistent record of changes.
pub(super) trait Journal: fmt::Debug + Send {
    /// Writes changes to disk. `counter` is the last number that was used.
    fn write(&self, changes: &[Change], counter: u64) -> Result<(), StoreError>;
}

/// One change. Operations commit a list of changes atomically.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// Removes everything.
    Clear,
    Account(Account),
    RemoveAccount(String),
    Waiting(Account),
    RemoveWaiting(String),
    Signup(String),
    RemoveSignup(String),
    Media(MediaFile),
    /// A new message, or a new status of a message.
    Message(SentMessage),
    /// A new or read message of a customer.
    Received(CustomerMessage),
    Rejected(RejectedMessage),
    Event(ServiceEvent),
    Customer(CustomerRecord),
    RemoveCustomer(String),
    Template(Template),
    Handle(String, String),
    Flow(Flow),
    RemoveFlow(String),
    Permission(CallPermission),
    RemovePermission(String),
    Call(Call),
    Conversion(ConversionEvent),
}

/// The time from one status to the next by the clock, in milliseconds.
const STEP: i64 = 1000;

impl State {
    /// Creates an empty state that keeps this number of messages and events.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            accounts: BTreeMap::new(),
            waiting: BTreeMap::new(),
            signups: BTreeMap::new(),
            media: BTreeMap::new(),
            messages: Ring::new(limit),
            inbox: Ring::new(limit),
            rejected: Ring::new(limit),
            events: Ring::new(limit),
            customers: KnownCustomers::default(),
            templates: BTreeMap::new(),
            handles: BTreeMap::new(),
            flows: BTreeMap::new(),
            permissions: BTreeMap::new(),
            calls: BTreeMap::new(),
            conversions: Vec::new(),
            counter: 0,
            last_event: 0,
            pending: BTreeSet::new(),
            typing: TypingIndicators::default(),
            rules: Rules::default(),
            limit: limit.max(1),
            destinations: Vec::new(),
            feed: Feed::default(),
            journal: None,
        }
    }

    /// Returns an unused number for an identifier.
    pub(super) fn next(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    /// Returns the number of a new event.
    pub(super) fn next_event(&mut self) -> u64 {
        self.last_event += 1;
        self.last_event
    }

    /// Writes changes to the journal, then applies and publishes them. If the write
    /// fails, nothing changes.
    pub(super) fn commit(&mut self, changes: Vec<Change>) -> Result<(), StoreError> {
        if let Some(journal) = &self.journal {
            journal.write(&changes, self.counter)?;
        }
        let notices: Vec<Notice> = changes.iter().filter_map(notice).collect();
        for change in changes {
            self.apply(change);
        }
        for notice in notices {
            self.feed.publish(notice);
        }
        Ok(())
    }

    pub(super) fn apply(&mut self, change: Change) {
        match change {
            Change::Clear => self.clear(),
            Change::Account(account) => {
                self.accounts.insert(account.id.clone(), account);
            }
            Change::RemoveAccount(id) => {
                self.accounts.remove(&id);
            }
            Change::Waiting(account) => {
                self.waiting.insert(account.id.clone(), account);
            }
            Change::RemoveWaiting(id) => {
                self.waiting.remove(&id);
            }
            Change::Signup(token) => {
                self.signups.insert(token, ());
            }
            Change::RemoveSignup(token) => {
                self.signups.remove(&token);
            }
            Change::Media(file) => {
                self.media.insert(file.id.clone(), file);
            }
            Change::Message(message) => {
                self.schedule(&message);
                self.messages.put(message);
            }
            Change::Received(message) => self.inbox.put(message),
            Change::Rejected(message) => self.rejected.put(message),
            Change::Event(event) => {
                self.last_event = self.last_event.max(event.number);
                let deliveries = self.deliveries(&event);
                self.events.put(ServiceEvent {
                    deliveries,
                    ..event
                });
            }
            Change::Customer(customer) => self.customers.put(customer),
            Change::RemoveCustomer(phone) => self.customers.remove(&phone),
            Change::Template(template) => {
                self.templates.insert(template.id.clone(), template);
            }
            Change::Handle(handle, account) => {
                self.handles.insert(handle, account);
            }
            Change::Flow(flow) => {
                self.flows.insert(flow.id.clone(), flow);
            }
            Change::RemoveFlow(id) => {
                self.flows.remove(&id);
            }
            Change::Permission(permission) => {
                self.permissions.insert(permission.key(), permission);
            }
            Change::RemovePermission(key) => {
                self.permissions.remove(&key);
            }
            Change::Call(call) => {
                self.calls.insert(call.id.clone(), call);
                // The identifiers are in the order of the calls.
                while self.calls.len() > self.limit && self.calls.pop_first().is_some() {}
            }
            Change::Conversion(event) => {
                self.conversions.push(event);
                if self.conversions.len() > self.limit {
                    self.conversions.remove(0);
                }
            }
        }
    }

    /// Removes everything but the counters, the rules and the journal.
    fn clear(&mut self) {
        let new = Self::new(self.limit);
        let before = std::mem::replace(self, new);
        self.counter = before.counter;
        self.last_event = before.last_event;
        self.rules = before.rules;
        self.destinations = before.destinations;
        self.feed = before.feed;
        self.journal = before.journal;
    }

    /// Sets when messages get the statuses after `accepted`.
    pub(super) fn set_policy(&mut self, policy: StatusPolicy) {
        self.rules.statuses = policy;
        self.pending.clear();
        let open: Vec<(i64, u64)> = self.messages.iter().filter_map(due).collect();
        if policy == StatusPolicy::Clock {
            self.pending.extend(open);
        }
    }

    /// Returns the deliveries of a new event.
    fn deliveries(&self, event: &ServiceEvent) -> Vec<EventDelivery> {
        let topic = topic(self.accounts.get(&event.account_id));
        let destinations = self.destinations.iter().enumerate();
        let chosen = destinations.filter(|(_, it)| it.accepts(event, topic));
        let planned = chosen.map(|(index, destination)| EventDelivery {
            index,
            destination: destination.label(),
            topic: topic.to_owned(),
            attempts: 0,
            state: DeliveryState::Pending,
            error: None,
        });
        planned.collect()
    }

    /// Records when the next status of a message follows.
    fn schedule(&mut self, message: &SentMessage) {
        if self.rules.statuses != StatusPolicy::Clock {
            return;
        }
        if let Some(earlier) = self.messages.get(number_of(&message.id)).and_then(due) {
            self.pending.remove(&earlier);
        }
        self.pending.extend(due(message));
    }

    /// Returns the changes that create the state, except messages, events,
    /// calls and conversion events.
    pub(super) fn resources(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        changes.extend(self.accounts.values().cloned().map(Change::Account));
        changes.extend(self.waiting.values().cloned().map(Change::Waiting));
        changes.extend(self.customers.values().cloned().map(Change::Customer));
        changes.extend(self.templates.values().cloned().map(Change::Template));
        changes.extend(self.flows.values().cloned().map(Change::Flow));
        changes.extend(self.permissions.values().cloned().map(Change::Permission));
        changes.extend(self.media.values().cloned().map(Change::Media));
        let handles = self.handles.iter();
        changes.extend(handles.map(|(handle, id)| Change::Handle(handle.clone(), id.clone())));
        changes
    }

    /// Returns the linked account with this identifier or ARN.
    pub(super) fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.values().find(|account| account.is(id))
    }

    /// Returns the template of a message in JSON.
    pub(super) fn template_of(&self, account_id: &str, message: &Value) -> Option<&Template> {
        let name = message["template"]["name"].as_str()?;
        let language = message["template"]["language"]["code"].as_str()?;
        let mut templates = self.templates.values();
        templates.find(|template| {
            template.account_id == account_id
                && template.name == name
                && template.language == language
        })
    }

    /// Returns the phone number with this identifier or ARN, and its account.
    pub(super) fn phone_number(&self, id: &str) -> Option<(&Account, &PhoneNumber)> {
        self.accounts.values().find_map(|account| {
            let mut numbers = account.phone_numbers.iter();
            numbers
                .find(|number| number.is(id))
                .map(|number| (account, number))
        })
    }
}

/// Returns the time of the next status of a message by the clock, and the number of
/// the message; `None` if no status follows.
fn due(message: &SentMessage) -> Option<(i64, u64)> {
    let last = message.statuses.last().filter(|last| last.is_open())?;
    let at = last.at.as_millis().saturating_add(STEP);
    Some((at, number_of(&message.id)))
}

/// Returns the notice of a change; `None` if no stream shows the changed part.
fn notice(change: &Change) -> Option<Notice> {
    Some(match change {
        Change::Clear => Notice::Reset,
        Change::Message(message) => Notice::Sent(number_of(&message.id)),
        Change::Received(message) => Notice::Received(message.number),
        Change::Rejected(message) => Notice::Rejected(message.number),
        Change::Event(event) => Notice::Event(event.number),
        Change::Customer(customer) => Notice::Customer(customer.phone.clone()),
        Change::Template(template) => Notice::Template(template.id.clone()),
        Change::Call(call) => Notice::Call(call.id.clone()),
        _ => return None,
    })
}
