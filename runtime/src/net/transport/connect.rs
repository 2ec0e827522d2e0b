//! Establishing a connection, including TLS, with a timeout.

use std::sync::Arc;
use std::time::Duration;

use ::http::Uri;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::HttpConnector;
use tower_service::Service as _;

#[cfg(feature = "proxy")]
use super::proxy::Proxy;
use super::roots::Tls;
use super::socket::Stream;
use super::{TransportError, hint};

/// Connects over TCP for `http`, and TLS for `https`.
#[derive(Debug, Clone)]
pub(super) struct Connector {
    tcp: HttpConnector,
    tls: Arc<Tls>,
    #[cfg(feature = "proxy")]
    pub(super) proxy: Option<Proxy>,
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
            #[cfg(feature = "proxy")]
            proxy: None,
        }
    }

    /// Connects to the host of a URI: the lookup of its name, TCP and TLS
    /// together take at most `limit`.
    pub(super) async fn connect(
        &self,
        uri: Uri,
        limit: Option<Duration>,
    ) -> Result<Stream, TransportError> {
        let connecting = self.establish(uri);
        match limit {
            None => connecting.await,
            Some(limit) => tokio::time::timeout(limit, connecting)
                .await
                .unwrap_or_else(|_| Err(TransportError::connect_timeout())),
        }
    }

    async fn establish(&self, uri: Uri) -> Result<Stream, TransportError> {
        let mut tcp = self.tcp.clone();
        if uri.scheme_str() == Some("http") {
            let stream = tcp.call(uri).await.map_err(TransportError::connect)?;
            return Ok(Box::new(stream));
        }
        let config = self.tls.config().await.map_err(TransportError::setup)?;
        #[cfg(feature = "proxy")]
        if let Some(route) = self.proxy.as_ref().and_then(|proxy| proxy.route(&uri)) {
            let mut connector = HttpsConnector::from((route.tunnel(tcp), config));
            let stream = connector.call(uri).await.map_err(|error| {
                certificate(error)
                    .unwrap_or_else(|error| TransportError::connect(route.failed(&*error)))
            })?;
            return Ok(Box::new(stream));
        }
        let mut connector = HttpsConnector::from((tcp, config));
        let stream = connector
            .call(uri)
            .await
            .map_err(|error| certificate(error).unwrap_or_else(TransportError::connect))?;
        Ok(Box::new(stream))
    }
}

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Returns the error of a server whose certificate is not trusted, or the cause.
fn certificate(error: Cause) -> Result<TransportError, Cause> {
    match hint::certificate(&*error) {
        Some(_) => Ok(TransportError::certificate(error)),
        None => Err(error),
    }
}
