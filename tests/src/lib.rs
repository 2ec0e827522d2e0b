//! What the workspace tests stand on: a loopback HTTP server that plays
//! scripted answers, fixed inputs for every operation, and a log catcher.
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

/// The snippets of the README, compiled and run as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}
