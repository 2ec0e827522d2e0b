//! What a failure says about trying again.

use std::time::Duration;

use http::StatusCode;

use crate::call::error::is_throttling_code;
use crate::call::service::{Retryable, Service};
use crate::message::response::{Response, error_code};
use crate::net::transport::{TransportError, TransportErrorKind};

/// Why another attempt may succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// What went wrong may pass.
    Transient,
    /// The service wants fewer requests.
    Throttled,
}

/// What an attempt that failed means for the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// Why another attempt may succeed; `None` when it would not.
    pub(crate) again: Option<Again>,
    /// Whether it is certain that the request was not carried out, so that
    /// sending it again cannot do its work twice.
    pub(crate) certainly_not_done: bool,
    /// Whether the caller must be told that the request may have been carried
    /// out.
    pub(crate) maybe_done: bool,
    /// The wait that the service asks for.
    pub(crate) wait: Option<Duration>,
}

/// The verdict on a response whose status is not one of success.
pub(crate) fn of_response(service: &Service, response: &Response, code: Option<&str>) -> Verdict {
    let modeled = code.and_then(|code| service.error(code));
    let modeled = modeled.map_or(Retryable::No, |shape| shape.retryable);
    let throttled = response.status == StatusCode::TOO_MANY_REQUESTS
        || modeled == Retryable::Throttling
        || code.is_some_and(is_throttling_code);
    let transient = modeled == Retryable::Yes
        || matches!(response.status.as_u16(), 500 | 502 | 503 | 504)
        || matches!(code, Some("RequestTimeout" | "RequestTimeoutException"));
    // Of the codes for throttling, some can come after part of the work is
    // done; the status alone is sure to come before it.
    let certainly_not_done = response.status == StatusCode::TOO_MANY_REQUESTS;
    // A status of 4xx says that the request was refused, except that one which
    // arrived too slowly, or was broken off, may still have been taken up.
    let refused = response.status.is_client_error()
        && response.status != StatusCode::REQUEST_TIMEOUT
        && !throttled
        && !matches!(
            code,
            Some("RequestTimeout" | "RequestTimeoutException" | "RequestAbortedException")
        );
    Verdict {
        again: match (throttled, transient) {
            (true, _) => Some(Again::Throttled),
            (false, true) => Some(Again::Transient),
            (false, false) => None,
        },
        certainly_not_done,
        maybe_done: !refused && !certainly_not_done,
        wait: retry_after(response),
    }
}

/// The verdict on an attempt without a response.
pub(crate) fn of_transport(service: &Service, error: &TransportError) -> Verdict {
    // Of a failure whose description is too long or broke off, the head counts.
    if let Some(response) = error.head().filter(|head| !head.status.is_success()) {
        let code = error_code(&response);
        return of_response(service, &response, code.as_deref());
    }
    let again = match error.kind() {
        TransportErrorKind::Connect
        | TransportErrorKind::ConnectTimeout
        | TransportErrorKind::Timeout
        | TransportErrorKind::Interrupted => Some(Again::Transient),
        TransportErrorKind::ResponseTooLarge { .. }
        | TransportErrorKind::RequestBody
        | TransportErrorKind::Setup => None,
    };
    Verdict {
        again,
        certainly_not_done: !error.maybe_sent(),
        maybe_done: error.maybe_sent(),
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

    use super::Again::{Throttled, Transient};
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
        errors: &[
            shape("Busy", 409, Retryable::Yes),
            shape("TooFast", 400, Retryable::Throttling),
            shape("OutOfStock", 409, Retryable::No),
        ],
    };

    #[test]
    fn classifies_responses() {
        for (status, code, again, maybe_done, not_done) in [
            (400, None, None, false, false),
            (400, Some("ValidationException"), None, false, false),
            (
                400,
                Some("ThrottlingException"),
                Some(Throttled),
                true,
                false,
            ),
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
            let expected = Verdict {
                again,
                certainly_not_done: not_done,
                maybe_done,
                wait: None,
            };
            assert_eq!(
                of_response(&SERVICE, &response, code),
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
            let again = of_response(&SERVICE, &response, Some(code)).again;
            assert_eq!(again, Some(Throttled), "{code}");
        }
        let response = Response::new(StatusCode::BAD_REQUEST, HeaderMap::new(), "");
        let unlisted = of_response(&SERVICE, &response, Some("ThrottledRequestException"));
        assert_eq!(unlisted.again, None);
    }

    /// The common errors of all AWS services.
    #[test]
    fn classifies_common_errors() {
        for (code, status, again, maybe_done) in [
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
            ("ThrottlingException", 400, Some(Throttled), true),
            ("UnrecognizedClientException", 403, None, false),
            ("UnknownOperationException", 404, None, false),
            ("ValidationError", 400, None, false),
        ] {
            let status = StatusCode::from_u16(status).expect("a status");
            let response = Response::new(status, HeaderMap::new(), "");
            let verdict = of_response(&SERVICE, &response, Some(code));
            assert_eq!(
                (verdict.again, verdict.maybe_done),
                (again, maybe_done),
                "{code}"
            );
        }
    }

    #[test]
    fn classifies_incomplete_responses_by_their_head() {
        let too_large = || TransportError::response_too_large(1);
        let broken = || TransportError::interrupted("");
        for (error, status, code, again, maybe_done) in [
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
            let verdict = of_transport(&SERVICE, &error);
            let found = (verdict.again, verdict.maybe_done);
            assert_eq!(found, (again, maybe_done), "{status} {code}");
            assert_eq!(verdict.certainly_not_done, status.as_u16() == 429);
            let wait = (!status.is_success()).then_some(Duration::from_millis(1_500));
            assert_eq!(verdict.wait, wait, "{status}");
        }
    }

    #[test]
    fn classifies_transport_errors() {
        for (error, again, maybe_done) in [
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
            let expected = Verdict {
                again,
                certainly_not_done: !maybe_done,
                maybe_done,
                wait: None,
            };
            assert_eq!(of_transport(&SERVICE, &error), expected, "{error}");
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
            let wait = of_response(&SERVICE, &response, None).wait;
            assert_eq!(wait, expected.map(Duration::from_millis));
        }
    }
}
