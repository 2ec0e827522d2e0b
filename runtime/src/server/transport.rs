//! A client transport that calls a server in the same process.

use bytes::Bytes;
use http::{Request, Response};

use super::exchange::Server;
use crate::base::future::BoxFuture;
use crate::net::transport::{Limits, Transport, TransportError};

/// Sends a client's requests to a [`Server`] without a network. Faults have the
/// same effect as over a network.
#[derive(Debug, Clone)]
pub struct ServerTransport(Server);

impl Server {
    /// Returns a client transport that calls this server without a network.
    #[must_use]
    pub fn transport(&self) -> ServerTransport {
        ServerTransport(self.clone())
    }
}

impl Transport for ServerTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let exchange = self.0.handle(request);
            let result = match limits.timeout {
                Some(limit) => tokio::time::timeout(limit, exchange)
                    .await
                    .map_err(|_| TransportError::timeout())?,
                None => exchange.await,
            };
            limits.accept(result.map_err(TransportError::interrupted)?)
        })
    }
}
