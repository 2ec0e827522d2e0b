//! What a model says of its service and operations, as constants that
//! generated code fills in.

use std::fmt;

/// An AWS service: its identity on the wire and the errors it knows.
///
/// ```
/// # use runtime::codegen::{ErrorShape, Retryable, Service};
/// static SERVICE: Service = Service {
///     sdk_id: "Bookshop",
///     endpoint_prefix: "bookshop",
///     signing_name: "bookshop",
///     version: "2024-01-01",
///     crate_name: "bookshop-client",
///     crate_version: "0.1.0",
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
    /// Every error shape of the service, whichever operations list it.
    pub errors: &'static [ErrorShape],
}

/// Shows the name only, because errors and clients show their service.
impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Service").field(&self.sdk_id).finish()
    }
}

impl Service {
    /// The error shape with this code.
    #[must_use]
    pub fn error(&self, code: &str) -> Option<&'static ErrorShape> {
        self.errors.iter().find(|shape| shape.code == code)
    }
}

/// An error that the service's model describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorShape {
    /// The code that names the error on the wire.
    pub code: &'static str,
    /// The HTTP status that comes with it.
    pub status: u16,
    /// Whether the same request may succeed later.
    pub retryable: Retryable,
}

/// What the model's `retryable` trait says of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retryable {
    /// The trait is absent: the same request fails again.
    No,
    /// The same request may succeed later.
    Yes,
    /// The service asks its caller to slow down.
    Throttling,
}

/// One operation of a service.
#[derive(Debug)]
pub struct Metadata {
    /// The operation's name in the model.
    pub name: &'static str,
    /// The service that it belongs to.
    pub service: &'static Service,
    /// Whether a repeated request is harmless.
    pub idempotency: Idempotency,
}

/// Whether a request may be sent again without doing its work twice, from the
/// `readonly` and `idempotent` traits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idempotency {
    /// The operation changes nothing.
    Readonly,
    /// Doing it twice has the effect of doing it once.
    Idempotent,
    /// A repeated request may do its work twice.
    None,
}
