//! Constants of a service and its operations, from the model.

use std::fmt;

use super::telemetry::Telemetry;

/// An AWS service: its names and its errors.
///
/// ```
/// # use runtime::codegen::{ErrorShape, Retryable, Service, telemetry};
/// static SERVICE: Service = Service {
///     sdk_id: "Bookshop",
///     endpoint_prefix: "bookshop",
///     signing_name: "bookshop",
///     version: "2024-01-01",
///     crate_name: "bookshop-client",
///     crate_version: "0.1.0",
///     telemetry: telemetry!("bookshop"),
///     errors: &[ErrorShape { code: "OutOfStock", status: 409, retryable: Retryable::No }],
/// };
/// assert_eq!(SERVICE.error("OutOfStock").map(|shape| shape.status), Some(409));
/// ```
pub struct Service {
    /// The service's name in SDKs and in the names of environment variables
    /// (`sdkId` of `aws.api#service`).
    pub sdk_id: &'static str,
    /// The first label of the service's host names.
    pub endpoint_prefix: &'static str,
    /// The service's name in signatures (`aws.auth#sigv4`).
    pub signing_name: &'static str,
    /// The version of the service's API.
    pub version: &'static str,
    /// The client crate's name, for the user agent.
    pub crate_name: &'static str,
    /// The client crate's version, for the user agent.
    pub crate_version: &'static str,
    /// The spans and events of the client's calls.
    pub telemetry: Telemetry,
    /// The error shapes of all operations.
    pub errors: &'static [ErrorShape],
}

/// Shows the name only, because errors and clients show their service.
impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Service").field(&self.sdk_id).finish()
    }
}

impl Service {
    /// Returns the error shape with this code.
    #[must_use]
    pub fn error(&self, code: &str) -> Option<&'static ErrorShape> {
        self.errors.iter().find(|shape| shape.code == code)
    }
}

/// An error in the model of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorShape {
    /// The code of the error on the wire.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// Whether the same request may succeed later.
    pub retryable: Retryable,
}

/// The `retryable` trait of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retryable {
    /// The trait is absent: a retry does not help.
    No,
    /// A retry may succeed.
    Yes,
    /// The service throttles the caller.
    Throttling,
}

/// An operation of a service.
#[derive(Debug)]
pub struct Metadata {
    /// The operation's name in the model.
    pub name: &'static str,
    /// The service.
    pub service: &'static Service,
    /// Whether a repeated request is harmless.
    pub idempotency: Idempotency,
    /// The sensitive parts of its requests and responses.
    pub sensitivity: Sensitivity,
}

/// The sensitive parts of the requests and responses of an operation
/// (`smithy.api#sensitive`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sensitivity {
    /// The sensitive parts of requests. Errors do not repeat their values.
    pub request: &'static [SensitivePart],
    /// Whether a member of the output or of an error is sensitive. Errors then
    /// show no text of response bodies.
    pub response: bool,
    /// Whether such a response has maps, whose keys may be sensitive, too.
    pub response_maps: bool,
}

impl Sensitivity {
    /// No sensitive members.
    pub const NONE: Self = Self {
        request: &[],
        response: false,
        response_maps: false,
    };
}

/// A sensitive part of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SensitivePart {
    /// The value of this member of the JSON body, at any depth.
    Member(&'static str),
    /// The whole body.
    Payload,
    /// The value of this header.
    Header(&'static str),
    /// The values of headers with this prefix.
    PrefixHeaders(&'static str),
    /// The value of this query parameter.
    Query(&'static str),
    /// The values of all query parameters.
    QueryParams,
    /// The path, from the segment with this index.
    PathFrom(usize),
}

/// The effect of a repeated request, from the traits `readonly` and
/// `idempotent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idempotency {
    /// The operation has no effect.
    Readonly,
    /// A repeated request has no further effect.
    Idempotent,
    /// A repeated request may take effect twice.
    None,
}
