//! The state of one delivery, from statuses in any order.

use std::collections::BTreeSet;

use runtime::Timestamp;

use super::error_code::ErrorCode;
use super::progress::Progress;
use super::status::{is_failure, progress};
use crate::whatsapp::{DeliveryStatus, MessageStatus};

/// The maximum number of error codes kept per delivery.
const MAX_CODES: usize = 8;

/// The state of the delivery of one message to one person.
///
/// The order of statuses and duplicates do not matter: states that saw the same
/// statuses are equal.
///
/// ```
/// # use socialmessaging::events::{DeliveryState, Outcome, Progress};
/// # use socialmessaging::whatsapp::{DeliveryStatus, MessageStatus};
/// let mut state = DeliveryState::default();
/// for status in [DeliveryStatus::Read, DeliveryStatus::Sent, DeliveryStatus::Delivered] {
///     state.apply(&MessageStatus::new().with_status(status));
/// }
/// assert_eq!(state.outcome(), Some(Outcome::Reached(Progress::Read)));
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct DeliveryState {
    progress: Option<Progress>,
    /// The earliest time of each step.
    times: [Option<Timestamp>; Progress::ALL.len()],
    failed: bool,
    failed_at: Option<Timestamp>,
    codes: BTreeSet<ErrorCode>,
    exhausted: bool,
    deleted: bool,
}

/// The outcome of a delivery so far.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Outcome {
    /// The message reached this step.
    Reached(Progress),
    /// The message failed, and no status proves that a device received it.
    Failed,
}

impl DeliveryState {
    /// Applies a status. Returns whether it changed the state.
    pub fn apply(&mut self, status: &MessageStatus) -> bool {
        let before = self.clone();
        let at = status.timestamp();
        if let Some(step) = progress(status) {
            self.progress = self.progress.max(Some(step));
            if let Some(time) = self.times.get_mut(step.index()) {
                *time = earliest(*time, at);
            }
        } else if is_failure(status) {
            self.failed = true;
            self.failed_at = earliest(self.failed_at, at);
            self.exhausted |= status.status() == Some(&DeliveryStatus::RetriesExhausted);
            let errors = status.errors().iter();
            self.add_codes(errors.filter_map(ErrorCode::from_error));
        } else if status.status() == Some(&DeliveryStatus::Deleted) {
            self.deleted = true;
        }
        *self != before
    }

    /// Merges another state of the same delivery into this one. Returns whether
    /// that changed the state.
    pub fn merge(&mut self, other: &Self) -> bool {
        let before = self.clone();
        self.progress = self.progress.max(other.progress);
        for (time, other) in self.times.iter_mut().zip(other.times) {
            *time = earliest(*time, other);
        }
        self.failed |= other.failed;
        self.failed_at = earliest(self.failed_at, other.failed_at);
        self.add_codes(other.codes.iter().copied());
        self.exhausted |= other.exhausted;
        self.deleted |= other.deleted;
        *self != before
    }

    /// Keeps the smallest codes, so that their order does not matter.
    fn add_codes(&mut self, codes: impl Iterator<Item = ErrorCode>) {
        self.codes.extend(codes);
        while self.codes.len() > MAX_CODES {
            self.codes.pop_last();
        }
    }

    /// Returns the outcome so far; `None` before the first status.
    ///
    /// A failure is final, unless a device received the message: with several
    /// devices, `delivered` can come after `failed`.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        match self.progress {
            Some(step) if !self.failed || step >= Progress::Delivered => {
                Some(Outcome::Reached(step))
            }
            _ if self.failed => Some(Outcome::Failed),
            _ => None,
        }
    }

    /// Returns the furthest step, even if the delivery failed.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        self.progress
    }

    /// Returns the time at which the delivery reached this step. Steps can be
    /// missing: `read` without `delivered` is common.
    #[must_use]
    pub fn reached_at(&self, step: Progress) -> Option<Timestamp> {
        self.times.get(step.index()).copied().flatten()
    }

    /// Returns the time of the first failure.
    #[must_use]
    pub fn failed_at(&self) -> Option<Timestamp> {
        self.failed_at
    }

    /// Returns the codes of all failures, at most eight.
    pub fn error_codes(&self) -> impl Iterator<Item = ErrorCode> + '_ {
        self.codes.iter().copied()
    }

    /// Returns whether AWS dropped the message because it could not reach WhatsApp
    /// for 180 minutes. If so, send it again: nothing else retries it.
    #[must_use]
    pub fn is_dropped_by_aws(&self) -> bool {
        self.exhausted && self.outcome() == Some(Outcome::Failed)
    }

    /// Returns whether the message was deleted.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.deleted
    }
}

fn earliest(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
