//! The journal of a campaign: a record of each message before and after it is sent.
//!
//! A record is on the disk before [`Journal::write`] returns. All waiting
//! records are written in one transaction, so that many messages share one
//! flush to disk.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{BuildHasher as _, RandomState};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redb::{Database, ReadableTable as _, TableDefinition};
use socialmessaging::BoxFuture;
use tokio::sync::oneshot;
use tokio::sync::oneshot::error::TryRecvError;

/// The records, by the key of the row.
const RECORDS: TableDefinition<'_, &str, &str> = TableDefinition::new("records");

/// The campaign to which the journal belongs.
const CAMPAIGN: TableDefinition<'_, &str, &str> = TableDefinition::new("campaign");

/// The last known state of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// It is about to be sent. After a crash, it is unknown whether it was
    /// sent.
    Intent,
    /// AWS accepted it. The text is its id.
    Sent(String),
    /// It was certainly not sent, and can be sent again. The text is the reason.
    NotSent(String),
    /// The request failed in a way that does not show whether it was sent.
    MaybeSent(String),
    /// It was not sent, and would fail again.
    Failed(String),
}

/// A state, and the number of times that the message was or may have been sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) attempt: u32,
    pub(crate) state: State,
}

impl Record {
    pub(crate) fn new(attempt: u32, state: State) -> Self {
        Self { attempt, state }
    }

    fn encode(&self) -> String {
        let (name, text) = match &self.state {
            State::Intent => ("intent", ""),
            State::Sent(id) => ("sent", id.as_str()),
            State::NotSent(reason) => ("not-sent", reason.as_str()),
            State::MaybeSent(reason) => ("maybe-sent", reason.as_str()),
            State::Failed(reason) => ("failed", reason.as_str()),
        };
        format!("{name}\t{}\t{text}", self.attempt)
    }

    fn decode(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '\t');
        let (name, attempt) = (parts.next()?, parts.next()?.parse().ok()?);
        let text = parts.next()?.to_owned();
        let state = match name {
            "intent" => State::Intent,
            "sent" => State::Sent(text),
            "not-sent" => State::NotSent(text),
            "maybe-sent" => State::MaybeSent(text),
            "failed" => State::Failed(text),
            _ => return None,
        };
        Some(Self { attempt, state })
    }
}

/// A failure to open, read or write a journal.
#[derive(Clone, Debug)]
pub(crate) enum JournalError {
    /// The file cannot be used.
    File(String),
    /// The file belongs to another campaign.
    OtherCampaign(String),
    /// An earlier record could not be written.
    Stopped,
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => write!(f, "cannot use the journal: {error}"),
            Self::OtherCampaign(campaign) => write!(
                f,
                "the journal belongs to another campaign ({campaign}): use one journal for each"
            ),
            Self::Stopped => f.write_str("an earlier record could not be written"),
        }
    }
}

impl std::error::Error for JournalError {}

impl<E: Into<redb::Error>> From<E> for JournalError {
    fn from(error: E) -> Self {
        Self::File(error.into().to_string())
    }
}

/// A record to write.
struct Command {
    key: String,
    record: Record,
    written: oneshot::Sender<Result<(), JournalError>>,
}

/// An open journal. No other process can open it.
pub(crate) struct Journal {
    /// The random id of the campaign.
    id: String,
    file: Arc<Mutex<File>>,
    waiting: Mutex<Vec<Command>>,
    /// Held by the caller that writes for all waiting callers.
    writing: tokio::sync::Mutex<()>,
}

struct File {
    /// `None` after an error, and when the journal is closed.
    database: Option<Database>,
    /// The number of records until a simulated crash.
    left: u64,
}

/// Resolves when a record is written.
pub(crate) type Written = BoxFuture<'static, Result<(), JournalError>>;

/// The records of a journal, by the key of the row.
pub(crate) type Records = BTreeMap<String, Record>;

impl Journal {
    /// Opens or creates the journal of a campaign, and returns its records.
    pub(crate) fn open(path: &Path, campaign: &str) -> Result<(Arc<Self>, Records), JournalError> {
        Self::open_until(path, campaign, u64::MAX)
    }

    /// Opens a journal that stops after this number of records, as if the process had
    /// crashed.
    pub(crate) fn open_until(
        path: &Path,
        campaign: &str,
        left: u64,
    ) -> Result<(Arc<Self>, Records), JournalError> {
        let database = Database::create(path)?;
        let (id, records) = prepare(&database, campaign)?;
        let file = File {
            database: Some(database),
            left,
        };
        let journal = Self {
            id,
            file: Arc::new(Mutex::new(file)),
            waiting: Mutex::default(),
            writing: tokio::sync::Mutex::default(),
        };
        Ok((Arc::new(journal), records))
    }

