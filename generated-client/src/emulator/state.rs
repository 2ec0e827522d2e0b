//! The state of an emulator and its changes.

use std::collections::BTreeMap;

use super::account::{Account, PhoneNumber};
use super::record::{MediaFile, SentMessage};
use super::store::{Store, StoreError};

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
    /// The last number used in an identifier.
    pub(super) counter: u64,
    /// The store, if the state is kept across restarts.
    pub(super) store: Option<Store>,
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
}

impl State {
    /// Returns an unused number for an identifier.
    pub(super) fn next(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    /// Writes changes to the store, then applies them. If the write fails, nothing
    /// changes.
    pub(super) fn commit(&mut self, changes: Vec<Change>) -> Result<(), StoreError> {
        if let Some(store) = &self.store {
            store.write(&changes, self.counter, self.messages.len())?;
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
