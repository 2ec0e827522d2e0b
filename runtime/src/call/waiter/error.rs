//! Why waiting has ended without what was waited for.

use std::fmt;
use std::time::Duration;

use crate::call::error::Error;
use crate::call::operation::Operation;

/// Why what was waited for is not there.
pub struct WaitError<O: Operation> {
    waiter: &'static str,
    kind: WaitErrorKind<O>,
}

pub(super) enum WaitErrorKind<O: Operation> {
    /// The model says of this response that it will never be there.
    Failed(Box<Result<O::Output, Error<O::Error>>>),
    /// It is not there in time.
    TimedOut { max_wait: Duration, requests: u32 },
    /// A request failed, and the model says nothing of such an error.
    Unforeseen(Error<O::Error>),
}

impl<O: Operation> WaitError<O> {
    pub(super) fn new(waiter: &'static str, kind: WaitErrorKind<O>) -> Self {
        Self { waiter, kind }
    }

    /// Whether it may still be there later.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self.kind, WaitErrorKind::TimedOut { .. })
    }

    /// The response that says that it will never be there.
    #[must_use]
    pub fn failure(&self) -> Option<&Result<O::Output, Error<O::Error>>> {
        match &self.kind {
            WaitErrorKind::Failed(reply) => Some(reply),
            WaitErrorKind::TimedOut { .. } | WaitErrorKind::Unforeseen(_) => None,
        }
    }

    /// The error of the last request.
    #[must_use]
    pub fn error(&self) -> Option<&Error<O::Error>> {
        match &self.kind {
            WaitErrorKind::Failed(reply) => reply.as_ref().as_ref().err(),
            WaitErrorKind::TimedOut { .. } => None,
            WaitErrorKind::Unforeseen(error) => Some(error),
        }
    }
}

impl<O: Operation> fmt::Display for WaitError<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let waiter = self.waiter;
        match &self.kind {
            WaitErrorKind::Failed(reply) => match reply.as_ref() {
                Ok(_) => write!(
                    f,
                    "waiting for {waiter} failed: the service says that it will not come; \
                     `failure()` has its answer"
                ),
                Err(error) => write!(f, "waiting for {waiter} failed: {error}"),
            },
            WaitErrorKind::TimedOut { max_wait, requests } => write!(
                f,
                "{waiter} has not come within {max_wait:?} ({requests} requests); wait longer, or \
                 look at what the service says meanwhile"
            ),
            WaitErrorKind::Unforeseen(error) => {
                write!(f, "waiting for {waiter} was broken off: {error}")
            }
        }
    }
}

impl<O: Operation> fmt::Debug for WaitError<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WaitError({self})")
    }
}

/// Without a source: `Display` shows every cause.
impl<O: Operation> std::error::Error for WaitError<O> {}
