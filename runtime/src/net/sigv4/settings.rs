//! The credential scope and the variations of signatures.

/// The credential scope of a signature, without the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scope<'a> {
    /// The region of the endpoint.
    pub region: &'a str,
    /// The signing name of the service.
    pub service: &'a str,
}

/// The number of times that the canonical path is percent-encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "only the test suite of AWS varies it")
)]
pub(crate) enum PathEncoding {
    /// Encoded once more than on the wire, as all services except Amazon S3
    /// require.
    #[default]
    Double,
    /// Encoded as on the wire.
    Single,
}

/// Whether the canonical path resolves `.`, `..` and empty segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "only the test suite of AWS varies it")
)]
pub(crate) enum PathNormalization {
    /// Resolves them, as all services except Amazon S3 require.
    #[default]
    Resolve,
    /// Keeps them.
    Keep,
}

/// Whether the payload hash is also sent in `x-amz-content-sha256`. It is
/// always signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum PayloadHash {
    /// Not sent, as in AWS's clients for all services except Amazon S3.
    #[default]
    Unsent,
    /// Sent, and the header is signed.
    Sent,
}

/// Whether the session token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "only the test suite of AWS varies it")
)]
pub(crate) enum SessionToken {
    /// Signed, as nearly every service requires.
    #[default]
    Signed,
    /// Added to the request after signing.
    Unsigned,
}

/// The variations of the algorithm, by service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct SigningSettings {
    /// The number of times that the path is percent-encoded.
    pub path_encoding: PathEncoding,
    /// Whether the path is normalized.
    pub path_normalization: PathNormalization,
    /// Whether the payload hash is sent.
    pub payload_hash: PayloadHash,
    /// Whether the session token is signed.
    pub session_token: SessionToken,
}
