//! Typed WhatsApp messages and events.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a failed test panics")]

mod carriers;
mod changes;
mod deliveries;
mod examples;
mod messages;
mod mutations;
mod properties;
mod read_events;
mod schemas;
#[cfg(feature = "sns-signature")]
mod signatures;
mod windows;
