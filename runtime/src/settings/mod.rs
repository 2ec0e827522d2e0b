//! Settings of clients and calls, and the sources that they are read from.

pub(crate) mod config;
pub(crate) mod credentials;
pub(crate) mod options;
