//! HTTP messages: requests, responses and their bodies.

pub(crate) mod body;
pub(crate) mod checksum;
#[cfg(feature = "compression")]
pub(crate) mod compression;
pub mod request;
pub mod response;
