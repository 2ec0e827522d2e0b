//! The clock, replaceable in tests.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use super::host;

/// The current time, for signatures and the expiry of credentials.
///
/// Timeouts and backoff use an [`AsyncRuntime`](crate::AsyncRuntime) instead.
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

/// Returns the clock that a client uses by default, if there is one.
pub(crate) fn default_clock() -> Option<Arc<dyn Clock>> {
    if host::IS_UNKNOWN {
        None
    } else {
        Some(Arc::new(SystemClock))
    }
}

/// The clock of the operating system. On `wasm32-unknown-unknown`, that of the
/// JavaScript host with the feature `fetch`; without it, the standard library panics.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        host::now()
    }
}
