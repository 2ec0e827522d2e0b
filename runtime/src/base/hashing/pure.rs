//! Hashes by RustCrypto.

use hmac::digest::Key;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The hash functions of signatures.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hashing;

/// A key for HMAC-SHA-256: the state after the key.
#[derive(Clone)]
pub(crate) struct HmacKey(Hmac<Sha256>);

impl Hashing {
    /// Returns the hash functions of this build, if it has any.
    pub(crate) fn available() -> Option<Self> {
        Some(Self)
    }

    /// Returns the SHA-256 of the bytes.
    pub(crate) fn sha256(self, bytes: &[u8]) -> impl AsRef<[u8]> + use<> {
        Sha256::digest(bytes)
    }

    pub(crate) fn hmac_key(self, bytes: &[u8]) -> HmacKey {
        // A key fills a whole block. Shorter keys are padded with zeros, and
        // longer ones are hashed (RFC 2104, section 2).
        let mut key = Key::<Hmac<Sha256>>::default();
        let hash = (bytes.len() > key.len()).then(|| Sha256::digest(bytes));
        let bytes = hash.as_deref().unwrap_or(bytes);
        key.iter_mut().zip(bytes).for_each(|(to, byte)| *to = *byte);
        HmacKey(Hmac::new(&key))
    }

    pub(crate) fn hmac(self, key: &HmacKey, bytes: &[u8]) -> impl AsRef<[u8]> + use<> {
        key.0.clone().chain_update(bytes).finalize().into_bytes()
    }
}
