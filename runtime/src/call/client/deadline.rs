//! Time limits of calls and attempts.

use std::time::Duration;

use crate::call::error::{Error, TimeoutKind};

/// A running timeout.
#[derive(Clone, Copy)]
pub(super) struct Deadline {
    /// By the clock of the asynchronous runtime.
    pub(super) at: Duration,
    limit: Duration,
    kind: TimeoutKind,
}

impl Deadline {
    /// Starts a timeout at `now`.
    pub(super) fn after(now: Duration, limit: Option<Duration>, kind: TimeoutKind) -> Option<Self> {
        let limit = limit?;
        // A timeout beyond the range of the clock has no effect.
        let at = now.checked_add(limit)?;
        Some(Self { at, limit, kind })
    }

    /// The remaining time at `now`.
    pub(super) fn left(self, now: Duration) -> Duration {
        self.at.saturating_sub(now)
    }

    pub(super) fn error(self) -> Error {
        Error::timeout(self.kind, self.limit)
    }
}
