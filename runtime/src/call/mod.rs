//! Calls of operations: attempts, retries, errors, pages and waiters.

pub(crate) mod client;
pub(crate) mod error;
pub(crate) mod finished_call;
pub(crate) mod operation;
pub(crate) mod pagination;
pub(crate) mod response_metadata;
pub(crate) mod retry;
pub(crate) mod service;
pub(crate) mod stub;
pub(crate) mod telemetry;
pub(crate) mod waiter;
