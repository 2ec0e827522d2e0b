//! AWS Signature Version 4, in the `Authorization` header.
//!
//! [`sign`] adds `x-amz-date`, the session token if there is one, and the
//! signature to a request that is otherwise complete. It signs path and query
//! as they are on the wire, and changes neither.
//!
//! The rules are in the AWS documentation, chapter "Create a signed AWS API
//! request"; the tests compare with AWS's own test suite.

mod canonical;
mod date;
mod key;
mod settings;
#[cfg(test)]
mod suite_tests;

use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HOST, HeaderMap, HeaderName, HeaderValue};

use canonical::{ALGORITHM, is_signed_by_client};
pub(crate) use canonical::{CanonicalRequest, Signable, sha256_hex};
pub(crate) use date::SigningTime;
pub(crate) use key::KeyCache;
pub(crate) use settings::{PayloadHash, Scope, SessionToken, SigningSettings};

use crate::base::hashing::Hashing;
use crate::base::hex::HexHash;
use crate::base::identity::Credentials;
use crate::net::host::host_header;

const X_AMZ_DATE: HeaderName = HeaderName::from_static("x-amz-date");
const X_AMZ_SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
const X_AMZ_CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");

/// The reason why a request could not be signed. The text contains no secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum SigningError {
    /// A part of the credentials has characters that are invalid in HTTP
    /// headers.
    Credentials {
        /// The part: the access key id or the session token.
        part: &'static str,
    },
    /// The request's URI has no host.
    NoHost,
    /// The time is outside the years 1970 to 9999.
    Time,
}

impl fmt::Display for SigningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Credentials { part } => write!(
                f,
                "the {part} of the credentials holds characters that cannot be sent in an HTTP \
                 header; look for a line break or a stray character where it is set"
            ),
            Self::NoHost => f.write_str("the request's URI names no host"),
            Self::Time => f.write_str(
                "the time is outside the years 1970 to 9999, which no signature can name; set the \
                 machine's clock",
            ),
        }
    }
}

impl std::error::Error for SigningError {}

/// Signs `request` as of `time`.
///
/// Adds a `Host` header from the URI if there is none, and replaces an existing
/// signature. Caches derived keys in `keys`.
///
/// # Errors
/// See [`SigningError`].
#[cfg(any(test, feature = "credentials-chain", feature = "server"))]
pub(crate) fn sign(
    request: &mut http::Request<Bytes>,
    credentials: &Credentials,
    scope: Scope<'_>,
    time: SystemTime,
    settings: SigningSettings,
    keys: &KeyCache,
) -> Result<(), SigningError> {
    let signing = Signing {
        credentials,
        scope,
        time,
        settings,
        keys,
        hashing: Hashing,
    };
    let payload_hash = sha256_hex(signing.hashing, request.body());
    signing.sign(request, payload_hash.as_str())?;
    Ok(())
}

/// Replaces the hash of an unsigned body.
pub(crate) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// The parameters of a signature.
pub(crate) struct Signing<'a> {
    pub(crate) credentials: &'a Credentials,
    pub(crate) scope: Scope<'a>,
    pub(crate) time: SystemTime,
    pub(crate) settings: SigningSettings,
    pub(crate) keys: &'a KeyCache,
    pub(crate) hashing: Hashing,
}

impl Signing<'_> {
    /// Signs `request` and returns the signature; `payload_hash` is the hash of its
    /// body.
    pub(crate) fn sign(
        &self,
        request: &mut http::Request<Bytes>,
        payload_hash: &str,
    ) -> Result<HexHash, SigningError> {
        let mut headers = std::mem::take(request.headers_mut());
        let signed = self.add(request.method(), request.uri(), &mut headers, payload_hash);
        *request.headers_mut() = headers;
        signed
    }

    /// Adds the headers of the signature.
    fn add(
        &self,
        method: &http::Method,
        uri: &http::Uri,
        headers: &mut HeaderMap,
        payload_hash: &str,
    ) -> Result<HexHash, SigningError> {
        let time = SigningTime::new(self.time).ok_or(SigningError::Time)?;
        let token = match self.credentials.session_token() {
            Some(token) => Some(secret_header(token.to_owned(), "session token")?),
            None => None,
        };
        if !headers.contains_key(HOST) {
            headers.insert(HOST, host_header(uri).ok_or(SigningError::NoHost)?);
        }
        headers.remove(AUTHORIZATION);
        headers.remove(X_AMZ_SECURITY_TOKEN);
        headers.insert(X_AMZ_DATE, plain_header(time.timestamp()));
        if self.settings.payload_hash == PayloadHash::Sent {
            headers.insert(X_AMZ_CONTENT_SHA256, plain_header(payload_hash));
        }
        if let (SessionToken::Signed, Some(token)) = (self.settings.session_token, &token) {
            headers.insert(X_AMZ_SECURITY_TOKEN, token.clone());
        }

        let signable = Signable::new(method, uri, headers, is_signed_by_client);
        let mut canonical = CanonicalRequest::new(signable, payload_hash, self.settings);
        let to_sign = canonical.string_to_sign(self.hashing, self.scope, &time);
        let signature = self
            .keys
            .sign(self.hashing, self.credentials, self.scope, &time, to_sign);
        let parts: [&[u8]; 13] = [
            ALGORITHM.as_bytes(),
            b" Credential=",
            self.credentials.access_key_id().as_bytes(),
            b"/",
            time.date(),
            b"/",
            self.scope.region.as_bytes(),
            b"/",
            self.scope.service.as_bytes(),
            b"/aws4_request, SignedHeaders=",
            canonical.signed_headers(),
            b", Signature=",
            signature.as_bytes(),
        ];
        let authorization = parts.concat();
        headers.insert(
            AUTHORIZATION,
            secret_header(authorization, "access key id")?,
        );
        if let (SessionToken::Unsigned, Some(token)) = (self.settings.session_token, token) {
            headers.insert(X_AMZ_SECURITY_TOKEN, token);
        }
        Ok(signature)
    }
}

fn secret_header(value: impl Into<Bytes>, part: &'static str) -> Result<HeaderValue, SigningError> {
    let value = HeaderValue::from_maybe_shared(value.into());
    let mut value = value.map_err(|_| SigningError::Credentials { part })?;
    value.set_sensitive(true);
    Ok(value)
}

/// Creates a header value from text that consists of letters and digits.
fn plain_header(value: &str) -> HeaderValue {
    HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static(""))
}
