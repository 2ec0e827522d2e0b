//! Documented retries, according to the policy of the runtime.

#[path = "../../../runtime/src/net/retry/policy.rs"]
mod policy;

use policy::RetryableTrait;

use crate::model::{ErrorInfo, Retryable};
use crate::rust::Retry;
use crate::sink::{Markdown, markdown};

/// The operations that clients retry after an error.
pub(super) fn of_error(code: &str, error: ErrorInfo) -> Retry {
    let retryable = match error.retryable {
        Retryable::No => RetryableTrait::Absent,
        Retryable::Yes => RetryableTrait::Transient,
        Retryable::Throttling => RetryableTrait::Throttling,
    };
    let unprocessed = policy::is_unprocessed(error.status, Some(code));
    let may_repeat = |idempotent| policy::may_repeat(idempotent, unprocessed, false);
    match policy::retry_reason(error.status, Some(code), retryable) {
        Some(_) if may_repeat(false) => Retry::Always,
        Some(_) if may_repeat(true) => Retry::Idempotent,
        _ => Retry::Never,
    }
}

/// The responses to requests that the service did not process.
pub(super) fn denials() -> Markdown {
    let code = Markdown::code(policy::DENIED_CODE);
    markdown!("status {} or {}", policy::DENIED_STATUS, code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Fault;

    #[test]
    fn follows_the_policy_of_the_runtime() {
        for (code, status, retryable, expected) in [
            ("Any", 429, Retryable::No, Retry::Always),
            ("Any", 400, Retryable::Throttling, Retry::Idempotent),
            ("ThrottlingException", 400, Retryable::No, Retry::Always),
            ("SlowDown", 400, Retryable::No, Retry::Idempotent),
            ("Any", 502, Retryable::No, Retry::Idempotent),
            ("Any", 409, Retryable::Yes, Retry::Idempotent),
            ("Any", 501, Retryable::No, Retry::Never),
            ("Any", 400, Retryable::No, Retry::Never),
        ] {
            let error = ErrorInfo {
                fault: Fault::Client,
                status,
                retryable,
            };
            assert_eq!(of_error(code, error), expected, "{code} {status}");
        }
    }
}
