//! The retry quota of a client, which limits the load on a service during an
//! outage.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::net::retry::RetryReason;

const CAPACITY: u32 = 500;

/// The quota of a client.
#[derive(Debug)]
pub(crate) struct TokenBucket {
    tokens: AtomicU32,
}

impl Default for TokenBucket {
    fn default() -> Self {
        Self {
            tokens: AtomicU32::new(CAPACITY),
        }
    }
}

impl TokenBucket {
    /// Takes the cost of a retry; `None` if not enough is left.
    pub(crate) fn take(&self, reason: RetryReason) -> Option<RetryPermit<'_>> {
        let cost = match reason {
            RetryReason::Transient => 14,
            RetryReason::Throttled => 5,
        };
        self.tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
                tokens.checked_sub(cost)
            })
            .ok()
            .map(|_| RetryPermit { bucket: self, cost })
    }

    /// Returns the cost of the last retry to the quota after a success, or one
    /// token after a success without retries.
    pub(crate) fn reward(&self, cost_of_last_retry: Option<u32>) {
        self.put(cost_of_last_retry.unwrap_or(1));
    }

    fn put(&self, count: u32) {
        let _ = self
            .tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
                Some(tokens.saturating_add(count).min(CAPACITY))
            });
    }
}

/// The allowance for one retry. If it is dropped before the retry is sent, such
/// as with a call that is dropped during its backoff, it returns to the bucket.
#[derive(Debug)]
pub(crate) struct RetryPermit<'a> {
    bucket: &'a TokenBucket,
    cost: u32,
}

impl RetryPermit<'_> {
    /// Spends the allowance, because the retry is sent. Returns its cost.
    pub(crate) fn spend(mut self) -> u32 {
        std::mem::take(&mut self.cost)
    }
}

impl Drop for RetryPermit<'_> {
    fn drop(&mut self) {
        self.bucket.put(self.cost);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charges_retries_and_refunds_successes() {
        let bucket = TokenBucket::default();
        let left = || bucket.tokens.load(Ordering::Relaxed);
        let spend = |reason| bucket.take(reason).map(RetryPermit::spend);
        assert_eq!(spend(RetryReason::Transient), Some(14));
        assert_eq!(spend(RetryReason::Throttled), Some(5));
        assert_eq!(left(), 481);
        bucket.reward(Some(14));
        bucket.reward(None);
        assert_eq!(left(), 496);
        bucket.reward(Some(14));
        assert_eq!(left(), 500, "at most the capacity");
    }

    #[test]
    fn rejects_retries_when_empty() {
        let bucket = TokenBucket::default();
        let spend = |reason| bucket.take(reason).map(RetryPermit::spend);
        for _ in 0..35 {
            assert!(spend(RetryReason::Transient).is_some());
        }
        assert_eq!(spend(RetryReason::Transient), None, "10 are left");
        assert_eq!(spend(RetryReason::Throttled), Some(5));
        assert_eq!(spend(RetryReason::Throttled), Some(5));
        assert_eq!(spend(RetryReason::Throttled), None);
    }

    #[test]
    fn dropped_permits_return_to_the_bucket() {
        let bucket = TokenBucket::default();
        for _ in 0..1_000 {
            assert!(bucket.take(RetryReason::Transient).is_some());
        }
        assert_eq!(bucket.tokens.load(Ordering::Relaxed), CAPACITY);
    }
}
