//! Establishing a connection, TLS included, within a time limit.

use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use ::http::Uri;
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower_service::Service;

use super::TransportError;
use super::roots::Tls;

type Stream = MaybeHttpsStream<TokioIo<TcpStream>>;
type BoxError = Box<dyn StdError + Send + Sync>;

tokio::task_local! {
    /// The connect limit of the exchange that is under way in this task.
    ///
    /// The pool of connections hands nothing of a request on to the connector
    /// but the host. It does call the connector within the exchange's own task,
    /// so this is how the limit gets there.
    pub(super) static CONNECT_LIMIT: Option<Duration>;
}

/// Connects over TCP for `http`, and TLS for `https`.
#[derive(Debug, Clone)]
pub(super) struct Connector {
    tcp: HttpConnector,
    tls: Arc<Tls>,
}

impl Connector {
    pub(super) fn new(tls: Tls) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        // A request is written in two parts, head and body, and the second must
        // not wait for the first to be acknowledged.
        tcp.set_nodelay(true);
        Self {
            tcp,
            tls: Arc::new(tls),
        }
    }
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let limit = CONNECT_LIMIT.try_with(|limit| *limit).ok().flatten();
        let connecting = establish(self.tcp.clone(), Arc::clone(&self.tls), uri);
        Box::pin(async move {
            match limit {
                None => connecting.await,
                Some(limit) => tokio::time::timeout(limit, connecting)
                    .await
                    .unwrap_or_else(|_| Err(TransportError::connect_timeout().into())),
            }
        })
    }
}

async fn establish(mut tcp: HttpConnector, tls: Arc<Tls>, uri: Uri) -> Result<Stream, BoxError> {
    if uri.scheme_str() == Some("http") {
        return Ok(MaybeHttpsStream::Http(tcp.call(uri).await?));
    }
    let config = tls.config().await?;
    HttpsConnector::from((tcp, config)).call(uri).await
}
