//! Whether, when, and at what cost a request is sent again: the standard mode
//! of AWS's clients, with a stricter rule for requests that must not be
//! carried out twice.

mod backoff;
mod bucket;
mod classify;
mod policy;
mod skew;

pub(crate) use backoff::backoff;
pub(crate) use bucket::{RetryPermit, TokenBucket};
pub(crate) use classify::{RetryClassification, classify_response, classify_transport_error};
pub(crate) use policy::{RetryReason, is_throttling_code, may_repeat};
pub(crate) use skew::{ClockSkew, measure_skew};
