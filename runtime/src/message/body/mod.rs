//! Bodies, in memory and streamed.

pub(crate) mod collect;
#[cfg(feature = "streaming")]
pub(crate) mod stream;
