//! Signing certificates of SNS.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{
    RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, RsaParameters,
    UnparsedPublicKey,
};
use runtime::Timestamp;

use super::der::{BIT_STRING, Der, GENERALIZED_TIME, INTEGER, OBJECT_ID, UTC_TIME, VERSION};
use super::error::SignatureError;

/// The object identifier of RSA keys, 1.2.840.113549.1.1.1.
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// A certificate with an RSA key. Only load it from an SNS URL.
#[derive(Clone, Eq, PartialEq)]
pub struct Certificate {
    public_key: Vec<u8>,
    not_before: Timestamp,
    not_after: Timestamp,
}

impl Certificate {
    /// Reads the first certificate of a PEM file.
    ///
    /// # Errors
    /// The file is not a certificate with an RSA key.
    pub fn from_pem(pem: &[u8]) -> Result<Self, SignatureError> {
        decode(pem)
            .and_then(|der| Self::from_der(&der))
            .ok_or(SignatureError::Certificate)
    }

    /// Reads RFC 5280's `Certificate` up to the key.
    fn from_der(der: &[u8]) -> Option<Self> {
        let mut certificate = Der(der).sequence()?.sequence()?;
        certificate.skip_optional(VERSION)?;
        certificate.value(INTEGER)?; // The serial number.
        certificate.sequence()?; // The algorithm of the signature.
        certificate.sequence()?; // The issuer.
        let mut validity = certificate.sequence()?;
        certificate.sequence()?; // The subject.
        let mut key_info = certificate.sequence()?;
        if key_info.sequence()?.value(OBJECT_ID)? != RSA {
            return None;
        }
        let [0, public_key @ ..] = key_info.value(BIT_STRING)? else {
            return None;
        };
        Some(Self {
            public_key: public_key.to_vec(),
            not_before: time(&mut validity)?,
            not_after: time(&mut validity)?,
        })
    }

    /// Returns whether the certificate is valid at this time.
    #[must_use]
    pub fn is_valid(&self, now: impl Into<Timestamp>) -> bool {
        (self.not_before..=self.not_after).contains(&now.into())
    }

    /// Verifies a signature with SHA-1 or SHA-256.
    pub(super) fn verify(&self, version: Version, text: &[u8], signature: &[u8]) -> bool {
        let key = UnparsedPublicKey::new(version.algorithm(), &self.public_key);
        key.verify(text, signature).is_ok()
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("not_before", &self.not_before)
            .field("not_after", &self.not_after)
            .finish_non_exhaustive()
    }
}

/// The version of a signature, which names the hash.
#[derive(Clone, Copy)]
pub(super) enum Version {
    Sha1,
    Sha256,
}

impl Version {
    fn algorithm(self) -> &'static RsaParameters {
        match self {
            Self::Sha1 => &RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &RSA_PKCS1_2048_8192_SHA256,
        }
    }
}

fn decode(pem: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(pem).ok()?;
    let (_, rest) = text.split_once(BEGIN)?;
    let (base64, _) = rest.split_once(END)?;
    let base64: String = base64.split_whitespace().collect();
    STANDARD.decode(base64).ok()
}

/// Reads a time. RFC 5280 permits two formats, both in UTC and with seconds.
fn time(der: &mut Der<'_>) -> Option<Timestamp> {
    let (tag, content) = der.any()?;
    let text = std::str::from_utf8(content).ok()?.strip_suffix('Z')?;
    let (century, rest) = match tag {
        // Two-digit years start at 1950.
        UTC_TIME if text.starts_with(['5', '6', '7', '8', '9']) => ("19", text),
        UTC_TIME => ("20", text),
        GENERALIZED_TIME => text.split_at_checked(2)?,
        _ => return None,
    };
    if rest.len() != 12 || !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |at: usize| rest.get(at..at + 2);
    format!(
        "{century}{}-{}-{}T{}:{}:{}Z",
        part(0)?,
        part(2)?,
        part(4)?,
        part(6)?,
        part(8)?,
        part(10)?
    )
    .parse()
    .ok()
}
