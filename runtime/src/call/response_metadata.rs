//! The metadata of a response: status, request id, attempts.

use crate::message::response::{self, Response};

/// The metadata of a response: HTTP status, request id, number of attempts. Every output and every [`Error`](crate::Error) has one.
///
/// ```
/// # use runtime::ResponseMetadata;
/// let metadata = ResponseMetadata::new().with_status(200).with_request_id("7a62").with_attempts(2);
/// assert_eq!(metadata.request_id(), Some("7a62"));
/// assert_eq!(metadata.attempts(), 2);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResponseMetadata {
    status: Option<u16>,
    request_id: Option<String>,
    attempts: u32,
    throttled_attempts: u32,
}

impl ResponseMetadata {
    /// Creates metadata without status, request id or attempts, as in the
    /// outputs of stubs.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads status and request id of a response.
    pub(crate) fn from_response(response: &Response) -> Self {
        Self {
            status: Some(response.status.as_u16()),
            request_id: response::request_id(response),
            attempts: 0,
            throttled_attempts: 0,
        }
    }

    /// Sets the HTTP status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Sets the request id.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        self.request_id = Some(id.into());
        self
    }

    /// Sets the number of attempts.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the number of responses that throttled the call.
    #[must_use]
    pub fn with_throttled_attempts(mut self, attempts: u32) -> Self {
        self.throttled_attempts = attempts;
        self
    }

    /// The HTTP status; `None` without a response.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// The id of the request, for AWS Support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The number of times that the client sent the request; 0 for a request that
    /// was not sent, and for outputs of stubs.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The number of responses that throttled the call, at most
    /// [`attempts`](Self::attempts).
    #[must_use]
    pub fn throttled_attempts(&self) -> u32 {
        self.throttled_attempts
    }
}
