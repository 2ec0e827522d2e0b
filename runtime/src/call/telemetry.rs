//! The spans and events of calls.
//!
//! `tracing` needs constant targets, so each client has its own functions, with
//! its name as the target. [`telemetry!`](crate::codegen::telemetry) writes
//! them.

use std::fmt::{self, Debug, Display};
use std::time::Duration;

use tracing::Span;

use super::response_metadata::ResponseMetadata;

/// The functions of a client.
#[derive(Clone, Copy)]
pub struct Telemetry {
    /// Creates the span of a call.
    pub span: fn(&CallSpan<'_>) -> Span,
    /// Reports an event.
    pub event: fn(&CallEvent<'_>),
}

impl Debug for Telemetry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Telemetry")
    }
}

impl Telemetry {
    /// Reports a call that failed, and marks its span.
    pub(super) fn failed(&self, span: &Span, kind: &str, error: &dyn Display, maybe_sent: bool) {
        span.record("error.type", kind);
        span.record("otel.status_code", "ERROR");
        span.in_scope(|| (self.event)(&CallEvent::Failed { error, maybe_sent }));
    }
}

/// Records the last response of a call.
pub(super) fn record(span: &Span, metadata: &ResponseMetadata) {
    span.record("attempts", metadata.attempts());
    if let Some(status) = metadata.status() {
        span.record("http.response.status_code", status);
    }
    if let Some(id) = metadata.request_id() {
        span.record("aws.request_id", id);
    }
}

/// The fields of the span of a call.
#[derive(Debug)]
pub struct CallSpan<'a> {
    /// The service's name in SDKs.
    pub service: &'a str,
    /// The operation's name.
    pub operation: &'a str,
    /// The region of the client.
    pub region: &'a str,
}

/// An event of a call.
pub enum CallEvent<'a> {
    /// The call failed.
    Failed {
        /// The error of the call.
        error: &'a dyn Display,
        /// Whether a request may have been processed.
        maybe_sent: bool,
    },
    /// The call sends its request again.
    Retrying {
        /// The number of attempts so far.
        attempt: u32,
        /// The time until the next attempt.
        wait: Duration,
        /// The result of the last attempt.
        reason: &'a dyn Display,
    },
    /// The service answered a request.
    Answered {
        /// The number of the attempt.
        attempt: u32,
        /// The HTTP status.
        status: u16,
        /// The request id.
        request_id: Option<&'a str>,
        /// The duration of the attempt.
        elapsed: Duration,
    },
    /// A request had no response.
    AttemptFailed {
        /// The number of the attempt.
        attempt: u32,
        /// The reason.
        error: &'a dyn Display,
        /// The duration of the attempt.
        elapsed: Duration,
    },
    /// The service may reject an input that is sent.
    InputWarning {
        /// The operation's name.
        operation: &'a str,
        /// The advised limit.
        warning: &'a dyn Display,
    },
    /// An input is sent although it breaks constraints.
    InvalidInputSent {
        /// The operation's name.
        operation: &'a str,
        /// The broken constraints.
        violations: &'a dyn Display,
    },
    /// The credentials of a call were rejected, and the provider has no newer
    /// ones.
    CredentialsNotRenewed {
        /// The error of the provider.
        error: &'a dyn Display,
    },
    /// A call uses another authentication scheme, because there are no
    /// credentials.
    OtherScheme {
        /// The error of the provider.
        error: &'a dyn Display,
        /// The other authentication scheme.
        scheme: &'a dyn Debug,
    },
}

/// Returns the [`Telemetry`] of a client with this target, a literal.
///
/// ```
/// # use runtime::codegen::{Telemetry, telemetry};
/// static TELEMETRY: Telemetry = telemetry!("bookshop");
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! telemetry {
    ($target:literal) => {{
        use $crate::codegen::{CallEvent, CallSpan, Telemetry, tracing};

        // The names of OpenTelemetry's semantic conventions for spans of AWS SDKs, which
        // keep `rpc.system` and `rpc.service`.
        fn span(call: &CallSpan<'_>) -> tracing::Span {
            tracing::info_span!(
                target: $target,
                "operation",
                otel.kind = "client",
                otel.name = format_args!("{}.{}", call.service, call.operation),
                otel.status_code = tracing::field::Empty,
                rpc.system = "aws-api",
                rpc.service = call.service,
                rpc.method = call.operation,
                cloud.region = call.region,
                attempts = tracing::field::Empty,
                http.response.status_code = tracing::field::Empty,
                aws.request_id = tracing::field::Empty,
                error.type = tracing::field::Empty,
            )
        }

        fn event(event: &CallEvent<'_>) {
            match *event {
                CallEvent::Failed { error, maybe_sent } => {
                    tracing::warn!(target: $target, maybe_sent, %error, "the call failed");
                }
                CallEvent::Retrying {
                    attempt,
                    wait,
                    reason,
                } => tracing::warn!(target: $target, attempt, ?wait, %reason, "retrying"),
                CallEvent::Answered {
                    attempt,
                    status,
                    request_id,
                    elapsed,
                } => tracing::debug!(
                    target: $target, attempt, status, request_id, ?elapsed, "attempt answered"
                ),
                CallEvent::AttemptFailed {
                    attempt,
                    error,
                    elapsed,
                } => tracing::debug!(target: $target, attempt, %error, ?elapsed, "attempt failed"),
                CallEvent::InputWarning { operation, warning } => tracing::warn!(
                    target: $target, operation, %warning, "the service may reject the input"
                ),
                CallEvent::InvalidInputSent {
                    operation,
                    violations,
                } => tracing::warn!(
                    target: $target,
                    operation,
                    %violations,
                    "the input breaks constraints of the model"
                ),
                CallEvent::CredentialsNotRenewed { error } => {
                    tracing::debug!(target: $target, %error, "no other credentials");
                }
                CallEvent::OtherScheme { error, scheme } => tracing::debug!(
                    target: $target, %error, ?scheme, "continuing without credentials"
                ),
            }
        }

        Telemetry { span, event }
    }};
}
