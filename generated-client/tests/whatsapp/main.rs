//! Typed WhatsApp messages and events.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

mod examples;
mod messages;
