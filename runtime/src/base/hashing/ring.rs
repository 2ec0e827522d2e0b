//! Hashes by ring.

use ring::{digest, hmac};

/// The hash functions of signatures.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hashing;

/// A key for HMAC-SHA-256.
#[derive(Clone)]
pub(crate) struct HmacKey(hmac::Key);

impl Hashing {
    /// Returns the hash functions of this build, if it has any.
    pub(crate) fn available() -> Option<Self> {
        Some(Self)
    }

    /// Returns the SHA-256 of the bytes.
    pub(crate) fn sha256(self, bytes: &[u8]) -> impl AsRef<[u8]> + use<> {
        digest::digest(&digest::SHA256, bytes)
    }

    pub(crate) fn hmac_key(self, bytes: &[u8]) -> HmacKey {
        HmacKey(hmac::Key::new(hmac::HMAC_SHA256, bytes))
    }

    pub(crate) fn hmac(self, key: &HmacKey, bytes: &[u8]) -> impl AsRef<[u8]> + use<> {
        hmac::sign(&key.0, bytes)
    }
}
