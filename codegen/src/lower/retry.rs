//! The retries that documentation describes.

use crate::model::{ErrorInfo, Retryable};
use crate::rust::Retry;

/// The operations that clients retry after an error.
pub(super) fn of_error(error: ErrorInfo) -> Retry {
    let throttled = error.status == 429 || error.retryable == Retryable::Throttling;
    let transient = error.retryable == Retryable::Yes || matches!(error.status, 500 | 502..=504);
    match (throttled || transient, error.status) {
        (true, 429) => Retry::Always,
        (true, _) => Retry::Idempotent,
        (false, _) => Retry::Never,
    }
}
