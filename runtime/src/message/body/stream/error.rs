//! How reading a body fails.

use std::fmt;
use std::time::Duration;

/// The cause of a failure, of any type.
pub(super) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// A body that could not be read to its end.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The stream itself failed, or the connection under it.
    Broken {
        /// Why.
        cause: Cause,
    },
    /// No piece came for this long. The limit is that of an attempt.
    Stalled {
        /// The limit.
        limit: Duration,
    },
    /// The body is larger than it may be.
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The body is not of the length that was announced.
    Length {
        /// The length that was announced, in bytes.
        announced: u64,
    },
    /// The stream was read before, so its beginning is gone.
    Spent,
}

impl StreamError {
    /// The error that a body wraps, or one that wraps the body's.
    pub(super) fn from_cause(cause: Cause) -> Self {
        match cause.downcast::<Self>() {
            Ok(own) => *own,
            Err(cause) => Self::Broken { cause },
        }
    }
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken { cause } => {
                write!(f, "the body broke off: {cause}")?;
                // The causes of hyper's errors say what happened.
                let mut next = cause.source();
                while let Some(error) = next {
                    write!(f, ": {error}")?;
                    next = error.source();
                }
                Ok(())
            }
            Self::Stalled { limit } => write!(f, "no piece of the body came for {limit:?}"),
            Self::TooLarge { limit } => write!(f, "the body is larger than {limit} bytes"),
            Self::Length { announced } => {
                write!(
                    f,
                    "the body is not of the announced length of {announced} bytes"
                )
            }
            Self::Spent => f.write_str(
                "the stream was read before; give a request a body of its own, or bytes in memory",
            ),
        }
    }
}

/// The causes are part of the text.
impl std::error::Error for StreamError {}
