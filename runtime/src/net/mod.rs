//! Sending: endpoints, authentication, signatures and the transport.

pub(crate) mod auth;
pub(crate) mod endpoint;
mod host;
pub(crate) mod retry;
pub(crate) mod sigv4;
pub mod transport;
