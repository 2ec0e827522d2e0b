//! A client for AWS End User Messaging Social: WhatsApp messages through AWS.
//!
#![cfg_attr(all(feature = "http", feature = "whatsapp"), doc = "```no_run")]
#![cfg_attr(not(all(feature = "http", feature = "whatsapp")), doc = "```ignore")]
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = socialmessaging::Client::from_env().await?;
//! let sender = client.sender("phone-number-id-01234567890123456789012345678901");
//! let text = socialmessaging::messages::Text::new("+14255550123", "Your table is ready");
//! let sent = sender.send(text).await?;
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
//! | send messages, validate input, page through lists | [`guide::send`] |
//! | handle failures | [`guide::errors`] |
//! | upload and download media files | [`guide::media`] |
//! | receive messages and delivery reports | [`guide::receive`] |
//! | test without AWS | [`guide::test`] |
//! | configure region, credentials, timeouts, retries, features, logs | [`guide::deploy`] |
//!
//! # Setters
//!
//! Requests and [`Client::builder`] have a setter with the name of each member,
//! and `set_x` for an `Option`. Inputs, outputs, types and options come from
//! `new` or `default`, change with `with_x`, and return members with `x()`. Lists
//! and maps are set as a whole. The module [`operation`](operation#setters) has
//! all rules. Those of the module `messages` are builders, too: a setter replaces an
//! earlier value, and only methods that add something, such as a button or a
//! section, can be repeated.
//!
//! # Features
//!
//! The guide [lists the features](guide::deploy#features).
//!
//! Without `http`, the crate builds for WebAssembly, too. Types, events and stubs
//! work as they are. In JavaScript, the feature `fetch` has all that a client needs.
//! Elsewhere, a client needs `signing`, a [`Transport`](transport::Transport) and an
//! [`AsyncRuntime`]; for `wasm32-unknown-unknown`, also a [`Clock`] and a [`Random`].

// The documentation names the feature of an item.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "emulator")]
pub mod emulator;
#[cfg(feature = "whatsapp")]
pub mod events;
mod generated;
pub mod guide;
#[cfg(feature = "whatsapp")]
pub mod messages;

pub use generated::*;
#[cfg(feature = "blocking")]
#[doc(inline)]
pub use runtime::blocking;
#[doc(inline)]
pub use runtime::{
    AnyError, AnyServiceError, BigDecimal, Bytes, CallOptions, ConfigError, Credentials,
    CredentialsError, Delivery, Document, DualStack, Error, FinishedCall, Fips, Items, JsonBlob,
    Pages, ProvideCredentials, Region, ResponseMetadata, Retries, ServiceError, Timeouts,
    Timestamp, UnknownMembers, UnknownValue, UnknownVariant, Validate, Validation, Violation,
    Violations,
};
// The types in signatures and fields of those above.
#[doc(inline)]
pub use runtime::{
    BigInteger, DocumentError, EndpointError, InvalidRegion, MemberName, MemberState, Misread,
    ModeledError, NumberError, OperationError, Part, RequestError, ResponseError, Rule, Searched,
    TimeoutKind, TimestampError, Unit, When,
};
// For custom transports, runtimes, credential providers, clocks and random number
// generators, and for tests of settings.
#[cfg(feature = "credentials-chain")]
#[doc(inline)]
pub use runtime::DefaultChain;
#[doc(inline)]
pub use runtime::{
    AsyncRuntime, BoxFuture, Clock, Env, EnvironmentCredentials, Random, SystemClock, SystemRandom,
    transport,
};
