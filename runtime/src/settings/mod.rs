//! Settings of clients and calls, and their sources.

pub(crate) mod config;
pub(crate) mod credentials;
pub(crate) mod options;
