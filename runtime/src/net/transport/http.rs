//! HTTP/1.1 over kept-alive connections.

use std::error::Error as StdError;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use ::http::{Request, Response};
use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper_util::client::legacy::connect::{CaptureConnection, capture_connection};
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::time::Instant;

use super::connect::{CONNECT_LIMIT, Connector};
use super::roots::{Roots, RootsError, Tls};
use super::{Limits, Transport, TransportError, TransportErrorKind, body};
use crate::base::future::BoxFuture;
#[cfg(feature = "streaming")]
use crate::message::body::stream::{ByteStream, Outgoing, StreamError};

/// How long an unused connection is kept. A server that closes an idle
/// connection just as a request is written to it makes it uncertain whether the
/// request was received; servers wait longer than this before they close one.
const IDLE: Duration = Duration::from_secs(20);

/// The transport of clients that are given no other: hyper, with rustls over
/// ring, and the root certificates of the machine.
///
/// Clones share their connections. Certificates are read when the first
/// connection over TLS is made, once for all clients of the process.
///
/// # Limits
/// Variables that name a proxy (`HTTPS_PROXY`) are not read; a program behind
/// one brings its own [`Transport`].
#[derive(Clone)]
pub struct HttpTransport {
    client: Client<Connector, RequestBody>,
}

impl HttpTransport {
    /// A transport that trusts the root certificates of the machine, or those
    /// that the environment variables `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
    #[must_use]
    pub fn new() -> Self {
        Self::trusting(Roots::Native)
    }

    /// A transport that trusts the certificates in a PEM file, and no others.
    #[must_use]
    pub fn with_ca_bundle(path: impl Into<PathBuf>) -> Self {
        Self::trusting(Roots::File(path.into()))
    }

    fn trusting(roots: Roots) -> Self {
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(IDLE)
            .pool_timer(TokioTimer::new())
            // The pool takes another connection when a kept one turns out
            // closed. It does so only when hyper hands the request back because
            // it had not begun to write it, so nothing can be sent twice.
            .retry_canceled_requests(true)
            .build(Connector::new(Tls::new(roots)));
        Self { client }
    }

    /// Sends a request and reads the whole response.
    async fn exchange(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        let mut request = request.map(in_memory);
        let connection = capture_connection(&mut request);
        let exchange = async {
            let response = self.head(request, limits, &connection).await?;
            let (head, body) = response.into_parts();
            match body::read(body, limits.response_size).await {
                Ok(body) => Ok(Response::from_parts(head, body)),
                Err(error) => Err(error.with_head(head)),
            }
        };
        until(limits, &connection, exchange).await
    }

    /// Sends a request and reads the head of its response.
    async fn head(
        &self,
        request: Request<RequestBody>,
        limits: Limits,
        connection: &CaptureConnection,
    ) -> Result<Response<Incoming>, TransportError> {
        CONNECT_LIMIT
            .scope(limits.connect, self.client.request(request))
            .await
            .map_err(|error| classify(error, connection))
    }

    /// Sends a request piece by piece and reads the head of its response.
    #[cfg(feature = "streaming")]
    async fn exchange_streaming(
        &self,
        request: Request<ByteStream>,
        limits: Limits,
    ) -> Result<Response<ByteStream>, TransportError> {
        let mut request = request.map(|body| match body.in_memory() {
            Some(bytes) => in_memory(bytes.clone()),
            None => RequestBody::Right(Outgoing::new(body)),
        });
        let connection = capture_connection(&mut request);
        let head = self.head(request, limits, &connection);
        let response = until(limits, &connection, head).await?;
        Ok(response.map(ByteStream::from_body))
    }
}

/// The body of a request as hyper takes it.
#[cfg(not(feature = "streaming"))]
type RequestBody = Full<Bytes>;
#[cfg(feature = "streaming")]
type RequestBody = http_body_util::Either<Full<Bytes>, Outgoing>;

#[cfg(not(feature = "streaming"))]
fn in_memory(bytes: Bytes) -> RequestBody {
    Full::new(bytes)
}

#[cfg(feature = "streaming")]
fn in_memory(bytes: Bytes) -> RequestBody {
    RequestBody::Left(Full::new(bytes))
}

/// Ends an exchange at its deadline.
async fn until<T>(
    limits: Limits,
    connection: &CaptureConnection,
    exchange: impl Future<Output = Result<T, TransportError>>,
) -> Result<T, TransportError> {
    let Some(deadline) = limits.deadline else {
        return exchange.await;
    };
    if deadline <= Instant::now() {
        return Err(TransportError::timeout_before_sending());
    }
    match tokio::time::timeout_at(deadline, exchange).await {
        Ok(result) => result,
        Err(_) if has_connection(connection) => Err(TransportError::timeout()),
        Err(_) => Err(TransportError::timeout_before_sending()),
    }
}

/// Whether the pool has found a connection for the request, after which writing
/// it may have begun.
fn has_connection(connection: &CaptureConnection) -> bool {
    connection.connection_metadata().is_some()
}

fn classify(error: ClientError, connection: &CaptureConnection) -> TransportError {
    // Errors of the connector come back wrapped; those of this crate know best.
    let mut cause = error.source();
    let mut never_written = error.is_connect() || !has_connection(connection);
    while let Some(inner) = cause {
        if let Some(roots) = inner.downcast_ref::<RootsError>() {
            return TransportError::setup(roots.clone());
        }
        let own = inner.downcast_ref::<TransportError>();
        if own.is_some_and(|own| own.kind() == TransportErrorKind::ConnectTimeout) {
            return TransportError::connect_timeout();
        }
        #[cfg(feature = "streaming")]
        if let Some(body) = inner.downcast_ref::<StreamError>() {
            return TransportError::request_body(body.to_string());
        }
        if let Some(hyper) = inner.downcast_ref::<hyper::Error>() {
            // hyper cancels a request only before it takes it up.
            never_written |= hyper.is_canceled();
        }
        cause = inner.source();
    }
    if never_written {
        TransportError::connect(error)
    } else {
        TransportError::interrupted(error)
    }
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
        Box::pin(self.exchange(request, limits))
    }

    #[cfg(feature = "streaming")]
    fn send_streaming(
        &self,
        request: Request<ByteStream>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<ByteStream>, TransportError>> {
        Box::pin(self.exchange_streaming(request, limits))
    }
}
