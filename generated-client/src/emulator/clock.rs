//! The clock of the emulator.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use runtime::Timestamp;
use tokio::sync::watch;

/// The clock of an emulator and its clients: the system clock until it is set,
/// then stopped. Clones share their time.
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
pub struct Clock(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    /// The time of a stopped clock.
    time: Mutex<Option<SystemTime>>,
    changes: watch::Sender<()>,
}

impl Default for Shared {
    fn default() -> Self {
        Self {
            time: Mutex::default(),
            changes: watch::Sender::new(()),
        }
    }
}

impl Clock {
    /// Sets the time and stops the clock.
    pub fn set(&self, time: SystemTime) {
        *self.lock() = Some(time);
        self.0.changes.send_replace(());
    }

    /// Moves the time forward and stops the clock.
    pub fn advance(&self, by: Duration) {
        let mut time = self.lock();
        let from = time.unwrap_or_else(SystemTime::now);
        *time = from.checked_add(by).or(Some(from));
        drop(time);
        self.0.changes.send_replace(());
    }

    /// Returns to the system clock.
    pub fn reset(&self) {
        *self.lock() = None;
        self.0.changes.send_replace(());
    }

    /// Returns whether the clock is stopped.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.lock().is_some()
    }

    /// Returns a receiver that is notified when the clock is set, moved or released.
    pub(super) fn changes(&self) -> watch::Receiver<()> {
        self.0.changes.subscribe()
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
        self.0.time.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl runtime::Clock for Clock {
    fn now(&self) -> SystemTime {
        self.now()
    }
}
