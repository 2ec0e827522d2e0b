//! HTTP messages: requests, responses and their bodies.

pub(crate) mod body;
#[cfg(feature = "compression")]
pub(crate) mod compression;
#[cfg(feature = "content-md5")]
pub(crate) mod content_md5;
pub(crate) mod request;
pub(crate) mod response;
