//! What survives a restart: the state in a redb database.
//!
//! Each change is one transaction that is on the disk before its operation is
//! acknowledged, so that a process that is killed at any moment loses nothing
//! that it has answered for.

use std::fmt;
use std::path::Path;

use redb::{Database, ReadableTable, TableDefinition};
use runtime::{Bytes, Timestamp};
use serde_json::Value;

use super::record::SentMessage;
use super::state::{Change, State};
use super::stored;

type Json = TableDefinition<'static, &'static str, &'static [u8]>;
type MessageRow = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    i64,
    &'static [u8],
);

const ACCOUNTS: Json = TableDefinition::new("accounts");
const WAITING: Json = TableDefinition::new("waiting-accounts");
const SIGNUPS: Json = TableDefinition::new("signups");
const MEDIA: Json = TableDefinition::new("media");
const MESSAGES: TableDefinition<'static, u64, MessageRow> = TableDefinition::new("messages");
const COUNTER: TableDefinition<'static, (), u64> = TableDefinition::new("counter");
const SECRET: TableDefinition<'static, (), &'static [u8]> = TableDefinition::new("secret");

/// A file that cannot be read or written.
#[derive(Debug)]
pub struct StoreError(Cause);

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the emulator's state cannot be read or written: {}",
            self.0
        )
    }
}

impl std::error::Error for StoreError {}

impl StoreError {
    fn new(cause: impl Into<Cause>) -> Self {
        Self(cause.into())
    }
}

/// Any of the database's many errors.
type Cause = Box<dyn std::error::Error + Send + Sync>;

/// An open database.
pub(super) struct Store(Database);

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

impl Store {
    /// Opens a database, or makes one.
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        Database::create(path).map(Self).map_err(StoreError::new)
    }

    /// What is in the database: the state and the secret of its page tokens,
    /// or `None` when it is new.
    pub(super) fn read(&self) -> Result<Option<(State, Vec<u8>)>, StoreError> {
        self.load().map_err(StoreError)
    }

    fn load(&self) -> Result<Option<(State, Vec<u8>)>, Cause> {
        let transaction = self.0.begin_read()?;
        let secret = match transaction.open_table(SECRET) {
            Ok(table) => table.get(())?.map(|secret| secret.value().to_vec()),
            Err(redb::TableError::TableDoesNotExist(_)) => None,
            Err(error) => return Err(error.into()),
        };
        let Some(secret) = secret else {
            return Ok(None);
        };
        let mut state = State::default();
        for (table, change) in [
            (ACCOUNTS, Change::Account as fn(_) -> _),
            (WAITING, Change::Waiting),
        ] {
            for row in transaction.open_table(table)?.iter()? {
                let value: Value = serde_json::from_slice(row?.1.value())?;
                state.apply(change(stored::account(&value)?));
            }
        }
        for row in transaction.open_table(SIGNUPS)?.iter()? {
            state.apply(Change::Signup(row?.0.value().to_owned()));
        }
        for row in transaction.open_table(MEDIA)?.iter()? {
            let value: Value = serde_json::from_slice(row?.1.value())?;
            state.apply(Change::Media(stored::media(&value)?));
        }
        for row in transaction.open_table(MESSAGES)?.iter()? {
            let row = row?.1;
            let (id, number, account, version, at, body) = row.value();
            state.apply(Change::Message(SentMessage {
                id: id.to_owned(),
                phone_number_id: number.to_owned(),
                account_id: account.to_owned(),
                meta_api_version: version.to_owned(),
                body: Bytes::copy_from_slice(body),
                at: Timestamp::from_millis(at),
            }));
        }
        state.counter = transaction
            .open_table(COUNTER)?
            .get(())?
            .map_or(0, |counter| counter.value());
        Ok(Some((state, secret)))
    }

    /// Writes a new database: everything in the state, and the secret.
    pub(super) fn initialize(&self, state: &State, secret: &[u8]) -> Result<(), StoreError> {
        let mut changes: Vec<Change> = Vec::new();
        changes.extend(state.accounts.values().cloned().map(Change::Account));
        changes.extend(state.waiting.values().cloned().map(Change::Waiting));
        self.save(&changes, state.counter, 0, Some(secret))
            .map_err(StoreError)
    }

    /// Writes changes and waits until they are on the disk. `messages` is how
    /// many messages there have been before.
    pub(super) fn write(
        &self,
        changes: &[Change],
        counter: u64,
        messages: usize,
    ) -> Result<(), StoreError> {
        self.save(changes, counter, messages, None)
            .map_err(StoreError)
    }

    fn save(
        &self,
        changes: &[Change],
        counter: u64,
        messages: usize,
        secret: Option<&[u8]>,
    ) -> Result<(), Cause> {
        let transaction = self.0.begin_write()?;
        {
            let mut accounts = transaction.open_table(ACCOUNTS)?;
            let mut waiting = transaction.open_table(WAITING)?;
            let mut signups = transaction.open_table(SIGNUPS)?;
            let mut media = transaction.open_table(MEDIA)?;
            let mut sent = transaction.open_table(MESSAGES)?;
            let mut row = u64::try_from(messages)?;
            for change in changes {
                match change {
                    Change::Account(account) => {
                        let json = stored::account_json(account)?.to_string();
                        accounts.insert(account.id.as_str(), json.as_bytes())?;
                    }
                    Change::RemoveAccount(id) => drop(accounts.remove(id.as_str())?),
                    Change::Waiting(account) => {
                        let json = stored::account_json(account)?.to_string();
                        waiting.insert(account.id.as_str(), json.as_bytes())?;
                    }
                    Change::RemoveWaiting(id) => drop(waiting.remove(id.as_str())?),
                    Change::Signup(token) => drop(signups.insert(token.as_str(), &[][..])?),
                    Change::RemoveSignup(token) => drop(signups.remove(token.as_str())?),
                    Change::Media(file) => {
                        let json = stored::media_json(file).to_string();
                        media.insert(file.id.as_str(), json.as_bytes())?;
                    }
                    Change::Message(message) => {
                        sent.insert(
                            row,
                            (
                                message.id.as_str(),
                                message.phone_number_id.as_str(),
                                message.account_id.as_str(),
                                message.meta_api_version.as_str(),
                                message.at.as_millis(),
                                &message.body[..],
                            ),
                        )?;
                        row += 1;
                    }
                }
            }
            transaction.open_table(COUNTER)?.insert((), counter)?;
            if let Some(secret) = secret {
                transaction.open_table(SECRET)?.insert((), secret)?;
            }
        }
        transaction.commit()?;
        Ok(())
    }
}
