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

/// Compiles and runs the snippets of the READMEs.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../../README.md")]
    mod readme {}

    #[doc = include_str!("../../generated-client/README.md")]
    mod client_readme {}
}

/// Compiles and runs the snippets of the book.
#[cfg(doctest)]
mod book;
