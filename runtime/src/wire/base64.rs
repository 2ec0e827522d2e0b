//! Base64 (RFC 4648, section 4).

use ::base64::alphabet;
use ::base64::engine::{DecodePaddingMode, Engine as _, GeneralPurpose, GeneralPurposeConfig};
use ::base64::prelude::BASE64_STANDARD;

/// Decodes text with or without padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The encoder, which uses vector instructions if the processor has them.
#[cfg(any(
    target_arch = "x86_64",
    all(target_arch = "aarch64", target_feature = "neon")
))]
mod encoder {
    use std::sync::LazyLock;

    use ::base64::engine::{GeneralPurposeConfig, Simd};

    pub(super) static ENCODER: LazyLock<Simd> =
        LazyLock::new(|| Simd::standard(GeneralPurposeConfig::new()));
}

#[cfg(not(any(
    target_arch = "x86_64",
    all(target_arch = "aarch64", target_feature = "neon")
)))]
mod encoder {
    pub(super) use ::base64::prelude::BASE64_STANDARD as ENCODER;
}

/// Returns the length of the base64 text of bytes, with padding.
pub(crate) fn base64_length(bytes: &[u8]) -> usize {
    bytes.len().div_ceil(3).saturating_mul(4)
}

/// Appends bytes as base64 with padding.
pub(crate) fn push_base64(to: &mut Vec<u8>, bytes: &[u8]) {
    // The memory of a piece is zeroed before its text is written, so it should
    // still be in the processor's cache by then.
    const PIECE: usize = 3 * 1024;
    to.reserve(base64_length(bytes));
    for piece in bytes.chunks(PIECE) {
        let start = to.len();
        to.resize(start + base64_length(piece), 0);
        let text = to.get_mut(start..).unwrap_or_default();
        // Fails only if the text does not fit.
        let written = encoder::ENCODER.encode_slice(piece, text);
        debug_assert!(written.is_ok(), "{written:?}");
    }
}

/// Encodes bytes as base64 with padding.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    encoder::ENCODER.encode(bytes)
}

/// Decodes base64 text with or without padding; `None` if it is invalid.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    LENIENT.decode(text).ok()
}

/// Decodes base64 text with padding; `None` if it is invalid.
pub(crate) fn from_padded_base64(text: &str) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(text).ok()
}
