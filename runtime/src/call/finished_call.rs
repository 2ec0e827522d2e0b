//! Reports of calls that ended, for metrics.

use std::fmt;
use std::time::Duration;

use super::error::Error;
use super::operation::ServiceError;
use super::response_metadata::ResponseMetadata;
use super::service::Metadata;

/// A call that ended, for metrics. See [`Builder::observer`](crate::Builder::observer).
#[derive(Clone)]
pub struct FinishedCall<'a> {
    operation: &'static Metadata,
    region: &'a str,
    duration: Duration,
    metadata: &'a ResponseMetadata,
    failure: Option<CallFailure<'a>>,
}

#[derive(Clone, Copy)]
struct CallFailure<'a> {
    kind: &'a str,
    maybe_sent: bool,
}

impl<'a> FinishedCall<'a> {
    pub(super) fn new(
        operation: &'static Metadata,
        region: &'a str,
        duration: Duration,
        metadata: &'a ResponseMetadata,
    ) -> Self {
        Self {
            operation,
            region,
            duration,
            metadata,
            failure: None,
        }
    }

    pub(super) fn with_error<E: ServiceError>(mut self, error: &'a Error<E>) -> Self {
        self.failure = Some(CallFailure {
            kind: error.kind_name(),
            maybe_sent: error.maybe_sent(),
        });
        self
    }

    /// The service's name in SDKs (`rpc.service` of OpenTelemetry).
    #[must_use]
    pub fn service(&self) -> &'static str {
        self.operation.service.sdk_id
    }

    /// The operation's name, such as `GetBook` (`rpc.method`).
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation.name
    }

    /// The Region of the client (`cloud.region`).
    #[must_use]
    pub fn region(&self) -> &'a str {
        self.region
    }

    /// The time from the start of the call to its result, including waits for
    /// credentials and retries.
    #[must_use]
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// The number of requests and of throttled requests, and the status and id
    /// of the last one.
    #[must_use]
    pub fn response_metadata(&self) -> &'a ResponseMetadata {
        self.metadata
    }

    /// The kind of the failure (`error.type`): the code of the service, such as
    /// `ValidationException`, or else `throttled`, `timeout`, `connection`,
    /// `credentials`, `unreadable_response`, `config`, `service` or `other`. `None` for a
    /// success.
    #[must_use]
    pub fn error_kind(&self) -> Option<&'a str> {
        self.failure.map(|failure| failure.kind)
    }

    /// Whether the call failed and a request may have been processed. See
    /// [`Error::maybe_sent`].
    #[must_use]
    pub fn maybe_sent(&self) -> bool {
        self.failure.is_some_and(|failure| failure.maybe_sent)
    }
}

impl fmt::Debug for FinishedCall<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FinishedCall")
            .field("service", &self.service())
            .field("operation", &self.operation())
            .field("region", &self.region)
            .field("duration", &self.duration)
            .field("response_metadata", self.metadata)
            .field("error_kind", &self.error_kind())
            .field("maybe_sent", &self.maybe_sent())
            .finish()
    }
}
