//! The clock, replaceable in tests.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

/// The current time, for signatures and the expiry of credentials.
///
/// Timeouts and backoff use [`tokio::time`] instead, which tests pause and
/// advance.
///
/// ```
/// # use runtime::Clock;
/// use std::time::{Duration, SystemTime};
///
/// #[derive(Debug)]
/// struct Fixed;
///
/// impl Clock for Fixed {
///     fn now(&self) -> SystemTime {
///         SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)
///     }
/// }
/// ```
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// Returns the current time.
    fn now(&self) -> SystemTime;
}

impl<T: Clock + ?Sized> Clock for Arc<T> {
    fn now(&self) -> SystemTime {
        (**self).now()
    }
}

/// The clock of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}
