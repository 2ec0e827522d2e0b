//! Signatures of requests that a server sends, for example to a queue.

use std::time::SystemTime;

use bytes::Bytes;

use crate::base::identity::Credentials;
use crate::net::sigv4::{self, KeyCache, Scope, SigningSettings};

/// Signs a request to an AWS service with Signature Version 4.
///
/// ```
/// # use bytes::Bytes;
/// # use runtime::{Credentials, server::sign};
/// let mut request = http::Request::post("http://127.0.0.1:9324/").body(Bytes::new())?;
/// let credentials = Credentials::new("id", "secret");
/// let now = std::time::SystemTime::now();
/// sign(&mut request, &credentials, "us-east-1", "sqs", now)?;
/// assert!(request.headers().contains_key("authorization"));
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
///
/// # Errors
/// The URI has no host, the credentials have characters that are not allowed in a
/// header, or the time is outside the years 1970 to 9999.
pub fn sign(
    request: &mut http::Request<Bytes>,
    credentials: &Credentials,
    region: &str,
    service: &str,
    time: SystemTime,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let scope = Scope { region, service };
    let settings = SigningSettings::default();
    let keys = KeyCache::default();
    Ok(sigv4::sign(
        request,
        credentials,
        scope,
        time,
        settings,
        &keys,
    )?)
}
