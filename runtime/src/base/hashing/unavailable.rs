//! No hash functions: a build with neither `http` nor `signing` has no value of
//! [`Hashing`], and therefore no keys.

/// The hash functions of signatures.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Hashing {}

/// A key for HMAC-SHA-256.
pub(crate) type HmacKey = Vec<u8>;

impl Hashing {
    /// Returns the hash functions of this build, if it has any.
    pub(crate) fn available() -> Option<Self> {
        None
    }

    /// Returns the SHA-256 of the bytes.
    pub(crate) fn sha256(self, _: &[u8]) -> [u8; 32] {
        match self {}
    }

    pub(crate) fn hmac_key(self, _: &[u8]) -> HmacKey {
        match self {}
    }

    /// Returns the HMAC of the bytes.
    pub(crate) fn hmac(self, _: &HmacKey, _: &[u8]) -> [u8; 32] {
        match self {}
    }
}
