//! A transport over reqwest.

use reqwest::redirect::Policy;
use socialmessaging::transport::{Limits, Transport, TransportError};
use socialmessaging::{BoxFuture, Bytes};

/// Sends with reqwest, using its TLS (feature `rustls`), proxies and DNS.
#[derive(Debug, Clone)]
pub(crate) struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// Creates a transport. Redirects and retries are off, because an exchange
    /// must send one request, once.
    pub(crate) fn new() -> reqwest::Result<Self> {
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .build()?;
        Ok(Self(client))
    }

    async fn exchange(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut request = reqwest::Request::try_from(request).map_err(TransportError::connect)?;
        *request.timeout_mut() = limits.timeout;
        let mut response = self.0.execute(request).await.map_err(classify)?;
        let mut answer = http::Response::new(Bytes::new());
        *answer.status_mut() = response.status();
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        // In pieces, so that a response cannot take more memory than the limit.
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(classify)? {
            if body.len() + piece.len() > limits.response_size {
                return Err(TransportError::response_too_large(limits.response_size));
            }
            body.extend_from_slice(&piece);
        }
        Ok(answer.map(|_| body.into()))
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(self.exchange(request, limits))
    }
}

/// Converts an error. Only a failure to connect proves that nothing was sent.
fn classify(error: reqwest::Error) -> TransportError {
    // The URL may contain identifiers.
    let error = error.without_url();
    if error.is_connect() {
        TransportError::connect(error)
    } else if error.is_timeout() {
        TransportError::timeout()
    } else {
        TransportError::interrupted(error)
    }
}
