//! Whether, when, and at what cost a request is sent again: the standard mode
//! of AWS's clients, with a stricter rule for requests that must not be
//! carried out twice.

mod backoff;
mod bucket;
mod classify;
mod skew;

pub(crate) use backoff::backoff;
pub(crate) use bucket::TokenBucket;
pub(crate) use classify::{
    RetryClassification, RetryReason, classify_response, classify_transport_error,
};
pub(crate) use skew::{ClockSkew, measure_skew};
