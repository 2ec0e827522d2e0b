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
//! Create a [`Client`] with [`Client::from_env`], which reads region, credentials
//! and endpoint from the usual AWS sources, or with [`Client::builder`]. Each
//! operation is a method that returns a request of the module [`operation`]. Set
//! its members, then call `send`.
//!
//! The [guide](guide) has a page for each task:
//!
//! | task | page |
//! |---|---|
//! | send messages, handle failures | [`guide::send`] |
//! | upload and download media files | [`guide::media`] |
//! | receive messages and delivery reports | [`guide::receive`] |
//! | test without AWS | [`guide::test`] |
//! | configure region, credentials, timeouts, logs | [`guide::deploy`] |
//!
//! # Errors
//!
//! A call returns an [`Error`]. Its `Display` form is one line for a log, with
//! operation, code, status, message, request id and number of attempts. Its
//! predicates distinguish the kinds of failures; [`Error::service_error`]
//! returns the error as an enum of the operation's errors.
//!
//! # Retries
//!
//! The client retries an operation that is neither readonly nor idempotent only
//! if the service did not process the request. A lost response therefore never
//! sends a message twice; [`Error::maybe_sent`] reports it. To prefer duplicates
//! over lost messages, set [`Delivery::AtLeastOnce`].
//!
//! # Timeouts
//!
//! The default timeouts are 3 seconds to connect, 10 seconds for an attempt and
//! 30 seconds for a call with its retries ([`Timeouts`]).
//!
//! # Validation
//!
//! The client validates input against the model before it sends a request.
//! [`Validation`] turns this off for a client or a call.

#[cfg(feature = "emulator")]
pub mod emulator;
mod generated;
pub mod guide;

pub use generated::*;
pub use runtime::{
    Bytes, CallOptions, ConfigError, Credentials, CredentialsError, Delivery, DualStack, Error,
    Fips, Items, Pages, ProvideCredentials, Region, Retries, Timeouts, Timestamp, Validate,
    Validation, Violation, Violations,
};
// For custom credentials providers, transports and clocks, and for tests of settings.
pub use runtime::{BoxFuture, Clock, Env, Random, transport};
