//! Clients of a small service over scripted transports and loopback sockets.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic in a test helper fails the test"
)]

mod auth;
#[cfg(feature = "credentials-chain")]
mod chain;
mod client;
mod credentials;
mod endpoint_rules;
mod idle;
mod messages;
#[cfg(feature = "proxy")]
mod proxy;
#[cfg(feature = "aws-config")]
mod sdk_config;
mod settings;
mod streaming;
mod support;
mod tokens;
mod transport;
mod waiters;
