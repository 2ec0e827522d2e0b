//! An exchange whose request or response is a stream.

use std::time::Duration;

use bytes::Bytes;
use http::Request as HttpRequest;
use tokio::time::Instant;

use crate::message::body::stream::{ByteStream, Paced, StreamError};
use crate::message::request::{Request, ResponseBody};
use crate::message::response::Response;
use crate::net::transport::{Limits, Transport, TransportError};

/// Sends a request and returns the head of a streamed response, or a complete
/// response.
///
/// Each chunk of the request body restarts the timeouts. `limit`, that of an
/// attempt, is also the limit for each chunk of the response.
pub(super) async fn exchange(
    transport: &dyn Transport,
    signed: HttpRequest<Bytes>,
    request: &Request,
    limits: Limits,
    limit: Option<Duration>,
) -> Result<Response, TransportError> {
    let body = request.stream.as_ref().map(ByteStream::for_attempt);
    let signed = signed.map(|bytes| body.clone().unwrap_or_else(|| bytes.into()));
    let exchange = async {
        let unlimited = Limits {
            timeout: limits.timeout.filter(|_| body.is_none()),
            ..limits
        };
        let response = transport.send_streaming(signed, unlimited).await?;
        let (head, stream) = response.into_parts();
        let is_streamed =
            request.response_body == ResponseBody::Streamed && head.status.is_success();
        if is_streamed {
            let mut response = Response::new(head.status, head.headers, Bytes::new());
            response.stream = Some(paced(stream, limit));
            return Ok(response);
        }
        let error = match stream.collect(limits.response_size).await {
            Ok(body) => {
                let response = Response::new(head.status, head.headers, body);
                return Ok(response.with_limit(limits.response_size));
            }
            Err(StreamError::TooLarge { limit }) => TransportError::response_too_large(limit),
            Err(error) => TransportError::interrupted(error),
        };
        Err(error.with_head(head))
    };
    let Some(left) = limits.timeout else {
        return exchange.await;
    };
    // A timeout beyond the range of the clock has no effect.
    let Some(mut until) = Instant::now().checked_add(left) else {
        return exchange.await;
    };
    let mut exchange = std::pin::pin!(exchange);
    loop {
        if let Ok(ended) = tokio::time::timeout_at(until, &mut exchange).await {
            return ended;
        }
        let progress = body.as_ref().and_then(ByteStream::touched);
        match progress.and_then(|at| at.checked_add(left)) {
            Some(later) if later > until => until = later,
            _ => return Err(TransportError::timeout()),
        }
    }
}

fn paced(stream: ByteStream, limit: Option<Duration>) -> ByteStream {
    match limit {
        Some(limit) if stream.in_memory().is_none() => {
            ByteStream::from_body(Paced::new(stream, limit))
        }
        _ => stream,
    }
}
