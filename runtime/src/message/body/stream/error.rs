//! Errors of reading a body.

use std::fmt;
use std::time::Duration;

/// An error of any type.
pub(super) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// A failure to read a body.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The stream or its connection failed.
    Broken {
        /// The error of the stream or connection.
        cause: Cause,
    },
    /// No data arrived within the limit: the timeout of an attempt.
    Stalled {
        /// The timeout.
        limit: Duration,
    },
    /// The body exceeds the limit.
    TooLarge {
        /// The size limit in bytes.
        limit: usize,
    },
    /// The body does not have the announced length.
    Length {
        /// The announced length in bytes.
        announced: u64,
    },
    /// The stream was read before, so its start is gone.
    Spent,
}

impl StreamError {
    /// Unwraps a `StreamError`; wraps another error.
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
                write!(f, "failed to read the body: {cause}")?;
                // hyper describes the failure only in the causes of its errors.
                let mut next = cause.source();
                while let Some(error) = next {
                    write!(f, ": {error}")?;
                    next = error.source();
                }
                Ok(())
            }
            Self::Stalled { limit } => write!(f, "no data arrived for {limit:?}"),
            Self::TooLarge { limit } => write!(f, "the body is larger than {limit} bytes"),
            Self::Length { announced } => {
                write!(
                    f,
                    "the body does not have the announced length of {announced} bytes"
                )
            }
            Self::Spent => f.write_str(
                "the stream was already read; create one for each request, or pass bytes in memory",
            ),
        }
    }
}

/// Has no `source`, because `Display` shows every cause.
impl std::error::Error for StreamError {}
