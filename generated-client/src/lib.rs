//! A client for AWS End User Messaging Social: WhatsApp messages through AWS.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = socialmessaging::Client::from_env().await?;
//! let sent = client
//!     .send_whatsapp_message()
//!     .origination_phone_number_id("phone-number-id-01234567890123456789012345678901")
//!     .message(r#"{"messaging_product":"whatsapp","to":"+14255550123","type":"text","text":{"body":"hi"}}"#)
//!     .meta_api_version("v24.0")
//!     .send()
//!     .await?;
//! println!("{}", sent.message_id().unwrap_or_default());
//! # Ok(())
//! # }
//! ```
//!
//! Everything begins with a [`Client`]: [`Client::from_env`] takes region,
//! credentials and endpoint from the usual AWS sources, [`Client::builder`]
//! takes what it is given, and [`Client::from_stub`] makes a test double. Each
//! operation is a method that returns a request of [`operation`]; its setters
//! fill it in, and `send` validates and sends it.
//!
//! # Errors
//!
//! A call fails with an [`Error`] whose one line says all that a log needs:
//! operation, code, status, message, request id, attempts. Its predicates tell
//! kinds of failures apart, and [`Error::service_error`] gives the enum of the
//! errors that the operation lists. After a failure that leaves open whether
//! the request was carried out, [`Error::maybe_sent`] is true.
//!
//! # Sending once
//!
//! A message is never put on somebody's phone twice because an answer was
//! lost: an operation that is neither read-only nor idempotent is sent again
//! only when the first try was certainly not carried out. Who prefers the
//! opposite sets [`Delivery::AtLeastOnce`].
//!
//! # Limits
//!
//! Time limits are on: 3 seconds to connect, 10 for an attempt, 30 for a call,
//! its retries included ([`Timeouts`]). Input is checked against the model
//! before anything is sent; [`Validation`] turns that off, for a client or for
//! a call.

#[cfg(feature = "emulator")]
pub mod emulator;
mod generated;

pub use generated::*;
pub use runtime::{
    Bytes, CallOptions, ConfigError, Credentials, CredentialsError, Delivery, DualStack, Error,
    Fips, Items, Pages, ProvideCredentials, Region, Retries, Timeouts, Timestamp, Validate,
    Validation, Violation, Violations,
};
// What own sources of credentials, own transports and tests of settings need.
pub use runtime::{BoxFuture, Env, transport};
