//! Support for the workspace tests: a scripted loopback HTTP server, examples of
//! every operation, and a log recorder.
//!
//! Nothing here sleeps or leaves the loopback interface.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

pub mod fixture;
pub mod log;
pub mod operations;
pub mod server;
pub mod signature;

/// Compiles and runs the snippets of the README and of `docs/`.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../../README.md")]
    mod readme {}
    #[doc = include_str!("../../docs/errors.md")]
    mod errors {}
    #[doc = include_str!("../../docs/requests.md")]
    mod requests {}
    #[doc = include_str!("../../docs/retries.md")]
    mod retries {}
    #[doc = include_str!("../../docs/settings.md")]
    mod settings {}
    #[doc = include_str!("../../docs/testing.md")]
    mod testing {}
}
