//! Requests in the form of HTTP/1.1.

use ::http::header::HOST;
use ::http::request::Parts;
use ::http::uri::{Authority, PathAndQuery, Scheme};
use ::http::{Request, Uri};
use bytes::Bytes;
use http_body_util::Full;

use super::TransportError;
#[cfg(feature = "streaming")]
use crate::message::body::stream::{ByteStream, Outgoing};
use crate::net::host::host_header;

/// Scheme, host and port of a server.
pub(super) type Origin = (Scheme, Authority);

/// The body of a request, for one connection or several.
pub(super) enum Body {
    InMemory(Bytes),
    #[cfg(feature = "streaming")]
    Stream(ByteStream),
}

/// The body of a request for hyper.
#[cfg(not(feature = "streaming"))]
pub(super) type RequestBody = Full<Bytes>;
#[cfg(feature = "streaming")]
pub(super) type RequestBody = http_body_util::Either<Full<Bytes>, Outgoing>;

impl Body {
    #[cfg(not(feature = "streaming"))]
    fn for_connection(&self) -> RequestBody {
        let Self::InMemory(bytes) = self;
        Full::new(bytes.clone())
    }

    #[cfg(feature = "streaming")]
    fn for_connection(&self) -> RequestBody {
        match self {
            Self::InMemory(bytes) => RequestBody::Left(Full::new(bytes.clone())),
            Self::Stream(stream) => RequestBody::Right(Outgoing::new(stream.clone())),
        }
    }

    /// Returns whether the body was read, at least in part, and cannot be read
    /// again.
    pub(super) fn is_spent(&self) -> bool {
        match self {
            Self::InMemory(_) => false,
            #[cfg(feature = "streaming")]
            Self::Stream(stream) => stream.touched().is_some(),
        }
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

/// The request in the form of HTTP/1.1 (RFC 9112, section 3.2.1): the target is
/// the path with the query, and the host is a header.
pub(super) fn http1_request(
    head: &Parts,
    body: &Body,
) -> Result<Request<RequestBody>, TransportError> {
    let mut request = Request::new(body.for_connection());
    *request.method_mut() = head.method.clone();
    *request.headers_mut() = head.headers.clone();
    let target = head.uri.path_and_query().cloned();
    *request.uri_mut() = target
        .unwrap_or_else(|| PathAndQuery::from_static("/"))
        .into();
    if !request.headers().contains_key(HOST) {
        let host = host_header(&head.uri).ok_or_else(|| no_host(&head.uri))?;
        request.headers_mut().insert(HOST, host);
    }
    Ok(request)
}
