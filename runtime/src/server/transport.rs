//! A client's transport that ends in a server of the same process.

use bytes::Bytes;
use http::{Request, Response};

use super::exchange::Server;
use crate::base::future::BoxFuture;
use crate::net::transport::{Limits, Transport, TransportError};

/// Sends a client's requests to a [`Server`] without a network. Faults show as
/// they would over one.
#[derive(Debug, Clone)]
pub struct ServerTransport(Server);

impl Server {
    /// A transport that asks this server without a network.
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
            let answered = match limits.deadline {
                Some(deadline) => tokio::time::timeout_at(deadline, exchange)
                    .await
                    .map_err(|_| TransportError::timeout())?,
                None => exchange.await,
            };
            limits.accept(answered.map_err(TransportError::interrupted)?)
        })
    }
}
