//! Errors of signature verification.

use std::fmt;

use runtime::transport::TransportError;

/// A notification failed verification. Do not use it.
///
/// Only [`Fetch`](Self::Fetch) does not mean that the notification is invalid:
/// respond with status 500, and SNS sends it again.
#[derive(Debug)]
#[non_exhaustive]
pub enum SignatureError {
    /// The body is not a notification of SNS, or lacks this member.
    Missing(&'static str),
    /// The topic of the notification is not in the verifier's list.
    Topic,
    /// The certificate URL is not an SNS URL.
    CertificateUrl,
    /// The signature version is neither 1 nor 2.
    Version,
    /// Failed to fetch the certificate; try again later.
    Fetch(Box<dyn std::error::Error + Send + Sync>),
    /// The certificate does not have an RSA key.
    Certificate,
    /// The certificate is not valid at this time.
    Expired,
    /// The signature is wrong: the notification is forged or changed.
    Signature,
}

impl SignatureError {
    pub(super) fn transport(error: TransportError) -> Self {
        Self::Fetch(Box::new(error))
    }
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(name) => write!(f, "not a signed SNS notification: no `{name}`"),
            Self::Topic => f.write_str("the notification is for another topic; list your topics"),
            Self::CertificateUrl => f.write_str("the certificate URL is not an SNS URL"),
            Self::Version => f.write_str("the signature has an unknown version; expected 1 or 2"),
            Self::Fetch(error) => write!(f, "failed to fetch the SNS certificate: {error}"),
            Self::Certificate => f.write_str("not a certificate with an RSA key"),
            Self::Expired => f.write_str("the SNS certificate is not valid at this time"),
            Self::Signature => f.write_str("the signature of the notification is wrong"),
        }
    }
}

impl std::error::Error for SignatureError {}
