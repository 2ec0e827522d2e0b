//! Signatures computed by AWS's library `aws-sigv4`.

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;

use crate::fixture::{SECRET_KEY, SESSION_TOKEN};

/// The signed parts of a request.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'a> {
    /// The method.
    pub method: &'a str,
    /// The URI with scheme, authority, path and query.
    pub uri: &'a str,
    /// All headers, with names in lower case.
    pub headers: &'a [(String, &'a str)],
    /// The body.
    pub body: &'a [u8],
    /// The signing time.
    pub time: SystemTime,
}

/// The expected `Authorization` header of a request, signed with the
/// credentials of [`crate::fixture`], and with the same signed headers as the
/// request.
pub fn expected_authorization(request: Signed<'_>) -> String {
    let identity = Credentials::new(
        "AKIDEXAMPLE",
        SECRET_KEY,
        Some(SESSION_TOKEN.to_owned()),
        None,
        "tests",
    )
    .into();
    let params = SigningParams::builder()
        .identity(&identity)
        .region("us-east-1")
        .name("social-messaging")
        .time(request.time)
        .settings(SigningSettings::default())
        .build()
        .expect("every setting is given")
        .into();
    let covered = signed_headers(request.headers);
    // The signer adds these two headers.
    let added = ["x-amz-date", "x-amz-security-token"];
    let headers = request
        .headers
        .iter()
        .filter(|(name, _)| covered.contains(&name.as_str()) && !added.contains(&name.as_str()));
    let signable = SignableRequest::new(
        request.method,
        request.uri,
        headers.map(|(name, value)| (name.as_str(), *value)),
        SignableBody::Bytes(request.body),
    )
    .expect("a request that can be signed");
    let (instructions, _) = sign(signable, &params).expect("a signature").into_parts();
    let authorization = instructions
        .headers()
        .find(|(name, _)| *name == "authorization");
    authorization
        .expect("the header just asked for")
        .1
        .to_owned()
}

/// Returns the names in `SignedHeaders` of the `Authorization` header.
pub fn signed_headers<'a>(headers: &'a [(String, &'a str)]) -> Vec<&'a str> {
    let authorization = headers.iter().find(|(name, _)| name == "authorization");
    let (_, value) = authorization.expect("a signed request");
    let list = value.split("SignedHeaders=").nth(1).unwrap_or_default();
    let list = list.split(',').next().unwrap_or_default();
    list.split(';').collect()
}
