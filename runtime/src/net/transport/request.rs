//! Requests in HTTP/1.1 format.

use ::http::header::HOST;
use ::http::uri::{Authority, PathAndQuery, Scheme};
use ::http::{Request, Uri, Version};
use bytes::Bytes;
use http_body_util::Full;

use super::TransportError;
#[cfg(feature = "streaming")]
use crate::message::body::stream::{ByteStream, Outgoing};
use crate::net::host::host_header;

/// Scheme, host and port of a server.
pub(super) type Origin = (Scheme, Authority);

/// The body of a request for hyper.
#[cfg(not(feature = "streaming"))]
pub(super) type RequestBody = Full<Bytes>;
#[cfg(feature = "streaming")]
pub(super) type RequestBody = http_body_util::Either<Full<Bytes>, Outgoing>;

/// Returns a body in memory.
pub(super) fn in_memory(bytes: Bytes) -> RequestBody {
    #[cfg(feature = "streaming")]
    return RequestBody::Left(Full::new(bytes));
    #[cfg(not(feature = "streaming"))]
    Full::new(bytes)
}

/// Returns a body that may be a stream.
#[cfg(feature = "streaming")]
pub(super) fn streamed(body: ByteStream) -> RequestBody {
    match body.in_memory() {
        Some(bytes) => in_memory(bytes.clone()),
        None => RequestBody::Right(Outgoing::new(body)),
    }
}

/// Returns the origin of an absolute URI.
pub(super) fn origin(uri: &Uri) -> Result<Origin, TransportError> {
    match (uri.scheme(), uri.authority()) {
        (Some(scheme), Some(authority)) => Ok((scheme.clone(), authority.clone())),
        _ => Err(no_host(uri)),
    }
}

fn no_host(uri: &Uri) -> TransportError {
    TransportError::setup(format!("the URI {uri} has no scheme or host"))
}

/// Converts a request to HTTP/1.1 format (RFC 9112, section 3.2.1): the target
/// is the path with the query, and the host is a header. Returns its absolute
/// URI.
pub(super) fn to_http1<B>(request: &mut Request<B>) -> Result<Uri, TransportError> {
    let uri = std::mem::take(request.uri_mut());
    if !request.headers().contains_key(HOST) {
        let host = host_header(&uri).ok_or_else(|| no_host(&uri))?;
        request.headers_mut().insert(HOST, host);
    }
    let target = uri.path_and_query().cloned();
    *request.uri_mut() = target
        .unwrap_or_else(|| PathAndQuery::from_static("/"))
        .into();
    *request.version_mut() = Version::HTTP_11;
    // Extensions are for transports that use other libraries.
    request.extensions_mut().clear();
    Ok(uri)
}
