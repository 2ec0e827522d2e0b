//! The clock, random numbers and asynchronous runtime of a machine.

use std::sync::Arc;
use std::time::SystemTime;

use crate::base::async_runtime::AsyncRuntime;

/// Returns the time of the machine.
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

/// Returns random numbers of the machine, if this build has a source of them.
#[cfg(feature = "http")]
pub(crate) fn random<const N: usize>() -> Option<[u64; N]> {
    use ring::rand::SecureRandom as _;

    let mut bytes = [[0; 8]; N];
    let filled = ring::rand::SystemRandom::new().fill(bytes.as_flattened_mut());
    filled.ok().map(|()| bytes.map(u64::from_le_bytes))
}

/// Returns random numbers of the machine, if this build has a source of them.
#[cfg(not(feature = "http"))]
pub(crate) fn random<const N: usize>() -> Option<[u64; N]> {
    None
}

/// Returns the runtime that a client uses by default, if there is one.
pub(crate) fn default_runtime() -> Option<Arc<dyn AsyncRuntime>> {
    #[cfg(feature = "http")]
    return Some(Arc::new(crate::base::async_runtime::TokioRuntime::default()));
    #[cfg(not(feature = "http"))]
    None
}
