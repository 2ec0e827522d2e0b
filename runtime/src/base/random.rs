//! Randomness, replaceable in tests.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;

use super::hex::pair_of;
use super::host;

/// A source of random numbers for the jitter of retries, invocation ids and
/// idempotency tokens. Not used for secrets.
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

    /// Returns 64 random bits twice, for an id. The default calls
    /// [`next`](Self::next) twice.
    fn next_pair(&self) -> [u64; 2] {
        [self.next(), self.next()]
    }
}

impl<T: Random + ?Sized> Random for Arc<T> {
    fn next(&self) -> u64 {
        (**self).next()
    }

    fn next_pair(&self) -> [u64; 2] {
        (**self).next_pair()
    }
}

/// Returns the random source that a client uses by default, if there is one.
pub(crate) fn default_random() -> Option<Arc<dyn Random>> {
    if host::IS_UNKNOWN {
        None
    } else {
        Some(Arc::new(SystemRandom))
    }
}

/// The random source of the operating system. On `wasm32-unknown-unknown`, that of
/// the JavaScript host with the feature `fetch`; without it, the numbers are not
/// random, because the standard library has no source.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn next(&self) -> u64 {
        let [number] = random();
        number
    }

    // One system call instead of two.
    fn next_pair(&self) -> [u64; 2] {
        random()
    }
}

fn random<const N: usize>() -> [u64; N] {
    // Jitter and ids need not be secret, so without another source, or if that
    // fails, the seed of the standard library's hashers is random enough.
    host::random().unwrap_or_else(|| [(); N].map(|()| RandomState::new().build_hasher().finish()))
}

/// Returns a number from 0 up to, but not including, 1.
pub(crate) fn fraction(random: &dyn Random) -> f64 {
    // An f64 represents 53 bits exactly.
    (random.next() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A UUID in canonical form, without an allocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Uuid([u8; 36]);

impl Uuid {
    /// Creates a random (version 4) UUID.
    pub(crate) fn random(random: &dyn Random) -> Self {
        let [high, low] = random.next_pair();
        let high = high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000;
        let low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000;
        let bytes = (u128::from(high) << 64 | u128::from(low)).to_be_bytes();
        let pairs = bytes.map(pair_of);
        let mut digits = pairs.as_flattened().iter();
        let mut text = [b'-'; 36];
        for group in [0..8, 9..13, 14..18, 19..23, 24..36] {
            let group = text.get_mut(group).unwrap_or_default();
            group
                .iter_mut()
                .zip(digits.by_ref())
                .for_each(|(to, digit)| *to = *digit);
        }
        Self(text)
    }

    /// Returns the text.
    pub(crate) fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
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
            Uuid::random(&SetRandom::bits(0)).as_str(),
            "00000000-0000-4000-8000-000000000000"
        );
        assert_eq!(
            Uuid::random(&SetRandom::bits(u64::MAX)).as_str(),
            "ffffffff-ffff-4fff-bfff-ffffffffffff"
        );
        assert_eq!(
            Uuid::random(&SetRandom::bits(0x0123_4567_89AB_CDEF)).as_str(),
            "01234567-89ab-4def-8123-456789abcdef"
        );
        assert_ne!(Uuid::random(&SystemRandom), Uuid::random(&SystemRandom));
    }
}
