//! Hexadecimal encoding.

/// The number of digits of a SHA-256 hash.
const DIGITS: usize = 64;

/// A SHA-256 hash or HMAC in lower-case hexadecimal, without an allocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HexHash([u8; DIGITS]);

impl HexHash {
    /// Encodes a hash of 32 bytes.
    pub(crate) fn new(hash: &[u8]) -> Self {
        let mut digits = [b'0'; DIGITS];
        for (pair, byte) in digits.as_chunks_mut().0.iter_mut().zip(hash) {
            *pair = pair_of(*byte);
        }
        Self(digits)
    }

    /// Returns the digits.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns the digits as text, which checks that they are UTF-8.
    pub(crate) fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Encodes bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| pair_of(*byte));
    digits.map(char::from).collect()
}

/// Returns the two digits of a byte.
pub(crate) fn pair_of(byte: u8) -> [u8; 2] {
    [byte >> 4, byte & 0xF].map(|nibble| match nibble {
        0..10 => b'0' + nibble,
        _ => b'a' + nibble - 10,
    })
}
