//! Scope and variations of signatures.

/// What a signature is valid for, beside the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scope<'a> {
    /// The region that the request goes to.
    pub region: &'a str,
    /// The signing name of the service.
    pub service: &'a str,
}

/// How often the path is percent-encoded in what is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "only the test suite of AWS varies it")
)]
pub(crate) enum PathEncoding {
    /// Once more than on the wire: the rule of every service but Amazon S3.
    #[default]
    Double,
    /// As on the wire.
    Single,
}

/// Whether `.`, `..` and empty segments are resolved in what is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "only the test suite of AWS varies it")
)]
pub(crate) enum PathNormalization {
    /// They are: the rule of every service but Amazon S3.
    #[default]
    Resolve,
    /// The segments are signed as they are.
    Keep,
}

/// Whether the hash of the payload is also sent in `x-amz-content-sha256`. It
/// is always part of what is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum PayloadHash {
    /// It is not: what AWS's clients do for all services but Amazon S3.
    #[default]
    Unsent,
    /// It is, and the header is signed.
    Sent,
}

/// Whether the session token is part of what is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "only the test suite of AWS varies it")
)]
pub(crate) enum SessionToken {
    /// It is, as nearly every service expects.
    #[default]
    Signed,
    /// It is added to the request after signing.
    Unsigned,
}

/// The variations of the algorithm that services ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Settings {
    /// How often the path is percent-encoded.
    pub path_encoding: PathEncoding,
    /// Whether the path is normalized.
    pub path_normalization: PathNormalization,
    /// Whether the payload hash is sent.
    pub payload_hash: PayloadHash,
    /// Whether the session token is signed.
    pub session_token: SessionToken,
}
