//! Sending signed requests and receiving their responses.
//!
//! With the feature `http`, `HttpTransport` is the default: HTTP/1.1 over
//! kept-alive connections. With `fetch`, on `wasm32-unknown-unknown`, the
//! default is the JavaScript host's. A custom [`Transport`] can replace it, to
//! record requests, to use a proxy, or to respond without a network.

#[cfg(feature = "http")]
mod body;
#[cfg(feature = "http")]
mod connect;
mod error;
#[cfg(all(feature = "fetch", target_family = "wasm", target_os = "unknown"))]
mod fetch;
mod hint;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "http")]
mod hyper_hint;
#[cfg(feature = "http")]
mod pool;
#[cfg(feature = "http")]
mod provider;
#[cfg(feature = "proxy")]
mod proxy;
#[cfg(feature = "http")]
mod request;
#[cfg(feature = "http")]
mod roots;
#[cfg(feature = "http")]
mod socket;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ::http::{Request, Response};
use bytes::Bytes;

pub(crate) use self::hint::IgnoredProxy;
#[cfg(feature = "http")]
pub use self::http::HttpTransport;
pub use error::{TransportError, TransportErrorKind};
#[cfg(all(feature = "fetch", target_family = "wasm", target_os = "unknown"))]
pub use fetch::FetchTransport;
#[cfg(feature = "proxy")]
pub use proxy::{InvalidProxy, Proxy};

pub use crate::message::body::DEFAULT_RESPONSE_SIZE;

use crate::base::future::BoxFuture;
#[cfg(feature = "streaming")]
use crate::message::body::stream::ByteStream;

/// Sends requests.
///
/// One call is one exchange: it follows no redirects and sends nothing twice.
/// Dropping the future ends the exchange.
///
#[cfg_attr(feature = "http", doc = "```")]
#[cfg_attr(not(feature = "http"), doc = "```ignore")]
/// use bytes::Bytes;
/// # use runtime::BoxFuture;
/// # use runtime::transport::{HttpTransport, Limits, Transport, TransportError};
///
/// /// Prints each request line.
/// #[derive(Debug)]
/// struct Loud(HttpTransport);
///
/// impl Transport for Loud {
///     fn send(
///         &self,
///         request: http::Request<Bytes>,
///         limits: Limits,
///     ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
///         println!("{} {}", request.method(), request.uri());
///         self.0.send(request, limits)
///     }
/// }
/// ```
pub trait Transport: fmt::Debug + Send + Sync + 'static {
    /// Sends a request to the host in its URI and reads the whole response.
    ///
    /// An error must not claim that nothing was sent unless that is certain:
    /// the client may then send the request again (see
    /// [`TransportError::maybe_sent`]).
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>>;

    /// Returns whether [`send`](Self::send) always ends at [`Limits::timeout`].
    /// If so, the client does not start its own timer. A transport that wraps
    /// another one may forward this method only if it does not wait itself, for
    /// example for a rate limit.
    fn enforces_timeout(&self) -> bool {
        false
    }

    /// Like [`send`](Self::send), with bodies that need not be in memory:
    /// returns when the head of the response has arrived.
    ///
    /// The default holds both bodies in memory; the response is limited to
    /// `response_size`. A transport that wraps another one should forward this
    /// method, too.
    #[cfg(feature = "streaming")]
    fn send_streaming(
        &self,
        request: Request<ByteStream>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect(usize::MAX).await;
            let body = body.map_err(TransportError::request_body)?;
            let response = self.send(Request::from_parts(head, body), limits).await?;
            Ok(response.map(ByteStream::from))
        })
    }
}

/// The limits of one exchange.
///
/// ```
/// # use runtime::transport::Limits;
/// let mut limits = Limits::default();
/// limits.response_size = 64 * 1024;
/// assert_eq!(limits.timeout, None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The time to establish a connection, TLS included.
    pub connect: Option<Duration>,
    /// The timeout of the exchange. The client enforces it unless the transport
    /// does ([`Transport::enforces_timeout`]), which can report whether it sent
    /// anything.
    pub timeout: Option<Duration>,
    /// The size of the response's body in bytes.
    pub response_size: usize,
    /// The maximum idle time of a kept-alive connection that may carry the request;
    /// `None` for the limit of the transport. Zero requests a new connection.
    ///
    /// A server may close an idle connection just as a request is written to
    /// it; then it is unknown whether the service processed the request. The
    /// client sets this limit for requests that it must not send again.
    pub max_idle: Option<Duration>,
}

impl Limits {
    /// Returns a response unless it is larger than the limit.
    pub(crate) fn accept(
        &self,
        response: Response<Bytes>,
    ) -> Result<Response<Bytes>, TransportError> {
        if response.body().len() <= self.response_size {
            return Ok(response);
        }
        let (head, _) = response.into_parts();
        Err(TransportError::response_too_large(self.response_size).with_head(head))
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: None,
            timeout: None,
            response_size: DEFAULT_RESPONSE_SIZE,
            max_idle: None,
        }
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        (**self).send(request, limits)
    }

    fn enforces_timeout(&self) -> bool {
        (**self).enforces_timeout()
    }

    #[cfg(feature = "streaming")]
    fn send_streaming(
        &self,
        request: Request<ByteStream>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<ByteStream>, TransportError>> {
        (**self).send_streaming(request, limits)
    }
}
