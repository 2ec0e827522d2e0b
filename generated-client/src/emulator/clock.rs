//! The emulator's time.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use runtime::Timestamp;

/// The time that an emulator and its clients go by: the machine's until it is
/// set, after which it stands still. Clones show the same time.
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
    /// Stops the time here.
    pub fn set(&self, time: SystemTime) {
        *self.lock() = Some(time);
    }

    /// Moves the time forward from where it stands or is, and stops it there.
    pub fn advance(&self, by: Duration) {
        let mut time = self.lock();
        let from = time.unwrap_or_else(SystemTime::now);
        *time = from.checked_add(by).or(Some(from));
    }

    /// Goes by the machine's time again.
    pub fn reset(&self) {
        *self.lock() = None;
    }

    /// The time.
    pub fn now(&self) -> SystemTime {
        self.lock().unwrap_or_else(SystemTime::now)
    }

    /// The time as the service states it, in whole milliseconds.
    pub(super) fn timestamp(&self) -> Timestamp {
        Timestamp::from_millis(Timestamp::from(self.now()).as_millis())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<SystemTime>> {
        // A time that was stored is whole, whatever happened afterwards.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl runtime::Clock for Clock {
    fn now(&self) -> SystemTime {
        self.now()
    }
}
