//! The responses after which a request is retried.
//!
//! `codegen` compiles this file, too, so that documented retry behavior cannot
//! differ from the client's. It has no dependencies.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RetryReason {
    /// The failure may be temporary.
    Transient,
    /// The service asks for fewer requests.
    Throttled,
}

/// The trait `retryable` of a modeled error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RetryableTrait {
    /// The trait is absent.
    Absent,
    /// The trait is present.
    Transient,
    /// The trait is present, and its member `throttling` is true.
    Throttling,
}

/// Returns the reason to retry after a response that is not a success; `None`
/// if a retry would not help.
pub(crate) fn retry_reason(
    status: u16,
    code: Option<&str>,
    retryable: RetryableTrait,
) -> Option<RetryReason> {
    let throttled = status == 429
        || retryable == RetryableTrait::Throttling
        || code.is_some_and(is_throttling_code);
    let transient = retryable == RetryableTrait::Transient
        || matches!(status, 500 | 502..=504)
        || matches!(code, Some("RequestTimeout" | "RequestTimeoutException"));
    match (throttled, transient) {
        (true, _) => Some(RetryReason::Throttled),
        (false, true) => Some(RetryReason::Transient),
        (false, false) => None,
    }
}

/// The status of requests that the service did not process, whatever the code.
pub(crate) const DENIED_STATUS: u16 = 429;

/// The code of requests that the service did not process, with status 400. AWS
/// documents it as "The request was denied due to request throttling" in the common
/// errors of its services
/// (<https://docs.aws.amazon.com/social-messaging/latest/APIReference/CommonErrors.html>).
pub(crate) const DENIED_CODE: &str = "ThrottlingException";

/// Whether the service certainly did not process the request.
///
/// `Throttling` is the name of [`DENIED_CODE`] in the Query protocol. Other throttling
/// codes may come after a part of the work.
pub(crate) fn is_unprocessed(status: u16, code: Option<&str>) -> bool {
    let is_denied = matches!(code, Some(DENIED_CODE | "Throttling"));
    status == DENIED_STATUS || (status == 400 && is_denied)
}

/// Whether a request may be sent again: its effect must not be repeated, unless
/// the caller prefers duplicates to lost requests.
pub(crate) fn may_repeat(idempotent: bool, unprocessed: bool, at_least_once: bool) -> bool {
    idempotent || unprocessed || at_least_once
}

/// Whether an error with this code means throttling, by AWS's list for authors
/// of SDKs.
pub(crate) fn is_throttling_code(code: &str) -> bool {
    matches!(
        code,
        "Throttling"
            | "ThrottlingException"
            | "ThrottledException"
            | "RequestThrottledException"
            | "TooManyRequestsException"
            | "ProvisionedThroughputExceededException"
            | "TransactionInProgressException"
            | "RequestLimitExceeded"
            | "BandwidthLimitExceeded"
            | "LimitExceededException"
            | "RequestThrottled"
            | "SlowDown"
            | "PriorRequestNotComplete"
            | "EC2ThrottledException"
    )
}
