//! Model changes: the report of `diff`, the effect on the client, and the layout of
//! model files.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed test panics"
)]

mod edits;
mod layout;
mod patch;
mod rules;
mod support;
