//! The events of a call, and the reports to the observer of a client.

use std::fmt::Display;
use std::time::Duration;

use tracing::level_filters::LevelFilter;

use super::Handle;
use super::invoke::Call;
use super::shared::Shared;
use crate::call::error::Error;
use crate::call::finished_call::FinishedCall;
use crate::call::operation::ServiceError;
use crate::call::response_metadata::ResponseMetadata;
use crate::call::service::Metadata;
use crate::call::telemetry::CallEvent;
use crate::message::response::Response;
use crate::net::transport::TransportError;

/// A call that may be observed.
pub(super) struct ObservedCall<'a> {
    shared: &'a Shared,
    operation: &'static Metadata,
    /// When the call began; `None` if nobody observes it.
    started: Option<Duration>,
}

impl Handle {
    /// Starts measuring a call, if the client has an observer.
    pub(super) fn observed(&self, operation: &'static Metadata) -> ObservedCall<'_> {
        let shared = &*self.shared;
        let observer = shared.observer.as_ref();
        ObservedCall {
            shared,
            operation,
            started: observer.map(|_| shared.async_runtime.now()),
        }
    }
}

impl ObservedCall<'_> {
    pub(super) fn succeeded(&self, metadata: &ResponseMetadata) {
        self.report(metadata, |call| call);
    }

    pub(super) fn failed<E: ServiceError>(&self, error: &Error<E>) {
        self.report(error.response_metadata(), |call| call.with_error(error));
    }

    fn report<'a>(
        &'a self,
        metadata: &'a ResponseMetadata,
        complete: impl FnOnce(FinishedCall<'a>) -> FinishedCall<'a>,
    ) {
        let (Some(observer), Some(started)) = (&self.shared.observer, self.started) else {
            return;
        };
        let duration = self.shared.async_runtime.now().saturating_sub(started);
        let region = self.shared.region.as_str();
        let call = FinishedCall::new(self.operation, region, duration, metadata);
        observer(&complete(call));
    }
}

impl Call<'_> {
    pub(super) fn report(&self, event: &CallEvent<'_>) {
        (self.shared.service.telemetry.event)(event);
    }

    pub(super) fn retrying(&self, wait: Duration, reason: &dyn Display) {
        self.report(&CallEvent::Retrying {
            attempt: self.attempts,
            wait,
            reason,
        });
    }

    pub(super) fn trace(&self, result: &Result<Response, TransportError>, started: Duration) {
        // Most programs do not log attempts.
        if LevelFilter::current() < LevelFilter::DEBUG {
            return;
        }
        let attempt = self.attempts;
        let elapsed = self.runtime().now().saturating_sub(started);
        let event = match result {
            Ok(response) => {
                let request_id = response.headers.get("x-amzn-requestid");
                let request_id = request_id.and_then(|id| id.to_str().ok());
                let status = response.status.as_u16();
                CallEvent::Answered {
                    attempt,
                    status,
                    request_id,
                    elapsed,
                }
            }
            Err(error) => CallEvent::AttemptFailed {
                attempt,
                error,
                elapsed,
            },
        };
        self.report(&event);
    }
}
