//! Verification of one signature.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use runtime::Timestamp;

use super::canonical::string_to_sign;
use super::certificate::{Certificate, Version};
use super::error::SignatureError;
use crate::whatsapp::SnsNotification;

/// Verifies that the owner of the certificate signed the notification.
///
/// Compare its topic, too, as [`SnsVerifier`](crate::events::sns::SnsVerifier)
/// does: anyone can have SNS sign notifications of their own topic.
///
/// # Errors
/// The certificate is not valid at this time, the notification lacks a member,
/// or the signature is wrong.
pub fn verify(
    notification: &SnsNotification,
    certificate: &Certificate,
    now: impl Into<Timestamp>,
) -> Result<(), SignatureError> {
    if !certificate.is_valid(now) {
        return Err(SignatureError::Expired);
    }
    let version = match notification.signature_version() {
        Some("1") => Version::Sha1,
        Some("2") => Version::Sha256,
        Some(_) => return Err(SignatureError::Version),
        None => return Err(SignatureError::Missing("SignatureVersion")),
    };
    let signature = notification.signature();
    let signature = signature.ok_or(SignatureError::Missing("Signature"))?;
    let signature = STANDARD.decode(signature);
    let signature = signature.map_err(|_| SignatureError::Signature)?;
    let text = string_to_sign(notification)?;
    match certificate.verify(version, text.as_bytes(), &signature) {
        true => Ok(()),
        false => Err(SignatureError::Signature),
    }
}
