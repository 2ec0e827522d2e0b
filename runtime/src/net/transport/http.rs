//! HTTP/1.1 over kept-alive connections.

use std::fmt;
use std::path::PathBuf;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ::http::{Request, Response, Uri};
use bytes::Bytes;
use hyper::body::Incoming;

use super::connect::Connector;
use super::pool::{Connection, KEPT, Pool, SendError};
#[cfg(feature = "proxy")]
use super::proxy::Proxy;
#[cfg(feature = "streaming")]
use super::request::streamed;
use super::request::{Origin, RequestBody, in_memory, origin, to_http1};
use super::roots::{Roots, Tls};
use super::{Limits, Transport, TransportError, body};
use crate::base::future::BoxFuture;
#[cfg(feature = "streaming")]
use crate::message::body::stream::{ByteStream, StreamError};

/// The default transport of clients: hyper, with rustls over ring, and the root
/// certificates of the machine.
///
/// Clones share their connections. An unused connection is kept for 20 seconds.
/// Before a kept connection carries another request, the transport checks that
/// the server has not closed it, and takes another if it has;
/// [`Limits::max_idle`] lowers the time for one request. Certificates are read
/// when the first connection over TLS is made, once for all clients of the
/// process.
///
/// # Proxies
/// With the feature `proxy`, `with_proxy` sets a proxy, and clients that are built from
/// the environment use the one of `HTTPS_PROXY`.
#[derive(Clone)]
pub struct HttpTransport {
    connector: Connector,
    pool: Arc<Pool>,
}

impl HttpTransport {
    /// Creates a transport that trusts the root certificates of the machine, or
    /// those that the environment variables `SSL_CERT_FILE` and `SSL_CERT_DIR`
    /// name.
    #[must_use]
    pub fn new() -> Self {
        Self::trusting(Roots::Native)
    }

    /// Creates a transport that trusts the certificates in a PEM file, and no
    /// others.
    #[must_use]
    pub fn with_ca_bundle(path: impl Into<PathBuf>) -> Self {
        Self::trusting(Roots::File(path.into()))
    }

    /// Connects to `https` URLs through a proxy.
    #[cfg(feature = "proxy")]
    #[must_use]
    pub fn with_proxy(mut self, proxy: Proxy) -> Self {
        self.connector.proxy = Some(proxy);
        // Connections of clones without the proxy are direct.
        self.pool = Arc::default();
        self
    }

    fn trusting(roots: Roots) -> Self {
        Self {
            connector: Connector::new(Tls::new(roots)),
            pool: Arc::default(),
        }
    }

    /// Sends a request and reads the whole response.
    async fn exchange(
        &self,
        request: &mut Request<RequestBody>,
        limits: &Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        let progress = Progress::default();
        let exchange = pin!(async {
            let answered = self.head(request, limits, &progress).await?;
            let (head, incoming) = answered.response.into_parts();
            match body::read(incoming, limits.response_size).await {
                Ok(body) => {
                    self.pool.keep(answered.origin, answered.connection);
                    Ok(Response::from_parts(head, body))
                }
                Err(error) => Err(error.with_head(head)),
            }
        });
        until(limits, &progress, exchange).await
    }

    /// Sends a request piece by piece and reads the head of its response.
    #[cfg(feature = "streaming")]
    async fn exchange_streaming(
        &self,
        request: &mut Request<RequestBody>,
        limits: &Limits,
    ) -> Result<Response<ByteStream>, TransportError> {
        let progress = Progress::default();
        let answered = pin!(self.head(request, limits, &progress));
        let answered = until(limits, &progress, answered).await?;
        self.pool.keep(answered.origin, answered.connection);
        Ok(answered.response.map(ByteStream::from_body))
    }

    /// Sends a request and reads the head of its response.
    ///
    /// A kept connection that turns out closed is replaced if hyper returns the
    /// request: no byte of it was written, so it cannot arrive twice.
    async fn head(
        &self,
        request: &mut Request<RequestBody>,
        limits: &Limits,
        progress: &Progress,
    ) -> Result<Answered, TransportError> {
        let uri = to_http1(request)?;
        let origin = origin(&uri)?;
        let max_idle = limits.max_idle.unwrap_or(KEPT);
        loop {
            let kept = self.pool.take(&origin, max_idle);
            let is_kept = kept.is_some();
            let mut connection = match kept {
                Some(connection) => connection,
                // Boxed, so that the memory for it is free as soon as the connection is
                // established.
                None => Box::pin(self.connect(&uri, limits)).await?,
            };
            progress.set(true);
            let taken = std::mem::replace(request, Request::new(in_memory(Bytes::new())));
            let failed = match connection.send(taken).await {
                Ok(response) => {
                    return Ok(Answered {
                        response,
                        origin,
                        connection,
                    });
                }
                Err(error) => SendError::from(error),
            };
            if !failed.unwritten {
                return Err(classify(failed.error));
            }
            progress.set(false);
            match failed.request {
                Some(returned) if is_kept => *request = *returned,
                _ => return Err(TransportError::connect(failed.error)),
            }
        }
    }

    async fn connect(&self, uri: &Uri, limits: &Limits) -> Result<Connection, TransportError> {
        let stream = self.connector.connect(uri.clone(), limits.connect).await?;
        let connection = Connection::start(stream).await;
        connection.map_err(TransportError::connect)
    }
}

/// The head of a response, and the connection that it came on.
struct Answered {
    response: Response<Incoming>,
    origin: Origin,
    connection: Connection,
}

/// Whether a request is on a connection, after which parts of it may be
/// written.
#[derive(Default)]
struct Progress(AtomicBool);

impl Progress {
    fn set(&self, is_sending: bool) {
        self.0.store(is_sending, Ordering::Relaxed);
    }

    fn is_sending(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Ends an exchange at its timeout.
async fn until<T>(
    limits: &Limits,
    progress: &Progress,
    // Pinned by the caller, because a future that is moved takes its space
    // twice.
    exchange: Pin<&mut impl Future<Output = Result<T, TransportError>>>,
) -> Result<T, TransportError> {
    let Some(timeout) = limits.timeout else {
        return exchange.await;
    };
    if timeout.is_zero() {
        return Err(TransportError::timeout_before_sending());
    }
    match tokio::time::timeout(timeout, exchange).await {
        Ok(result) => result,
        Err(_) if progress.is_sending() => Err(TransportError::timeout()),
        Err(_) => Err(TransportError::timeout_before_sending()),
    }
}

/// The error of a request that was written, at least in part.
fn classify(error: hyper::Error) -> TransportError {
    #[cfg(feature = "streaming")]
    {
        let mut cause = std::error::Error::source(&error);
        while let Some(inner) = cause {
            if let Some(body) = inner.downcast_ref::<StreamError>() {
                return TransportError::request_body(body.to_string());
            }
            cause = inner.source();
        }
    }
    TransportError::interrupted(error)
}

impl Default for HttpTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").finish_non_exhaustive()
    }
}

impl Transport for HttpTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        // By reference, because each future that takes the request by value
        // reserves space for it.
        let mut request = request.map(in_memory);
        Box::pin(async move { self.exchange(&mut request, &limits).await })
    }

    fn enforces_timeout(&self) -> bool {
        true
    }

    #[cfg(feature = "streaming")]
    fn send_streaming(
        &self,
        request: Request<ByteStream>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<ByteStream>, TransportError>> {
        let mut request = request.map(streamed);
        Box::pin(async move { self.exchange_streaming(&mut request, &limits).await })
    }
}
