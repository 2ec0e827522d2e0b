//! A clock and a random source under the control of tests.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use crate::base::clock::Clock;
use crate::base::random::Random;

/// A clock that moves only when a test advances it. Clones share the time.
///
/// ```
/// # use runtime::Clock;
/// # use runtime::testing::ManualClock;
/// use std::time::{Duration, SystemTime};
///
/// let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
/// let seen_by_client = clock.clone();
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(seen_by_client.now(), SystemTime::UNIX_EPOCH + Duration::from_secs(60));
/// ```
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<Mutex<SystemTime>>);

/// Sun, 30 Aug 2015 12:36:00 GMT, the time of AWS's signing test suite.
const SUITE_TIME: Duration = Duration::from_secs(1_440_938_160);

impl Default for ManualClock {
    /// Starts at 30 August 2015, 12:36:00 UTC, the time of the examples in
    /// AWS's documentation.
    fn default() -> Self {
        Self::new(SystemTime::UNIX_EPOCH + SUITE_TIME)
    }
}

impl ManualClock {
    /// Creates a clock that shows this time.
    #[must_use]
    pub fn new(time: SystemTime) -> Self {
        Self(Arc::new(Mutex::new(time)))
    }

    /// Sets the time.
    pub fn set(&self, time: SystemTime) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = time;
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        let mut time = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *time += by;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A random source that returns the same bits until a test sets others. Clones
/// share the bits.
///
/// With the default, 0, retries have no delay.
#[derive(Debug, Clone, Default)]
pub struct SetRandom(Arc<AtomicU64>);

impl SetRandom {
    /// Creates a source that returns these bits.
    #[must_use]
    pub fn bits(bits: u64) -> Self {
        Self(Arc::new(AtomicU64::new(bits)))
    }

    /// Creates a source that makes each backoff this fraction of its maximum,
    /// from 0 up to, but not including, 1.
    ///
    /// ```
    /// # use runtime::testing::SetRandom;
    /// let half = SetRandom::fraction(0.5);
    /// ```
    #[must_use]
    pub fn fraction(fraction: f64) -> Self {
        // Float casts saturate, so a fraction outside the range cannot wrap.
        Self::bits((fraction * 2_f64.powi(64)) as u64)
    }

    /// Sets the bits that later calls return.
    pub fn set(&self, bits: u64) {
        self.0.store(bits, Ordering::Relaxed);
    }
}

impl Random for SetRandom {
    fn next(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
