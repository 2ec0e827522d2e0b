//! What generated clients call: transport, signing, retries, endpoints, JSON
//! and HTTP bindings.
//!
//! Nothing here knows a particular service; what a service needs to be told
//! apart by is in the constants of [`service`] and the traits of
//! [`operation`], which generated code fills in.

pub mod auth;
mod checksum;
#[cfg(feature = "compression")]
pub mod compression;
mod document;
pub mod future;
mod gather;
pub mod jmespath;
pub mod json;
mod number;
pub mod operation;
pub mod options;
pub mod redaction;
pub mod request;
pub mod response;
pub mod service;
pub mod text;
pub mod timestamp;
pub mod validation;

pub mod client;
mod clock;
pub mod config;
pub mod credentials;
pub mod endpoint;
mod random;
mod retry;
#[cfg(feature = "server")]
pub mod server;
pub mod sigv4;
#[cfg(feature = "streaming")]
pub mod stream;
#[cfg(any(test, feature = "test-util"))]
pub mod testing;
pub mod transport;

pub mod error;
pub mod pagination;
pub mod waiter;

pub use bytes::Bytes;
pub use client::{Builder, CredentialsUse, Handle, ServiceClient, check};
pub use clock::{Clock, SystemClock};
pub use config::{ConfigError, Env, Region};
pub use credentials::{Credentials, CredentialsError, ProvideCredentials};
pub use document::{Document, DocumentError};
pub use endpoint::{DualStack, Fips};
pub use error::Error;
pub use future::BoxFuture;
pub use http::{Extensions, HeaderMap, Method, StatusCode};
pub use number::{BigDecimal, BigInteger, NumberError};
pub use operation::{ModeledError, Operation, OperationError, Paginated};
pub use options::{CallOptions, Delivery, Retries, Timeouts, Validation};
pub use pagination::{Items, Pages};
pub use random::{Random, SystemRandom};
pub use redaction::{Redacted, redact};
pub use request::{Request, RequestError};
pub use response::{Response, ResponseError};
pub use service::{ErrorShape, Metadata, Retryable, Safety, Service};
#[cfg(feature = "streaming")]
pub use stream::ByteStream;
pub use timestamp::Timestamp;
pub use transport::Transport;
pub use validation::{Check, Keys, Pattern, Validate, Violation, Violations};
pub use waiter::{WaitError, Waited, Waiter, WaiterSpec};
