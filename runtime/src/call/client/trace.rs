//! The span and the events of a call, with the names of OpenTelemetry's semantic
//! conventions.

use std::fmt::Display;
use std::time::Duration;

use tracing::Span;
use tracing::field::Empty;

use super::shared::Shared;
use crate::call::response_metadata::ResponseMetadata;
use crate::call::service::Metadata;

/// Creates the span of a call.
pub(super) fn span(shared: &Shared, operation: &Metadata) -> Span {
    let service = operation.service.sdk_id;
    tracing::info_span!(
        "operation",
        otel.kind = "client",
        otel.name = format_args!("{service}/{}", operation.name),
        rpc.system = "aws-api",
        rpc.service = service,
        rpc.method = operation.name,
        cloud.region = shared.region.as_str(),
        attempts = Empty,
        http.response.status_code = Empty,
        aws.request_id = Empty,
    )
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

/// Reports a call that failed.
pub(super) fn failed(span: &Span, error: &dyn Display, maybe_sent: bool) {
    span.in_scope(|| tracing::warn!(maybe_sent, %error, "the call failed"));
}

/// Reports an attempt that is repeated for this reason.
pub(super) fn retrying(attempt: u32, wait: Duration, reason: &dyn Display) {
    tracing::warn!(attempt, ?wait, %reason, "retrying");
}
