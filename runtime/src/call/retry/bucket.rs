//! The allowance for retries that all calls of a client share, so that an
//! outage is not made worse by everyone trying again.

use std::sync::atomic::{AtomicU32, Ordering};

use super::RetryReason;

const CAPACITY: u32 = 500;

/// The allowance of one client.
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
    /// Takes what a retry costs. `None` when not enough is left.
    pub(crate) fn take(&self, reason: RetryReason) -> Option<u32> {
        let cost = match reason {
            RetryReason::Transient => 14,
            RetryReason::Throttled => 5,
        };
        self.tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
                tokens.checked_sub(cost)
            })
            .ok()
            .map(|_| cost)
    }

    /// Puts back what the last retry of a call that succeeded cost, or a little
    /// for one that succeeded at once.
    pub(crate) fn reward(&self, cost_of_last_retry: Option<u32>) {
        let reward = cost_of_last_retry.unwrap_or(1);
        let _ = self
            .tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
                Some(tokens.saturating_add(reward).min(CAPACITY))
            });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charges_retries_and_refunds_successes() {
        let bucket = TokenBucket::default();
        let left = || bucket.tokens.load(Ordering::Relaxed);
        assert_eq!(bucket.take(RetryReason::Transient), Some(14));
        assert_eq!(bucket.take(RetryReason::Throttled), Some(5));
        assert_eq!(left(), 481);
        bucket.reward(Some(14));
        bucket.reward(None);
        assert_eq!(left(), 496);
        bucket.reward(Some(14));
        assert_eq!(left(), 500, "no more than it holds");
    }

    #[test]
    fn rejects_retries_when_empty() {
        let bucket = TokenBucket::default();
        for _ in 0..35 {
            assert!(bucket.take(RetryReason::Transient).is_some());
        }
        assert_eq!(bucket.take(RetryReason::Transient), None, "10 are left");
        assert_eq!(bucket.take(RetryReason::Throttled), Some(5));
        assert_eq!(bucket.take(RetryReason::Throttled), Some(5));
        assert_eq!(bucket.take(RetryReason::Throttled), None);
    }
}
