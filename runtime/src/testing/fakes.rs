//! A clock and a random source that tests set.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use crate::base::clock::Clock;
use crate::base::random::Random;

/// A clock that stands still until a test moves it. Clones show the same time.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use runtime::Clock;
/// use runtime::testing::ManualClock;
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
    /// Stands at 30 August 2015, 12:36:00 UTC, as in the examples of AWS's
    /// documentation.
    fn default() -> Self {
        Self::new(SystemTime::UNIX_EPOCH + SUITE_TIME)
    }
}

impl ManualClock {
    /// A clock that stands at this time.
    #[must_use]
    pub fn new(time: SystemTime) -> Self {
        Self(Arc::new(Mutex::new(time)))
    }

    /// Sets the clock.
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

/// A random source that always gives the same, until a test sets it to
/// something else. Clones give the same.
///
/// With the default, 0, retries do not wait at all.
#[derive(Debug, Clone, Default)]
pub struct SetRandom(Arc<AtomicU64>);

impl SetRandom {
    /// A source that gives these bits.
    #[must_use]
    pub fn bits(bits: u64) -> Self {
        Self(Arc::new(AtomicU64::new(bits)))
    }

    /// A source for waits of this part of their maximum, from 0 up to, and not
    /// including, 1.
    ///
    /// ```
    /// use runtime::testing::SetRandom;
    ///
    /// let half = SetRandom::fraction(0.5);
    /// ```
    #[must_use]
    pub fn fraction(fraction: f64) -> Self {
        // Casts to integers saturate, so nothing outside the range can wrap.
        Self::bits((fraction * 2_f64.powi(64)) as u64)
    }

    /// Sets the bits that are given from now on.
    pub fn set(&self, bits: u64) {
        self.0.store(bits, Ordering::Relaxed);
    }
}

impl Random for SetRandom {
    fn next(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
