//! Calls of operations: attempts, retries, errors, pages and waiters.

pub mod client;
pub mod error;
pub mod operation;
pub mod pagination;
pub(crate) mod retry;
pub mod service;
pub mod waiter;
