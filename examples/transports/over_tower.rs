//! A transport of tower layers around the client's own.

use socialmessaging::transport::{HttpTransport, Limits, Transport, TransportError};
use socialmessaging::{BoxFuture, Bytes};
use tower::limit::ConcurrencyLimitLayer;
use tower::util::BoxCloneSyncService;
use tower::{ServiceBuilder, ServiceExt as _};

/// A request with the limits of its exchange.
pub(crate) type Exchange = (http::Request<Bytes>, Limits);

/// Sends with a tower service.
#[derive(Clone)]
pub(crate) struct TowerTransport(
    BoxCloneSyncService<Exchange, http::Response<Bytes>, TransportError>,
);

/// Returns a transport that has at most this number of requests in flight.
pub(crate) fn limited_transport(in_flight: usize) -> TowerTransport {
    let transport = HttpTransport::new();
    let send = tower::service_fn(move |(request, limits): Exchange| {
        let transport = transport.clone();
        async move { transport.send(request, limits).await }
    });
    let service = ServiceBuilder::new()
        .layer(ConcurrencyLimitLayer::new(in_flight))
        .service(send);
    TowerTransport(BoxCloneSyncService::new(service))
}

impl std::fmt::Debug for TowerTransport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TowerTransport")
    }
}

impl Transport for TowerTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(self.0.clone().oneshot((request, limits)))
    }
}
