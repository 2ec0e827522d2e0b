//! The state of an emulator and its changes.

use std::collections::BTreeMap;
use std::fmt;

use super::account::{Account, PhoneNumber};
use super::call::{Call, CallPermission, ConversionEvent};
use super::flow::Flow;
use super::record::{MediaFile, SentMessage};
use super::store_error::StoreError;
use super::template::Template;

/// The state of an emulator.
#[derive(Debug, Default)]
pub(super) struct State {
    /// The linked accounts by identifier.
    pub(super) accounts: BTreeMap<String, Account>,
    /// The accounts for the next sign-up, by identifier.
    pub(super) waiting: BTreeMap<String, Account>,
    /// The tokens of pending sign-ups.
    pub(super) signups: BTreeMap<String, ()>,
    /// The media files by identifier, including deleted ones.
    pub(super) media: BTreeMap<String, MediaFile>,
    /// The messages in the order of arrival.
    pub(super) messages: Vec<SentMessage>,
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
    /// The journal, if the state is kept across restarts.
    pub(super) journal: Option<Box<dyn Journal>>,
}

/// A record of changes that outlives the process.
pub(super) trait Journal: fmt::Debug + Send {
    /// Writes changes to disk. `counter` is the last number that was used, and
    /// `messages` the number of earlier messages.
    fn write(&self, changes: &[Change], counter: u64, messages: usize) -> Result<(), StoreError>;
}

/// One change. Operations commit a list of changes atomically.
#[derive(Debug, Clone)]
pub(super) enum Change {
    Account(Account),
    RemoveAccount(String),
    Waiting(Account),
    RemoveWaiting(String),
    Signup(String),
    RemoveSignup(String),
    Media(MediaFile),
    Message(SentMessage),
    Template(Template),
    Handle(String, String),
    Flow(Flow),
    RemoveFlow(String),
    Permission(CallPermission),
    RemovePermission(String),
    Call(Call),
    Conversion(ConversionEvent),
}

impl State {
    /// Returns an unused number for an identifier.
    pub(super) fn next(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    /// Writes changes to the journal, then applies them. If the write fails, nothing
    /// changes.
    pub(super) fn commit(&mut self, changes: Vec<Change>) -> Result<(), StoreError> {
        if let Some(journal) = &self.journal {
            journal.write(&changes, self.counter, self.messages.len())?;
        }
        for change in changes {
            self.apply(change);
        }
        Ok(())
    }

    pub(super) fn apply(&mut self, change: Change) {
        match change {
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
            Change::Message(message) => self.messages.push(message),
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
            }
            Change::Conversion(event) => self.conversions.push(event),
        }
    }

    /// Returns the linked account with this identifier or ARN.
    pub(super) fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.values().find(|account| account.is(id))
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
