//! Rules of retries that calls and credential sources share: the responses after
//! which a request is retried, and the wait before it.

mod backoff;
mod policy;

pub(crate) use backoff::backoff;
pub(crate) use policy::{
    RetryReason, RetryableTrait, is_throttling_code, is_unprocessed, may_repeat, retry_reason,
};
