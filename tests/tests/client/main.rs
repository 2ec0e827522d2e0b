//! The client end to end, over loopback sockets.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod attempts;
mod blocking;
mod budget;
mod concurrency;
mod constraints;
mod credentials;
mod endpoints;
mod environment;
mod errors;
mod leaks;
mod limits;
mod logs;
mod observer;
mod outputs;
mod packages;
mod pagination;
mod response_metadata;
mod retries;
mod secrets;
mod serde;
mod server;
mod stub;
mod times;
mod validation;
mod wire;

/// Compares text with the snapshot of this name.
#[macro_export]
macro_rules! snapshot {
    ($name:expr, $value:expr) => {
        insta::with_settings!(
            { omit_expression => true, prepend_module_to_snapshot => false },
            { insta::assert_snapshot!($name, $value) }
        )
    };
}
