//! The library that generated clients call: transport, signing, retries,
//! endpoints, JSON and HTTP bindings.
//!
//! Nothing here is specific to a service: generated code passes the constants
//! of a service and implements the traits of its operations.
//!
//! Users use the items at the root and the modules [`transport`], `blocking`,
//! `server` and `testing`; generated code uses `codegen`. The tiers below are
//! private: `base`, `wire`, `message`, `net`, `settings`, `call`, each of which
//! only uses those before it.

// The documentation names the feature of an item.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod base;
#[cfg(feature = "blocking")]
pub mod blocking;
mod call;
#[doc(hidden)]
pub mod codegen;
mod message;
mod net;
#[cfg(feature = "server")]
pub mod server;
mod settings;
#[cfg(any(test, feature = "test-util"))]
pub mod testing;
mod wire;

pub use base::async_runtime::AsyncRuntime;
pub use base::clock::{Clock, SystemClock};
pub use base::future::BoxFuture;
pub use base::identity::{Credentials, CredentialsError, ProvideCredentials};
pub use base::printable::OneLine;
pub use base::random::{Random, SystemRandom};
pub use base::region::{InvalidRegion, Region};
pub use base::unknown::UnknownValue;
pub use bytes::Bytes;
pub use call::client::Builder;
pub use call::error::{AnyError, AnyServiceError, Error, TimeoutKind};
pub use call::finished_call::FinishedCall;
pub use call::operation::{ModeledError, OperationError, ServiceError};
pub use call::pagination::{Items, Pages};
pub use call::response_metadata::ResponseMetadata;
pub use call::waiter::{WaitError, WaitOutcome, Waiter};
pub use http::{HeaderMap, StatusCode};
#[cfg(feature = "streaming")]
pub use message::body::stream::{ByteStream, StreamError};
#[cfg(feature = "compression")]
pub use message::compression::Compression;
pub use message::request::RequestError;
pub use message::response::{Response, ResponseError};
#[cfg(feature = "bearer-token")]
pub use net::auth::{ProvideToken, Token};
pub use net::endpoint::{DualStack, EndpointError, Fips};
pub use net::transport;
pub use net::transport::Transport;
pub use settings::config::{ConfigError, Env, Searched};
#[cfg(feature = "credentials-chain")]
pub use settings::credentials::DefaultChain;
pub use settings::credentials::EnvironmentCredentials;
pub use settings::options::{CallOptions, Delivery, Retries, Timeouts, Validation};
pub use wire::document::{Document, DocumentError};
pub use wire::json_blob::JsonBlob;
pub use wire::number::{BigDecimal, BigInteger, NumberError};
pub use wire::timestamp::{Timestamp, TimestampError};
pub use wire::unknown::{Misread, UnknownMembers, UnknownVariant};
pub use wire::validation::{
    MemberName, MemberState, Part, Rule, Unit, Validate, Violation, Violations, When,
};
