//! The time of day, replaceable so that tests are exact.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

/// Tells the time of day, for signatures and for the expiry of credentials.
///
/// Timers (timeouts and backoff) do not come from here: they are
/// [`tokio::time`]'s, which tests pause and advance.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// #[derive(Debug)]
/// struct Fixed;
///
/// impl runtime::Clock for Fixed {
///     fn now(&self) -> SystemTime {
///         SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)
///     }
/// }
/// ```
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The time of day now.
    fn now(&self) -> SystemTime;
}

impl<T: Clock + ?Sized> Clock for Arc<T> {
    fn now(&self) -> SystemTime {
        (**self).now()
    }
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}
