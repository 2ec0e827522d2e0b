//! Randomness, replaceable in tests.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;

use super::clock::IS_BARE_WASM;

/// A source of random numbers for the jitter of retries, invocation ids and
/// idempotency tokens. It is not used for secrets.
///
/// ```
/// # use runtime::Random;
/// #[derive(Debug)]
/// struct Fixed;
///
/// impl Random for Fixed {
///     fn next(&self) -> u64 {
///         u64::MAX / 2
///     }
/// }
/// ```
pub trait Random: fmt::Debug + Send + Sync + 'static {
    /// Returns 64 random bits.
    fn next(&self) -> u64;
}

impl<T: Random + ?Sized> Random for Arc<T> {
    fn next(&self) -> u64 {
        (**self).next()
    }
}

/// Returns the random source that a client uses by default, if there is one.
pub(crate) fn default_random() -> Option<Arc<dyn Random>> {
    if IS_BARE_WASM {
        None
    } else {
        Some(Arc::new(SystemRandom))
    }
}

/// The random source of the operating system. Not for `wasm32-unknown-unknown`,
/// where the standard library has none.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn next(&self) -> u64 {
        // Jitter and ids need not be secret, so without another source, or if that
        // fails, the seed of the standard library's hashers is random enough.
        from_ring().unwrap_or_else(|| RandomState::new().build_hasher().finish())
    }
}

#[cfg(feature = "http")]
fn from_ring() -> Option<u64> {
    use ring::rand::SecureRandom as _;

    let mut bytes = [0; 8];
    let filled = ring::rand::SystemRandom::new().fill(&mut bytes);
    filled.ok().map(|()| u64::from_le_bytes(bytes))
}

#[cfg(not(feature = "http"))]
fn from_ring() -> Option<u64> {
    None
}

/// Returns a number of at least 0 and below 1.
pub(crate) fn fraction(random: &dyn Random) -> f64 {
    // An f64 represents 53 bits exactly.
    (random.next() >> 11) as f64 / (1_u64 << 53) as f64
}

/// Returns a random (version 4) UUID in canonical form.
pub(crate) fn uuid(random: &dyn Random) -> String {
    let high = random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000;
    let low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xFFFF,
        high & 0xFFFF,
        low >> 48,
        low & 0xFFFF_FFFF_FFFF,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::SetRandom;

    #[test]
    fn fractions_are_below_one() {
        assert_eq!(fraction(&SetRandom::bits(0)), 0.0);
        assert_eq!(fraction(&SetRandom::bits(1 << 63)), 0.5);
        assert!(fraction(&SetRandom::bits(u64::MAX)) < 1.0);
        let real = fraction(&SystemRandom);
        assert!((0.0..1.0).contains(&real));
    }

    #[test]
    fn uuids_have_version_and_variant() {
        assert_eq!(
            uuid(&SetRandom::bits(0)),
            "00000000-0000-4000-8000-000000000000"
        );
        assert_eq!(
            uuid(&SetRandom::bits(u64::MAX)),
            "ffffffff-ffff-4fff-bfff-ffffffffffff"
        );
        assert_ne!(uuid(&SystemRandom), uuid(&SystemRandom));
    }
}
