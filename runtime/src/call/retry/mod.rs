//! Retries: the standard mode of AWS's clients, with a stricter rule for requests
//! that must not be processed twice.

mod bucket;
mod classify;
mod skew;

pub(crate) use bucket::{RetryPermit, TokenBucket};
pub(crate) use classify::{RetryClassification, classify_response, classify_transport_error};
pub(crate) use skew::{ClockSkew, measure_skew};