    /// Returns the random id of the campaign, which is the same in each run.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Writes the record of a row. It is on the disk when the future is ready;
    /// records are written in the order of calls, regardless of which future is
    /// polled first.
    pub(crate) fn write(self: &Arc<Self>, key: &str, record: Record) -> Written {
        let (written, mut wait) = oneshot::channel();
        lock(&self.waiting).push(Command {
            key: key.to_owned(),
            record,
            written,
        });
        let journal = Arc::clone(self);
        Box::pin(async move {
            // While one caller writes, the records of the others accumulate for
            // the next write.
            let turn = journal.writing.lock().await;
            match wait.try_recv() {
                Ok(result) => return result,
                Err(TryRecvError::Closed) => return Err(JournalError::Stopped),
                Err(TryRecvError::Empty) => {}
            }
            let batch = std::mem::take(&mut *lock(&journal.waiting));
            let file = Arc::clone(&journal.file);
            let done = tokio::task::spawn_blocking(move || lock(&file).write(batch)).await;
            drop(turn);
            done.map_err(|_| JournalError::Stopped)?;
            wait.await.map_err(|_| JournalError::Stopped)?
        })
    }
}

impl Drop for Journal {
    /// Closes the file after the current transaction.
    fn drop(&mut self) {
        lock(&self.file).database = None;
    }
}

impl File {
    /// Writes records in one transaction, and notifies their callers.
    fn write(&mut self, mut batch: Vec<Command>) {
        batch.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
        self.left -= batch.len() as u64;
        let result = match &self.database {
            Some(database) => write_batch(database, &batch),
            None => Err(JournalError::Stopped),
        };
        if result.is_err() {
            self.database = None;
        }
        for command in batch {
            // The record counts even if the future was dropped.
            command.written.send(result.clone()).ok();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Creates the tables of a new journal and reads the id of the campaign and the records.
fn prepare(database: &Database, campaign: &str) -> Result<(String, Records), JournalError> {
    let transaction = database.begin_write()?;
    let mut records = BTreeMap::new();
    let id;
    {
        let mut table = transaction.open_table(CAMPAIGN)?;
        let known = table.get("name")?.map(|name| name.value().to_owned());
        match known {
            Some(known) if known != campaign => return Err(JournalError::OtherCampaign(known)),
            Some(_) => {}
            None => drop(table.insert("name", campaign)?),
        }
        let known = table.get("id")?.map(|id| id.value().to_owned());
        id = known.unwrap_or_else(random_id);
        table.insert("id", id.as_str())?;
        let table = transaction.open_table(RECORDS)?;
        for entry in table.iter()? {
            let (key, text) = entry?;
            let record = Record::decode(text.value())
                .ok_or_else(|| JournalError::File(format!("unknown record {:?}", text.value())))?;
            records.insert(key.value().to_owned(), record);
        }
    }
    transaction.commit()?;
    Ok((id, records))
}

/// Returns 64 random bits: each hasher of the standard library has random keys.
fn random_id() -> String {
    format!("{:016x}", RandomState::new().hash_one(()))
}

fn write_batch(database: &Database, batch: &[Command]) -> Result<(), JournalError> {
    let transaction = database.begin_write()?;
    {
        let mut table = transaction.open_table(RECORDS)?;
        for command in batch {
            table.insert(command.key.as_str(), command.record.encode().as_str())?;
        }
    }
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    fn records() -> Vec<Record> {
        vec![
            Record::new(1, State::Intent),
            Record::new(2, State::Sent("7f0c".to_owned())),
            Record::new(3, State::NotSent("131056: too many".to_owned())),
            Record::new(4, State::MaybeSent("timeout\tafter 5 s".to_owned())),
            Record::new(5, State::Failed(String::new())),
        ]
    }

    #[tokio::test]
    async fn returns_the_last_record_of_each_row_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("journal");
        let (journal, known) = Journal::open(&file, "one").unwrap();
        assert_eq!(known, BTreeMap::new());
        for (index, record) in records().into_iter().enumerate() {
            let key = format!("row {index}");
            let intent = Record::new(1, State::Intent);
            journal.write(&key, intent).await.unwrap();
            journal.write(&key, record).await.unwrap();
        }
        drop(journal);
        let (_, known) = Journal::open(&file, "one").unwrap();
        let values: Vec<Record> = known.into_values().collect();
        assert_eq!(values, records());
    }

    #[tokio::test]
    async fn keeps_the_random_id_of_the_campaign() {
        let folder = tempfile::tempdir().unwrap();
        let id = |file: &str| {
            let (journal, _) = Journal::open(&folder.path().join(file), "same name").unwrap();
            journal.id().to_owned()
        };
        assert_eq!(id("one"), id("one"));
        assert_ne!(id("one"), id("two"));
    }

    #[tokio::test]
    async fn rejects_journals_of_another_campaign_or_process() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("journal");
        let (journal, _) = Journal::open(&file, "one").unwrap();
        let error = Journal::open(&file, "one").err().unwrap().to_string();
        assert!(error.starts_with("cannot use the journal: "), "{error}");
        drop(journal);
        let error = Journal::open(&file, "two").err().unwrap().to_string();
        assert!(error.contains("another campaign (one)"), "{error}");
    }

    #[tokio::test]
    async fn a_crash_loses_only_unconfirmed_records() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("journal");
        let (journal, _) = Journal::open_until(&file, "one", 3).unwrap();
        let mut confirmed = 0;
        for index in 0..5 {
            let record = Record::new(1, State::Intent);
            confirmed += usize::from(journal.write(&format!("{index}"), record).await.is_ok());
        }
        drop(journal);
        assert_eq!(confirmed, 3);
        let (_, known) = Journal::open(&file, "one").unwrap();
        assert_eq!(known.len(), 3);
    }
}
