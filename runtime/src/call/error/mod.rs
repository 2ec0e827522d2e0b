//! The error of a call.

mod any;
mod build;
mod display;
mod failure;
mod message;
mod rejection;

use std::convert::Infallible;
use std::fmt;

use crate::call::operation::ServiceError;
use crate::call::response_metadata::ResponseMetadata;
use crate::call::service::Retryable;
use crate::net::retry::is_throttling_code;
use crate::wire::validation::Violations;

use failure::{FailureKind, Inner};

pub use any::{AnyError, AnyServiceError};
pub use failure::TimeoutKind;
pub use message::write_modeled;
pub(crate) use rejection::CredentialsRejection;

/// The error of a call.
///
#[doc = include_str!("predicates.md")]
///
/// More than one predicate can be true: throttling is also an error of the
/// service, and after a timeout the request may have been processed.
///
/// `E` is the enum of the errors that the model lists for the operation.
/// [`AnyError`] holds the error of any operation; a function that accepts
/// every `Error<E>` needs the bound `E: ServiceError`. `Error` without a parameter is
/// the error of calls without a service.
///
/// `Display` writes one complete line for logs: operation, code, status,
/// message, advice, request id, attempts and all causes. `source()` is therefore
/// `None`, so that nothing is printed twice; [`cause`](Self::cause) returns the
/// cause for downcasts. `Debug` shows the same line, for programs whose `main` returns the
/// error; `{:#?}` shows all fields.
///
/// ```
/// # use runtime::{Error, ResponseMetadata};
/// let error: Error = Error::unmodeled(Some("QuotaExceeded".into()), Some("No more today".into()))
///     .with_operation("ListBooks")
///     .with_response_metadata(
///         ResponseMetadata::new().with_status(402).with_request_id("7a62").with_attempts(1),
///     );
/// assert_eq!(error.code(), Some("QuotaExceeded"));
/// assert_eq!(
///     error.to_string(),
///     "ListBooks failed: QuotaExceeded (402): No more today; request id 7a62; 1 attempt",
/// );
/// assert_eq!(format!("{error:?}"), error.to_string());
/// ```
pub struct Error<E = Infallible>(Box<Inner<E>>);

impl<E: ServiceError> Error<E> {
    /// Whether the input breaks a constraint or cannot be serialized as a request.
    /// Nothing was sent.
    #[must_use]
    pub fn is_invalid_input(&self) -> bool {
        matches!(
            self.0.failure.kind,
            FailureKind::InvalidInput(_) | FailureKind::Request(_)
        )
    }

    /// Whether a setting of the client is missing or invalid. Nothing was
    /// sent.
    #[must_use]
    pub fn is_config(&self) -> bool {
        matches!(self.0.failure.kind, FailureKind::Config(_))
    }

    /// Whether there are no credentials, or the service rejected them: the
    /// session has expired, the access key is unknown, or the signature is
    /// invalid. The text says what to do.
    ///
    /// False for `AccessDenied`: the service accepted the credentials, and they
    /// lack a permission.
    ///
    /// ```
    /// # use runtime::Error;
    /// let error: Error = Error::unmodeled(Some("ExpiredTokenException".into()), None);
    /// assert!(error.is_credentials() && error.is_service());
    /// assert!(error.to_string().contains("sign in again"));
    /// ```
    #[must_use]
    pub fn is_credentials(&self) -> bool {
        matches!(self.0.failure.kind, FailureKind::Credentials(_)) || self.rejection().is_some()
    }

