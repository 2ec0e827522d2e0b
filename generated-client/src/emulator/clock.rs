//! The clock of the emulator.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use runtime::Timestamp;

/// The clock of an emulator and its clients: the system clock until it is set,
/// and stopped afterwards. Clones share their time.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use socialmessaging::emulator::Emulator;
///
/// let emulator = Emulator::new();
/// let noon = SystemTime::UNIX_EPOCH + Duration::from_secs(1_728_561_600);
/// emulator.clock().set(noon);
/// emulator.clock().advance(Duration::from_secs(60));
/// assert_eq!(emulator.clock().now(), noon + Duration::from_secs(60));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<Mutex<Option<SystemTime>>>);

impl Clock {
    /// Sets the time and stops the clock.
    pub fn set(&self, time: SystemTime) {
        *self.lock() = Some(time);
    }

    /// Moves the time forward and stops the clock.
    pub fn advance(&self, by: Duration) {
        let mut time = self.lock();
        let from = time.unwrap_or_else(SystemTime::now);
        *time = from.checked_add(by).or(Some(from));
    }

    /// Returns to the system clock.
    pub fn reset(&self) {
        *self.lock() = None;
    }

    /// Returns the time.
    pub fn now(&self) -> SystemTime {
        self.lock().unwrap_or_else(SystemTime::now)
    }

    /// Returns the time in whole milliseconds, like the service.
    pub(super) fn timestamp(&self) -> Timestamp {
        Timestamp::from_millis(Timestamp::from(self.now()).as_millis())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<SystemTime>> {
        // The value is valid even after a panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl runtime::Clock for Clock {
    fn now(&self) -> SystemTime {
        self.now()
    }
}
