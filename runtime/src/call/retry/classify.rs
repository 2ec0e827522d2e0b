//! Classification of failures for retries.

use std::time::Duration;

use http::StatusCode;

use crate::call::service::{Retryable, Service};
use crate::message::response::{Response, error_code};
use crate::net::retry::{self, RetryReason, RetryableTrait};
use crate::net::transport::{TransportError, TransportErrorKind};

/// Whether a failed attempt may be retried, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RetryClassification {
    /// The reason for a retry; `None` when it would not help.
    pub(crate) retryable: Option<RetryReason>,
    /// Whether the service certainly did not process the request, so that a
    /// retry cannot repeat its effect.
    pub(crate) not_processed: bool,
    /// Whether the service may have processed the request, so that the error
    /// must say so.
    pub(crate) maybe_processed: bool,
    /// The wait that the service requests.
    pub(crate) wait: Option<Duration>,
}

/// Classifies a response whose status is not a success.
pub(crate) fn classify_response(
    service: &Service,
    response: &Response,
    code: Option<&str>,
) -> RetryClassification {
    let modeled = code.and_then(|code| service.error(code));
    let retryable = match modeled.map(|shape| shape.retryable) {
        None | Some(Retryable::No) => RetryableTrait::Absent,
        Some(Retryable::Yes) => RetryableTrait::Transient,
        Some(Retryable::Throttling) => RetryableTrait::Throttling,
    };
    let retryable = retry::retry_reason(response.status.as_u16(), code, retryable);
    let not_processed = retry::is_unprocessed(response.status.as_u16(), code);
    // A 4xx status rejects the request, and 301, 307 and 308 redirect it to
    // another address; after 302 and 303 it may be processed (RFC 9110, section
    // 15.4). A request that arrived too slowly or was aborted may be processed,
    // too.
    let rejected = (response.status.is_client_error()
        || matches!(response.status.as_u16(), 301 | 307 | 308))
        && response.status != StatusCode::REQUEST_TIMEOUT
        && retryable != Some(RetryReason::Throttled)
        && !matches!(
            code,
            Some("RequestTimeout" | "RequestTimeoutException" | "RequestAbortedException")
        );
    RetryClassification {
        retryable,
        not_processed,
        maybe_processed: !rejected && !not_processed,
        wait: retry_after(response),
    }
}

/// Classifies an attempt without a response.
pub(crate) fn classify_transport_error(
    service: &Service,
    error: &TransportError,
) -> RetryClassification {
    // An error response with an incomplete body is classified by its head.
    if let Some(response) = error.head().filter(|head| !head.status.is_success()) {
        let code = error_code(&response);
        return classify_response(service, &response, code.as_deref());
    }
    let retryable = match error.kind() {
        TransportErrorKind::Connect
        | TransportErrorKind::ConnectTimeout
        | TransportErrorKind::Timeout
        | TransportErrorKind::Interrupted => Some(RetryReason::Transient),
        TransportErrorKind::ResponseTooLarge { .. }
        | TransportErrorKind::RequestBody
        | TransportErrorKind::Certificate
        | TransportErrorKind::Setup => None,
    };
    RetryClassification {
        retryable,
        not_processed: !error.maybe_sent(),
        maybe_processed: error.maybe_sent(),
        wait: None,
    }
}