    /// Whether the service throttled the request: with status 429, with a
    /// throttling code of AWS services, or with an error that the model marks as
    /// throttling.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        let throttling = |code: &str| {
            let shape = self
                .0
                .failure
                .service
                .and_then(|service| service.error(code));
            is_throttling_code(code)
                || shape.is_some_and(|shape| shape.retryable == Retryable::Throttling)
        };
        self.status() == Some(429) || self.code().is_some_and(throttling)
    }

    /// Names the kind of the error, for metrics.
    pub(crate) fn kind_name(&self) -> &str {
        match self.code() {
            Some(code) => code,
            None if self.is_throttled() => "throttled",
            None if self.is_timeout() => "timeout",
            None if self.is_connection() => "connection",
            None if self.is_credentials() => "credentials",
            None if self.is_unreadable_response() => "unreadable_response",
            None if self.is_config() => "config",
            None if self.is_service() => "service",
            None => "other",
        }
    }

    /// Whether the service returned an error, in the model or not.
    #[must_use]
    pub fn is_service(&self) -> bool {
        matches!(
            self.0.failure.kind,
            FailureKind::Modeled | FailureKind::Unmodeled { .. }
        )
    }

    /// Whether no connection was established, or it broke. Only for a broken
    /// connection can [`maybe_sent`](Self::maybe_sent) be true.
    #[must_use]
    pub fn is_connection(&self) -> bool {
        matches!(self.0.failure.kind, FailureKind::Connection(_))
    }

    /// Whether a timeout expired. [`Timeouts`](crate::Timeouts) sets the
    /// timeouts of a client, [`CallOptions`](crate::CallOptions) those of one
    /// call.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.failure.kind, FailureKind::Timeout { .. })
    }

    /// Whether the response does not match the model, is too large, or is a page
    /// that was read before.
    #[must_use]
    pub fn is_unreadable_response(&self) -> bool {
        matches!(
            self.0.failure.kind,
            FailureKind::Unreadable(_) | FailureKind::RepeatedToken(_)
        )
    }

    /// Whether a stub does not implement the operation.
    #[must_use]
    pub fn is_not_stubbed(&self) -> bool {
        matches!(self.0.failure.kind, FailureKind::NotStubbed)
    }

    /// Whether the service may have processed the request despite the error:
    /// the request was sent, and no response rejects it. Sending it again may
    /// then take effect twice, so first find out whether it was processed.
    ///
    /// Always false for read-only operations.
    ///
    /// ```
    /// # use runtime::{Error, TimeoutKind};
    /// use std::time::Duration;
    ///
    /// let error: Error = Error::timeout(TimeoutKind::Attempt, Duration::from_secs(10))
    ///     .with_attempts(1)
    ///     .with_maybe_sent();
    /// assert!(error.is_timeout() && error.maybe_sent());
    /// assert!(error.to_string().ends_with("; the request may have been processed"));
    /// ```
    #[must_use]
    pub fn maybe_sent(&self) -> bool {
        self.0.failure.maybe_sent
    }

    /// The violations of the model's constraints.
    #[must_use]
    pub fn violations(&self) -> Option<&Violations> {
        match &self.0.failure.kind {
            FailureKind::InvalidInput(violations) => Some(violations),
            _ => None,
        }
    }

    /// The error of the service, if the model lists it for the operation.
    #[must_use]
    pub fn service_error(&self) -> Option<&E> {
        self.0.service.as_ref()
    }

    /// Like [`service_error`](Self::service_error), by value.
    ///
    /// # Errors
    /// The unchanged error, if the model does not list it.
    pub fn into_service_error(self) -> Result<E, Self> {
        let Inner { service, failure } = *self.0;
        service.ok_or_else(|| {
            Self(Box::new(Inner {
                service: None,
                failure,
            }))
        })
    }

    /// The error code of the service, in the model or not.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match &self.0.failure.kind {
            FailureKind::Unmodeled { code, .. } => code.as_deref(),
            _ => self.service_error().map(ServiceError::code),
        }
    }

    /// The service's message.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match &self.0.failure.kind {
            FailureKind::Unmodeled { message, .. } => message.as_deref(),
            _ => self.service_error()?.message(),
        }
    }

    /// The HTTP status of the response, if any.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.response_metadata().status()
    }

    /// The id of the request, for AWS Support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.response_metadata().request_id()
    }

    /// The number of times that the client sent the request.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.response_metadata().attempts()
    }

    /// Status, request id and number of attempts in one value.
    #[must_use]
    pub fn response_metadata(&self) -> &ResponseMetadata {
        &self.0.failure.response
    }

    /// The operation's name in the model.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.failure.operation
    }

    /// The cause of the error, for downcasts. `Display` shows it already, with
    /// its own causes.
    ///
    /// ```
    /// # use runtime::Error;
    /// # use runtime::transport::TransportError;
    /// use std::io;
    ///
    /// # let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
    /// # let error: Error = Error::connection(TransportError::connect(refused));
    /// let transport = error.cause().and_then(|cause| cause.downcast_ref::<TransportError>());
    /// let io = transport.and_then(|error| error.cause()?.downcast_ref::<io::Error>());
    /// assert_eq!(io.map(io::Error::kind), Some(io::ErrorKind::ConnectionRefused));
    /// ```
    #[must_use]
    pub fn cause(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.failure.kind {
            FailureKind::InvalidInput(violations) => Some(violations),
            FailureKind::Request(error) => Some(error),
            FailureKind::Config(cause)
            | FailureKind::Credentials(cause)
            | FailureKind::Connection(cause) => Some(&**cause),
            FailureKind::Unreadable(error) => Some(error),
            FailureKind::Modeled => self.service_error().map(|error| error as _),
            FailureKind::Timeout { .. }
            | FailureKind::Unmodeled { .. }
            | FailureKind::RepeatedToken(_)
            | FailureKind::NotStubbed => None,
        }
    }

    fn rejection(&self) -> Option<CredentialsRejection> {
        self.code().and_then(CredentialsRejection::from_code)
    }
}

/// Shows the text of `Display`, because a `main` that returns the error, and `unwrap`,
/// print `Debug`. `{:#?}` shows the fields.
impl<E: ServiceError> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match f.alternate() {
            true => fmt::Debug::fmt(&self.0, f),
            false => fmt::Display::fmt(self, f),
        }
    }
}

impl<E: ServiceError> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        display::write(&self.0.failure, self.code(), self.message(), f)
    }
}

/// Has no `source`, because `Display` shows every cause.
impl<E: ServiceError> std::error::Error for Error<E> {}
