//! The wait before a retry.

use std::time::Duration;

use super::RetryReason;

const LONGEST: Duration = Duration::from_secs(20);
/// The maximum time by which the service can extend the computed wait.
const EXTENSION: Duration = Duration::from_secs(5);

/// Returns the wait before the next retry, after `retries` retries: a random part
/// of a time that grows exponentially.
///
/// `fraction` is at least 0 and below 1. A wait that the service requests is
/// respected within bounds.
pub(crate) fn backoff(
    reason: RetryReason,
    retries: u32,
    fraction: f64,
    requested: Option<Duration>,
) -> Duration {
    let base = match reason {
        RetryReason::Transient => Duration::from_millis(50),
        RetryReason::Throttled => Duration::from_secs(1),
    };
    let grown = base.saturating_mul(2_u32.saturating_pow(retries));
    let computed = grown.min(LONGEST).mul_f64(fraction.clamp(0.0, 1.0));
    match requested {
        None => computed,
        Some(named) => named.clamp(computed, computed + EXTENSION),
    }
}

#[cfg(test)]
mod tests {
    use super::RetryReason::{Throttled, Transient};
    use super::*;

    #[test]
    fn delays_grow_up_to_a_limit() {
        for (reason, retries, fraction, milliseconds) in [
            (Transient, 0, 1.0, 50),
            (Transient, 1, 1.0, 100),
            (Transient, 3, 1.0, 400),
            (Transient, 3, 0.5, 200),
            (Transient, 3, 0.0, 0),
            (Transient, 9, 1.0, 20_000),
            (Transient, u32::MAX, 1.0, 20_000),
            (Throttled, 0, 1.0, 1_000),
            (Throttled, 4, 1.0, 16_000),
            (Throttled, 5, 0.5, 10_000),
        ] {
            let expected = Duration::from_millis(milliseconds);
            assert_eq!(
                backoff(reason, retries, fraction, None),
                expected,
                "{reason:?} {retries}"
            );
        }
    }

    #[test]
    fn honors_retry_after_within_bounds() {
        for (named, milliseconds) in [(0, 500), (700, 700), (5_500, 5_500), (60_000, 5_500)] {
            let named = Duration::from_millis(named);
            let expected = Duration::from_millis(milliseconds);
            assert_eq!(
                backoff(Throttled, 0, 0.5, Some(named)),
                expected,
                "{named:?}"
            );
        }
    }
}
