//! The state in a redb database.
//!
//! Each change is one transaction. It is on disk before the operation is
//! acknowledged, so a killed process does not lose acknowledged changes.

use std::cell::Cell;
use std::fmt;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::Once;

use redb::{
    Database, ReadableTable, ReadableTableMetadata as _, Table, TableDefinition, WriteTransaction,
};
use runtime::{Bytes, Timestamp};
use serde_json::Value;

use super::event::ServiceEvent;
use super::ids::number_of;
use super::received::{CustomerMessage, RejectedMessage};
use super::record::SentMessage;
use super::state::{Change, Journal, State};
use super::store_error::{Cause, StoreError, VERSION};
use super::stored;

type Json = TableDefinition<'static, &'static str, &'static [u8]>;
type Numbered = TableDefinition<'static, u64, &'static [u8]>;
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
const RECORDS: Json = TableDefinition::new("records");
/// Messages of customers, rejected messages, and events, by their numbers.
const INBOX: Numbered = TableDefinition::new("inbox");
/// The name is that of earlier versions, whose files stay readable.
const REJECTED: Numbered = TableDefinition::new("refused");
const EVENTS: Numbered = TableDefinition::new("events");
const COUNTER: TableDefinition<'static, (), u64> = TableDefinition::new("counter");
const SECRET: TableDefinition<'static, (), &'static [u8]> = TableDefinition::new("secret");

const SCHEMA: TableDefinition<'static, (), u64> = TableDefinition::new("schema");

/// The content of a database: the state, and the secret of its page tokens.
pub(super) type Stored = (State, Vec<u8>);

/// An open database.
pub(super) struct Store {
    file: PathBuf,
    database: Database,
    /// The maximum number of messages and of events.
    limit: u64,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

impl Store {
    /// Opens or creates a database and reads it. A new database is empty.
    ///
    /// It keeps at most this number of messages and events.
    pub(super) fn open(file: &Path, limit: usize) -> Result<(Self, Option<Stored>), StoreError> {
        let open = || {
            if !file.exists() {
                create(file)?;
            }
            let store = Self {
                file: file.to_owned(),
                database: Database::create(file)?,
                limit: u64::try_from(limit.max(1)).unwrap_or(u64::MAX),
            };
            let stored = store.load(limit)?;
            Ok((store, stored))
        };
        guarded(open).map_err(|cause| StoreError {
            file: file.to_owned(),
            cause,
        })
    }

