//! What generated clients call: transport, signing, retries, endpoints, JSON
//! and HTTP bindings.
//!
//! Nothing here knows a particular service; what a service needs to be told
//! apart by is in the constants of [`service`] and the traits of
//! [`operation`], which generated code fills in.

mod base;
mod call;
mod message;
mod net;
#[cfg(feature = "server")]
pub mod server;
mod settings;
#[cfg(any(test, feature = "test-util"))]
pub mod testing;
mod wire;

pub use base::{future, redaction};
pub use call::{client, error, operation, pagination, service, waiter};
#[cfg(feature = "streaming")]
pub use message::body::stream;
pub use message::{request, response};
pub use net::{endpoint, sigv4, transport};
pub use settings::options;
pub use wire::{encode as text, jmespath, json, timestamp, validation};

/// Ways for a request to prove who sends it, beside SigV4.
pub mod auth {
    pub use crate::call::client::{UsesApiKey, UsesBasic, UsesBearer};
    pub use crate::net::auth::*;
}

/// Compressed requests.
#[cfg(feature = "compression")]
pub mod compression {
    pub use crate::call::client::UsesCompression;
    pub use crate::message::compression::*;
}

/// Settings of a client, and the sources that they are read from.
pub mod config {
    pub use crate::base::region::{InvalidRegion, Region};
    pub use crate::settings::config::*;
}

/// The credentials that requests are signed with, and their sources.
pub mod credentials {
    pub use crate::base::identity::{Credentials, CredentialsError, ProvideCredentials};
    pub use crate::settings::credentials::*;
}

pub use base::clock::{Clock, SystemClock};
pub use base::future::BoxFuture;
pub use base::identity::{Credentials, CredentialsError, ProvideCredentials};
pub use base::random::{Random, SystemRandom};
pub use base::redaction::{Redacted, redact};
pub use base::region::Region;
pub use bytes::Bytes;
pub use call::client::{Builder, CredentialsUse, Handle, ServiceClient, check};
pub use call::error::Error;
pub use call::operation::{ModeledError, Operation, OperationError, Paginated};
pub use call::pagination::{Items, Pages};
pub use call::service::{ErrorShape, Metadata, Retryable, Safety, Service};
pub use call::waiter::{WaitError, Waited, Waiter, WaiterSpec};
pub use http::{Extensions, HeaderMap, Method, StatusCode};
#[cfg(feature = "streaming")]
pub use message::body::stream::ByteStream;
pub use message::request::{Request, RequestError};
pub use message::response::{Response, ResponseError};
pub use net::endpoint::{DualStack, Fips};
pub use net::transport::Transport;
pub use settings::config::{ConfigError, Env};
pub use settings::options::{CallOptions, Delivery, Retries, Timeouts, Validation};
pub use wire::document::{Document, DocumentError};
pub use wire::number::{BigDecimal, BigInteger, NumberError};
pub use wire::timestamp::Timestamp;
pub use wire::validation::{Check, Keys, Pattern, Validate, Violation, Violations};
