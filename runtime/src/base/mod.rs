//! Shared basics: printable text, time, randomness, regions and identities.

pub(crate) mod clock;
pub mod future;
pub(crate) mod identity;
pub(crate) mod printable;
pub(crate) mod random;
pub mod redaction;
pub(crate) mod region;
