//! How models change: what a change is said to do, what it does to the client,
//! and the layout that keeps changes of the file small.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod edits;
mod layout;
mod patch;
mod rules;
#[path = "../shared/mod.rs"]
mod shared;
mod support;
