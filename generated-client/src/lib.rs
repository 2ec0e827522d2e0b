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
//! The [guide] has a page for each task:
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
//! Every call fails with an [`Error`]: its page lists what can happen, the
//! predicate for it, and what to do. Its `Display` is one complete line for
//! logs: operation, code, status, message, request id, attempts.
//!
//! `?` converts the errors of all operations into [`AnyError`], and a function
//! over every [`Error`] has the bound [`ServiceError`]. Both keep
//! [`maybe_sent`](Error::maybe_sent), [`code`](Error::code) and
//! [`request_id`](Error::request_id). A successful output has the request id,
//! too, in its [`ResponseMetadata`]:
//!
//! ```no_run
//! use socialmessaging::{AnyError, Client, Error, ServiceError};
//!
//! const ID: &str = "phone-number-id-01234567890123456789012345678901";
//!
//! async fn greet(client: &Client) -> Result<(), AnyError> {
//!     client.get_linked_whatsapp_business_account_phone_number().id(ID).send().await?;
//!     let sent = client
//!         .send_whatsapp_message()
//!         .origination_phone_number_id(ID)
//!         .message(r#"{"messaging_product":"whatsapp","to":"+14255550123","type":"text","text":{"body":"hi"}}"#)
//!         .meta_api_version("v24.0")
//!         .send()
//!         .await
//!         .inspect_err(log)?;
//!     let response = sent.response_metadata();
//!     println!("request {:?}, {} attempts", response.request_id(), response.attempts());
//!     Ok(())
//! }
//!
//! fn log<E: ServiceError>(error: &Error<E>) {
//!     eprintln!("{error}");
//!     if error.maybe_sent() {
//!         eprintln!("the service may have processed the request: check before sending it again");
//!     }
//! }
//! ```
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
#[doc(inline)]
pub use runtime::{
    AnyError, AnyServiceError, Bytes, CallOptions, ConfigError, Credentials, CredentialsError,
    Delivery, DualStack, Error, Fips, Items, Pages, ProvideCredentials, Region, ResponseMetadata,
    Retries, ServiceError, Timeouts, Timestamp, UnknownValue, Validate, Validation, Violation,
    Violations,
};
// The types in signatures and fields of those above.
#[doc(inline)]
pub use runtime::{
    EndpointError, InvalidRegion, ModeledError, OperationError, Part, RequestError, ResponseError,
    Rule, Searched, TimeoutKind, TimestampError, Unit,
};
// For custom transports, credential providers, clocks and random number
// generators, and for tests of settings.
#[doc(inline)]
pub use runtime::{BoxFuture, Clock, Env, Random, transport};