/// The header `x-amz-retry-after`, in milliseconds.
fn retry_after(response: &Response) -> Option<Duration> {
    let value = response.headers.get("x-amz-retry-after")?;
    let milliseconds = value.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_millis(milliseconds))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use RetryReason::{Throttled, Transient};

    use super::*;
    use crate::call::service::ErrorShape;

    const fn shape(code: &'static str, status: u16, retryable: Retryable) -> ErrorShape {
        ErrorShape {
            code,
            status,
            retryable,
        }
    }

    static SERVICE: Service = Service {
        sdk_id: "Book Shop",
        endpoint_prefix: "bookshop",
        signing_name: "bookshop",
        version: "2024-01-01",
        crate_name: "bookshop-client",
        crate_version: "0.1.0",
        telemetry: crate::codegen::telemetry!("bookshop"),
        errors: &[
            shape("Busy", 409, Retryable::Yes),
            shape("TooFast", 400, Retryable::Throttling),
            shape("OutOfStock", 409, Retryable::No),
        ],
    };

    #[test]
    fn classifies_responses() {
        for (status, code, retryable, maybe_processed, not_processed) in [
            (400, None, None, false, false),
            (400, Some("ValidationException"), None, false, false),
            (
                400,
                Some("ThrottlingException"),
                Some(Throttled),
                false,
                true,
            ),
            (400, Some("Throttling"), Some(Throttled), false, true),
            (
                503,
                Some("ThrottlingException"),
                Some(Throttled),
                true,
                false,
            ),
            (301, None, None, false, false),
            (400, Some("SlowDown"), Some(Throttled), true, false),
            (400, Some("RequestAbortedException"), None, true, false),
            (400, Some("RequestTimeout"), Some(Transient), true, false),
            (400, Some("TooFast"), Some(Throttled), true, false),
            (403, Some("AccessDeniedException"), None, false, false),
            (408, None, None, true, false),
            (
                408,
                Some("RequestTimeoutException"),
                Some(Transient),
                true,
                false,
            ),
            (409, Some("Busy"), Some(Transient), false, false),
            (409, Some("OutOfStock"), None, false, false),
            (429, None, Some(Throttled), false, true),
            (429, Some("Busy"), Some(Throttled), false, true),
            (302, None, None, true, false),
            (500, None, Some(Transient), true, false),
            (500, Some("OutOfStock"), Some(Transient), true, false),
            (501, None, None, true, false),
            (502, None, Some(Transient), true, false),
            (503, Some("SlowDown"), Some(Throttled), true, false),
            (504, None, Some(Transient), true, false),
        ] {
            let status = StatusCode::from_u16(status).expect("a status");
            let response = Response::new(status, HeaderMap::new(), "");
            let expected = RetryClassification {
                retryable,
                not_processed,
                maybe_processed,
                wait: None,
            };
            assert_eq!(
                classify_response(&SERVICE, &response, code),
                expected,
                "{status} {code:?}"
            );
        }
    }

    #[test]
    fn classifies_all_throttling_codes() {
        for code in [
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "RequestThrottledException",
            "TooManyRequestsException",
            "ProvisionedThroughputExceededException",
            "TransactionInProgressException",
            "RequestLimitExceeded",
            "BandwidthLimitExceeded",
            "LimitExceededException",
            "RequestThrottled",
            "SlowDown",
            "PriorRequestNotComplete",
            "EC2ThrottledException",
        ] {
            let response = Response::new(StatusCode::BAD_REQUEST, HeaderMap::new(), "");
            let retryable = classify_response(&SERVICE, &response, Some(code)).retryable;
            assert_eq!(retryable, Some(Throttled), "{code}");
        }
        let response = Response::new(StatusCode::BAD_REQUEST, HeaderMap::new(), "");
        let unlisted = classify_response(&SERVICE, &response, Some("ThrottledRequestException"));
        assert_eq!(unlisted.retryable, None);
    }

    /// The common errors of all AWS services.
    #[test]
    fn classifies_common_errors() {
        for (code, status, retryable, maybe_processed) in [
            ("AccessDeniedException", 403, None, false),
            ("ExpiredTokenException", 403, None, false),
            ("IncompleteSignature", 403, None, false),
            ("InternalFailure", 500, Some(Transient), true),
            ("MalformedHttpRequestException", 400, None, false),
            ("NotAuthorized", 401, None, false),
            ("OptInRequired", 403, None, false),
            ("RequestAbortedException", 400, None, true),
            ("RequestEntityTooLargeException", 413, None, false),
            ("RequestExpired", 400, None, false),
            ("RequestTimeoutException", 408, Some(Transient), true),
            ("ServiceUnavailable", 503, Some(Transient), true),
            ("ThrottlingException", 400, Some(Throttled), false),
            ("UnrecognizedClientException", 403, None, false),
            ("UnknownOperationException", 404, None, false),
            ("ValidationError", 400, None, false),
        ] {
            let status = StatusCode::from_u16(status).expect("a status");
            let response = Response::new(status, HeaderMap::new(), "");
            let classification = classify_response(&SERVICE, &response, Some(code));
            assert_eq!(
                (classification.retryable, classification.maybe_processed),
                (retryable, maybe_processed),
                "{code}"
            );
        }
    }

    #[test]
    fn classifies_incomplete_responses_by_their_head() {
        let too_large = || TransportError::response_too_large(1);
        let broken = || TransportError::interrupted("");
        for (error, status, code, retryable, maybe_processed) in [
            (too_large(), 200, "", None, true),
            (too_large(), 404, "", None, false),
            (too_large(), 429, "", Some(Throttled), false),
            (too_large(), 502, "", Some(Transient), true),
            (too_large(), 400, "SlowDown", Some(Throttled), true),
            (broken(), 200, "", Some(Transient), true),
            (broken(), 404, "", None, false),
            (broken(), 429, "", Some(Throttled), false),
            (broken(), 501, "", None, true),
        ] {
            let status = StatusCode::from_u16(status).expect("a status");
            let mut headers = HeaderMap::new();
            headers.insert("x-amzn-errortype", HeaderValue::from_static(code));
            headers.insert("x-amz-retry-after", HeaderValue::from_static("1500"));
            let error = error.with_status(status).with_headers(headers);
            let classification = classify_transport_error(&SERVICE, &error);
            let found = (classification.retryable, classification.maybe_processed);
            assert_eq!(found, (retryable, maybe_processed), "{status} {code}");
            assert_eq!(classification.not_processed, status.as_u16() == 429);
            let wait = (!status.is_success()).then_some(Duration::from_millis(1_500));
            assert_eq!(classification.wait, wait, "{status}");
        }
    }

    #[test]
    fn classifies_transport_errors() {
        for (error, retryable, maybe_processed) in [
            (TransportError::connect(""), Some(Transient), false),
            (TransportError::connect_timeout(), Some(Transient), false),
            (TransportError::timeout(), Some(Transient), true),
            (
                TransportError::timeout_before_sending(),
                Some(Transient),
                false,
            ),
            (TransportError::interrupted(""), Some(Transient), true),
            (TransportError::response_too_large(1), None, true),
            (TransportError::request_body(""), None, true),
            (TransportError::setup(""), None, false),
        ] {
            let expected = RetryClassification {
                retryable,
                not_processed: !maybe_processed,
                maybe_processed,
                wait: None,
            };
            assert_eq!(
                classify_transport_error(&SERVICE, &error),
                expected,
                "{error}"
            );
        }
    }

    #[test]
    fn reads_retry_after() {
        for (value, expected) in [
            ("1500", Some(1_500)),
            (" 7 ", Some(7)),
            ("soon", None),
            ("-1", None),
        ] {
            let value = HeaderValue::from_static(value);
            let headers =
                HeaderMap::from_iter([("x-amz-retry-after".parse().expect("a name"), value)]);
            let response = Response::new(StatusCode::SERVICE_UNAVAILABLE, headers, "");
            let wait = classify_response(&SERVICE, &response, None).wait;
            assert_eq!(wait, expected.map(Duration::from_millis));
        }
    }
}
