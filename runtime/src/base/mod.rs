//! Shared basics: printable text, time, randomness, regions and identities.

pub(crate) mod async_runtime;
#[cfg(feature = "http")]
pub(crate) mod blocking;
pub(crate) mod calendar;
pub(crate) mod clock;
pub(crate) mod disclosure;
pub(crate) mod future;
pub(crate) mod hashing;
pub(crate) mod hex;
pub(crate) mod host;
pub(crate) mod identity;
pub(crate) mod printable;
pub(crate) mod random;
pub(crate) mod redaction;
pub(crate) mod region;
pub(crate) mod uncompared;
pub(crate) mod unknown;
