//! Whether, when, and at what cost a request is sent again: the standard mode
//! of AWS's clients, with a stricter rule for requests that must not be
//! carried out twice.

mod backoff;
mod bucket;
mod classify;
mod skew;

pub(crate) use backoff::wait;
pub(crate) use bucket::TokenBucket;
pub(crate) use classify::{Again, Verdict, of_response, of_transport};
pub(crate) use skew::{ClockSkew, measure};