    fn load(&self, limit: usize) -> Result<Option<Stored>, Cause> {
        let transaction = self.database.begin_read()?;
        let secret = match transaction.open_table(SECRET) {
            Ok(table) => table.get(())?.map(|secret| secret.value().to_vec()),
            Err(redb::TableError::TableDoesNotExist(_)) => None,
            Err(error) => return Err(error.into()),
        };
        let Some(secret) = secret else {
            return Ok(None);
        };
        let version = match transaction.open_table(SCHEMA) {
            Ok(table) => table.get(())?.map_or(1, |version| version.value()),
            Err(redb::TableError::TableDoesNotExist(_)) => 1,
            Err(error) => return Err(error.into()),
        };
        if version > VERSION {
            return Err(Cause::Newer(version));
        }
        let mut state = State::new(limit);
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
                failure: None,
                wamid: None,
                statuses: Vec::new(),
            }));
        }
        // The first write to a state of version 1 adds the table.
        if version > 1 {
            for row in transaction.open_table(RECORDS)?.iter()? {
                let (key, json) = row?;
                let json = serde_json::from_slice(json.value())?;
                stored::restore(&mut state, key.value(), &json).ok_or(Cause::Damaged)?;
            }
        }
        state.messages.update(SentMessage::complete);
        // Version 3 added these tables.
        if version > 2 {
            for (table, change) in NUMBERED {
                for row in transaction.open_table(table)?.iter()? {
                    let json = serde_json::from_slice(row?.1.value())?;
                    state.apply(change(&json).ok_or(Cause::Damaged)?);
                }
            }
        }
        state.counter = transaction
            .open_table(COUNTER)?
            .get(())?
            .map_or(0, |counter| counter.value());
        drop(transaction);
        if version < VERSION {
            self.migrate(&state)?;
        }
        Ok(Some((state, secret)))
    }

    /// Rewrites the messages of an earlier version with the keys of this
    /// version: numbers instead of positions.
    fn migrate(&self, state: &State) -> Result<(), Cause> {
        let transaction = self.database.begin_write()?;
        transaction.delete_table(MESSAGES)?;
        let messages = state.messages.iter().cloned().map(Change::Message);
        self.write(&transaction, &messages.collect::<Vec<_>>(), state.counter)?;
        transaction.commit()?;
        Ok(())
    }

    /// Writes the state and the secret to a new database.
    pub(super) fn initialize(&self, state: &State, secret: &[u8]) -> Result<(), StoreError> {
        self.save(&state.resources(), state.counter, Some(secret))
    }

    fn save(
        &self,
        changes: &[Change],
        counter: u64,
        secret: Option<&[u8]>,
    ) -> Result<(), StoreError> {
        guarded(|| self.transact(changes, counter, secret)).map_err(|cause| StoreError {
            file: self.file.clone(),
            cause,
        })
    }

    fn transact(
        &self,
        changes: &[Change],
        counter: u64,
        secret: Option<&[u8]>,
    ) -> Result<(), Cause> {
        let transaction = self.database.begin_write()?;
        if let Some(secret) = secret {
            transaction.open_table(SECRET)?.insert((), secret)?;
        }
        self.write(&transaction, changes, counter)?;
        transaction.commit()?;
        Ok(())
    }

    /// Adds changes to a transaction.
    fn write(
        &self,
        transaction: &WriteTransaction,
        changes: &[Change],
        counter: u64,
    ) -> Result<(), Cause> {
        // After everything is removed, the rest of the state follows.
        let begin = changes
            .iter()
            .rposition(|change| matches!(change, Change::Clear));
        if begin.is_some() {
            clear(transaction)?;
        }
        {
            let mut accounts = transaction.open_table(ACCOUNTS)?;
            let mut waiting = transaction.open_table(WAITING)?;
            let mut signups = transaction.open_table(SIGNUPS)?;
            let mut media = transaction.open_table(MEDIA)?;
            let mut sent = transaction.open_table(MESSAGES)?;
            let mut records = transaction.open_table(RECORDS)?;
            let mut inbox = transaction.open_table(INBOX)?;
            let mut rejected = transaction.open_table(REJECTED)?;
            let mut events = transaction.open_table(EVENTS)?;
            for change in changes.iter().skip(begin.map_or(0, |begin| begin + 1)) {
                if let Some((key, json)) = stored::record(change)? {
                    match json {
                        Some(json) => {
                            drop(records.insert(key.as_str(), json.to_string().as_bytes())?);
                        }
                        None => drop(records.remove(key.as_str())?),
                    }
                }
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
                            number_of(&message.id),
                            (
                                message.id.as_str(),
                                message.phone_number_id.as_str(),
                                message.account_id.as_str(),
                                message.meta_api_version.as_str(),
                                message.at.as_millis(),
                                &message.body[..],
                            ),
                        )?;
                        while sent.len()? > self.limit
                            && let Some((_, oldest)) = sent.pop_first()?
                        {
                            for kind in ["sent", "failure"] {
                                let key = format!("{kind}/{}", oldest.value().0);
                                drop(records.remove(key.as_str())?);
                            }
                        }
                    }
                    Change::Received(message) => {
                        self.put(&mut inbox, message.number, &message.to_json())?;
                    }
                    Change::Rejected(message) => {
                        self.put(&mut rejected, message.number, &message.to_json())?;
                    }
                    Change::Event(event) => {
                        self.put(&mut events, event.number, &event.to_json())?;
                    }
                    // The skipped changes have all of them.
                    Change::Clear => {}
                    // These changes are written as records.
                    Change::Customer(_)
                    | Change::RemoveCustomer(_)
                    | Change::Template(_)
                    | Change::Handle(..)
                    | Change::Flow(_)
                    | Change::RemoveFlow(_)
                    | Change::Permission(_)
                    | Change::RemovePermission(_)
                    | Change::Call(_)
                    | Change::Conversion(_) => {}
                }
            }
            transaction.open_table(COUNTER)?.insert((), counter)?;
            transaction.open_table(SCHEMA)?.insert((), VERSION)?;
        }
        Ok(())
    }

    /// Adds a row, and removes the oldest ones above the limit.
    fn put(
        &self,
        table: &mut Table<'_, u64, &'static [u8]>,
        number: u64,
        json: &Value,
    ) -> Result<(), Cause> {
        table.insert(number, json.to_string().as_bytes())?;
        while table.len()? > self.limit && table.pop_first()?.is_some() {}
        Ok(())
    }
}

