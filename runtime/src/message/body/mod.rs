//! Bodies, in memory and streamed.

#[cfg(feature = "http")]
pub(crate) mod collect;
#[cfg(feature = "streaming")]
pub(crate) mod stream;

/// The default limit of a response body: 8 MiB.
pub const DEFAULT_RESPONSE_SIZE: usize = 8 * 1024 * 1024;
