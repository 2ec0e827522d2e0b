//! Requests as observers see them.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::request::Parts;
use http::{Method, StatusCode};

/// A request and its outcome, for observers. `Debug` does not show the bodies.
#[derive(Clone)]
#[non_exhaustive]
pub struct ObservedRequest {
    /// The HTTP method.
    pub method: Method,
    /// The path without the query, which may contain user data.
    pub path: String,
    /// The operation; `None` if no route matched.
    pub operation: Option<&'static str>,
    /// The status; `None` if the connection was reset.
    pub status: Option<StatusCode>,
    /// The error code of the response.
    pub error: Option<String>,
    /// The request id in the response.
    pub request_id: String,
    /// The header `User-Agent`, which names the SDK.
    pub user_agent: Option<String>,
    /// The time from the head of the request to the response.
    pub duration: Duration,
    pub(super) body: Bytes,
    pub(super) response: Bytes,
}

impl ObservedRequest {
    pub(super) fn new(parts: &Parts, request_id: String) -> Self {
        let user_agent = parts.headers.get(http::header::USER_AGENT);
        Self {
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            operation: None,
            status: None,
            error: None,
            request_id,
            user_agent: user_agent
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned),
            duration: Duration::ZERO,
            body: Bytes::new(),
            response: Bytes::new(),
        }
    }

    /// Returns the body of the request; empty if it was not read.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the body of the response; empty if the connection was reset,
    /// and for streams.
    #[must_use]
    pub fn response(&self) -> &Bytes {
        &self.response
    }
}

impl fmt::Debug for ObservedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObservedRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("error", &self.error)
            .field("request_id", &self.request_id)
            .field("user_agent", &self.user_agent)
            .field("duration", &self.duration)
            .finish_non_exhaustive()
    }
}
