//! Errors of waiters.

use std::fmt;
use std::time::Duration;

use crate::call::error::Error;
use crate::call::operation::Operation;
use crate::settings::config::ConfigError;

/// The reason why a waiter ended without success.
pub struct WaitError<O: Operation> {
    waiter: &'static str,
    kind: WaitErrorKind<O>,
}

pub(super) enum WaitErrorKind<O: Operation> {
    /// The response matches an acceptor of the state `failure`.
    Failed(Box<Result<O::Output, Error<O::Error>>>),
    /// The maximum wait time elapsed.
    TimedOut { max_wait: Duration, requests: u32 },
    /// A request failed with an error that matches no acceptor.
    Unmatched(Error<O::Error>),
    /// The waiter cannot start.
    Config(ConfigError),
    /// The waiter has no timers.
    NoTimers,
}

impl<O: Operation> WaitError<O> {
    pub(super) fn new(waiter: &'static str, kind: WaitErrorKind<O>) -> Self {
        Self { waiter, kind }
    }

    /// Whether the maximum wait time elapsed: the state may still be reached later.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self.kind, WaitErrorKind::TimedOut { .. })
    }

    /// The response that shows that the resource failed for good.
    #[must_use]
    pub fn failure(&self) -> Option<&Result<O::Output, Error<O::Error>>> {
        match &self.kind {
            WaitErrorKind::Failed(reply) => Some(reply),
            WaitErrorKind::TimedOut { .. }
            | WaitErrorKind::Unmatched(_)
            | WaitErrorKind::Config(_)
            | WaitErrorKind::NoTimers => None,
        }
    }

    /// The error of the last request.
    #[must_use]
    pub fn error(&self) -> Option<&Error<O::Error>> {
        match &self.kind {
            WaitErrorKind::Failed(reply) => reply.as_ref().as_ref().err(),
            WaitErrorKind::TimedOut { .. } | WaitErrorKind::Config(_) | WaitErrorKind::NoTimers => {
                None
            }
            WaitErrorKind::Unmatched(error) => Some(error),
        }
    }
}

impl<O: Operation> From<ConfigError> for WaitError<O> {
    fn from(error: ConfigError) -> Self {
        Self::new(O::METADATA.name, WaitErrorKind::Config(error))
    }
}

impl<O: Operation> fmt::Display for WaitError<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let waiter = self.waiter;
        match &self.kind {
            WaitErrorKind::Failed(reply) => match reply.as_ref() {
                Ok(_) => write!(
                    f,
                    "waiting for {waiter} failed: a response shows that the state cannot be reached; \
                     `failure()` returns it"
                ),
                Err(error) => write!(f, "waiting for {waiter} failed: {error}"),
            },
            WaitErrorKind::TimedOut { max_wait, requests } => write!(
                f,
                "{waiter} was not reached within {max_wait:?} ({requests} requests); wait longer, or \
                 check the state of the resource"
            ),
            WaitErrorKind::Unmatched(error) => {
                write!(f, "waiting for {waiter} ended with an error: {error}")
            }
            WaitErrorKind::Config(error) => write!(f, "cannot wait for {waiter}: {error}"),
            WaitErrorKind::NoTimers => write!(
                f,
                "waiting for {waiter} needs timers; call `.async_runtime(…)` on the waiter, or \
                 enable the feature `http`"
            ),
        }
    }
}

impl<O: Operation> fmt::Debug for WaitError<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WaitError({self})")
    }
}

/// Has no `source`, because `Display` shows every cause.
impl<O: Operation> std::error::Error for WaitError<O> {}