type ReadRow = fn(&Value) -> Option<Change>;

/// The tables whose rows have numbers, with the function that reads each.
const NUMBERED: [(Numbered, ReadRow); 3] = [
    (INBOX, |json| {
        CustomerMessage::from_json(json).map(Change::Received)
    }),
    (REJECTED, |json| {
        RejectedMessage::from_json(json).map(Change::Rejected)
    }),
    (EVENTS, |json| {
        ServiceEvent::from_json(json).map(Change::Event)
    }),
];

/// Removes the tables of the state.
fn clear(transaction: &WriteTransaction) -> Result<(), Cause> {
    for table in [ACCOUNTS, WAITING, SIGNUPS, MEDIA, RECORDS] {
        transaction.delete_table(table)?;
    }
    for table in [INBOX, REJECTED, EVENTS] {
        transaction.delete_table(table)?;
    }
    transaction.delete_table(MESSAGES)?;
    Ok(())
}

impl Journal for Store {
    fn write(&self, changes: &[Change], counter: u64) -> Result<(), StoreError> {
        self.save(changes, counter, None)
    }
}

thread_local! {
    /// Whether a panic on this thread is an error of the database code.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs database code, which panics on some files, for example truncated ones.
/// Panics become errors and print nothing.
fn guarded<T>(run: impl FnOnce() -> Result<T, Cause>) -> Result<T, Cause> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                before(info);
            }
        }));
    });
    GUARDED.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    GUARDED.set(false);
    result.unwrap_or(Err(Cause::Damaged))
}

/// Creates an empty database. A killed process leaves either the whole file or
/// none.
fn create(file: &Path) -> Result<(), Cause> {
    if create_unnamed(file)? {
        return Ok(());
    }
    create_beside(file)
}

/// Creates an unnamed database, which the system removes if the process ends,
/// and then links it. Returns `false` if the file system cannot do that.
#[cfg(target_os = "linux")]
fn create_unnamed(file: &Path) -> Result<bool, Cause> {
    use std::os::fd::AsRawFd as _;

    use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, open};

    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    let Ok(unnamed) = open(folder, flags, Mode::from_raw_mode(0o644)) else {
        return Ok(false);
    };
    // The database closes its file; this handle keeps the file in existence.
    let database = std::fs::File::from(unnamed.try_clone()?);
    drop(Database::builder().create_file(database)?);
    let path = format!("/proc/self/fd/{}", unnamed.as_raw_fd());
    match linkat(CWD, path, CWD, file, AtFlags::SYMLINK_FOLLOW) {
        // Another emulator created the file meanwhile.
        Ok(()) | Err(rustix::io::Errno::EXIST) => Ok(true),
        Err(_) => Ok(false),
    }
}

#[cfg(not(target_os = "linux"))]
fn create_unnamed(_: &Path) -> Result<bool, Cause> {
    Ok(false)
}

/// Creates a database under a temporary name and links it.
fn create_beside(file: &Path) -> Result<(), Cause> {
    let mut beside = file.as_os_str().to_owned();
    beside.push(format!(".{}.new", std::process::id()));
    drop(Database::create(&beside)?);
    // A link does not replace a file that another emulator created meanwhile.
    let linked = match std::fs::hard_link(&beside, file) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    };
    std::fs::remove_file(&beside)?;
    Ok(linked?)
}
