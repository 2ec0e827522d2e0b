//! Sending: endpoints, authentication, signatures and the transport.

pub(crate) mod auth;
pub mod endpoint;
pub mod sigv4;
pub mod transport;
