//! Errors of state files.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// The version of the tables. A state without a version is version 1, which had
/// no records. Version 3 added customers, events and statuses.
pub(super) const VERSION: u64 = 3;

/// A failure to read or write a state file.
#[derive(Debug)]
pub struct StoreError {
    pub(super) file: PathBuf,
    pub(super) cause: Cause,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cannot read or write the state file {}: {}",
            self.file.display(),
            self.cause
        )?;
        match self.cause.advice() {
            Some(advice) => write!(f, "; {advice}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for StoreError {}

impl StoreError {
    /// Returns the error of the database, the file or its content, which the text of this
    /// error contains.
    #[must_use]
    pub fn cause(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.cause {
            Cause::Database(error) => Some(&**error),
            Cause::File(error) => Some(error),
            Cause::Content(error) => Some(error),
            Cause::Damaged | Cause::Newer(_) => None,
        }
    }
}

#[derive(Debug)]
pub(super) enum Cause {
    Database(Box<redb::Error>),
    File(io::Error),
    Content(serde_json::Error),
    /// The database code panicked, or a record is invalid.
    Damaged,
    /// A later version of the emulator wrote the state.
    Newer(u64),
}

impl Cause {
    /// Returns how to fix the problem.
    fn advice(&self) -> Option<&'static str> {
        use io::ErrorKind;
        const ANOTHER: &str = "the file is damaged or not a state file; choose another file, or \
                               remove it to start with a new state";
        let file = match self {
            Self::Database(error) => match &**error {
                redb::Error::DatabaseAlreadyOpen => {
                    return Some(
                        "another emulator has the file open; stop it, or choose another file",
                    );
                }
                redb::Error::PreviousIo => return Some("restart the emulator"),
                redb::Error::Io(error) => error,
                _ => return Some(ANOTHER),
            },
            Self::File(error) => error,
            Self::Content(_) | Self::Damaged => return Some(ANOTHER),
            Self::Newer(_) => {
                return Some("use the emulator that wrote it, or choose another file");
            }
        };
        match file.kind() {
            ErrorKind::InvalidData | ErrorKind::UnexpectedEof => Some(ANOTHER),
            ErrorKind::NotFound => Some("create the directory first"),
            ErrorKind::PermissionDenied => Some("choose a file that you may read and write"),
            _ => None,
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => error.fmt(f),
            Self::File(error) => error.fmt(f),
            Self::Content(error) => error.fmt(f),
            Self::Damaged => f.write_str("invalid database"),
            Self::Newer(version) => write!(
                f,
                "the state has version {version}, and this emulator reads versions up to {VERSION}"
            ),
        }
    }
}

/// Each step of a transaction has its own error type.
macro_rules! causes {
    ($($error:ident)*) => {$(
        impl From<redb::$error> for Cause {
            fn from(error: redb::$error) -> Self {
                Self::Database(Box::new(error.into()))
            }
        }
    )*};
}

causes!(DatabaseError TransactionError TableError StorageError CommitError);

impl From<io::Error> for Cause {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

impl From<serde_json::Error> for Cause {
    fn from(error: serde_json::Error) -> Self {
        Self::Content(error)
    }
}
