//! The error of a call.

mod build;
mod display;
mod failure;
mod text;

use std::convert::Infallible;
use std::fmt;

use crate::call::operation::OperationError;
use crate::call::service::Retryable;
use crate::wire::validation::Violations;

use failure::{FailureKind, Inner};

pub use failure::{ResponseMeta, TimeoutKind};
pub(crate) use text::is_throttling_code;
pub use text::write_modeled;

/// What went wrong in a call, or before one.
///
/// `E` holds the errors that the model lists for the operation; `Error`
/// without it is the error of what no service answers, such as building a
/// client.
///
/// `Display` is one line that suffices for a log. `source()` leads to the
/// causes, which that line repeats.
///
/// ```
/// use runtime::{Error, ResponseMeta};
/// use runtime::StatusCode;
///
/// let meta = ResponseMeta::new(StatusCode::FORBIDDEN).with_request_id("7a62");
/// let error: Error = Error::unmodeled(Some("ExpiredToken".into()), Some("Renew it.".into()), meta)
///     .with_operation("ListBooks")
///     .with_attempts(1);
/// assert_eq!(error.code(), Some("ExpiredToken"));
/// assert_eq!(
///     error.to_string(),
///     "ListBooks failed: ExpiredToken (403): Renew it.; request id 7a62; 1 attempt",
/// );
/// ```
pub struct Error<E = Infallible>(Box<Inner<E>>);

impl<E: OperationError> Error<E> {
    /// The error that the model lists for the operation, if the service
    /// answered with one.
    #[must_use]
    pub fn service_error(&self) -> Option<&E> {
        self.0.service.as_ref()
    }

    /// As [`service_error`](Self::service_error), by value.
    ///
    /// # Errors
    /// The error itself, when it is of another kind.
    pub fn into_service_error(self) -> Result<E, Self> {
        let Inner { service, failure } = *self.0;
        service.ok_or_else(|| {
            Self(Box::new(Inner {
                service: None,
                failure,
            }))
        })
    }

    /// The constraints that the input breaks.
    #[must_use]
    pub fn violations(&self) -> Option<&Violations> {
        match &self.0.failure.kind {
            FailureKind::InvalidInput(violations) => Some(violations),
            _ => None,
        }
    }

    /// The code of the error that the service answered with, whether or not
    /// the model lists it.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match &self.0.failure.kind {
            FailureKind::Unmodeled { code, .. } => code.as_deref(),
            _ => self.service_error().map(OperationError::code),
        }
    }

    /// The service's words about the error.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match &self.0.failure.kind {
            FailureKind::Unmodeled { message, .. } => message.as_deref(),
            _ => self.service_error()?.message(),
        }
    }

    /// The HTTP status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.failure.meta().and_then(ResponseMeta::status)
    }

    /// The service's name for the request, to be given to AWS support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.failure.meta().and_then(ResponseMeta::request_id)
    }

    /// How many times the request was sent, or was about to be.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.failure.attempts
    }

    /// The operation's name in the model.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.failure.operation
    }

    /// Whether the request may have been carried out in spite of the error:
    /// it was sent, and no answer says that it was refused. Sending it again
    /// may then do its work twice; look first whether it has been done.
    ///
    /// Always `false` for operations that change nothing.
    ///
    /// ```
    /// use runtime::{Error, TimeoutKind};
    /// use std::time::Duration;
    ///
    /// let error: Error = Error::timeout(TimeoutKind::Attempt, Duration::from_secs(10))
    ///     .with_attempts(1)
    ///     .with_maybe_sent();
    /// assert!(error.is_timeout() && error.maybe_sent());
    /// assert!(error.to_string().ends_with("; the request may have been carried out"));
    /// ```
    #[must_use]
    pub fn maybe_sent(&self) -> bool {
        self.0.failure.maybe_sent
    }

    /// Whether the input breaks a constraint or cannot be written as a
    /// request. Nothing was sent.
    #[must_use]
    pub fn is_invalid_input(&self) -> bool {
        matches!(
            self.0.failure.kind,
            FailureKind::InvalidInput(_) | FailureKind::Request(_)
        )
    }

    /// Whether credentials could not be had: no source has any, or one
    /// failed; the message says which were tried. Nothing was sent. That the
    /// service refuses credentials is an error of the service.
    #[must_use]
    pub fn is_credentials(&self) -> bool {
        matches!(self.0.failure.kind, FailureKind::Credentials(_))
    }

    /// Whether the client's settings do not fit together, or one is missing.
    /// Nothing was sent.
    #[must_use]
    pub fn is_config(&self) -> bool {
        matches!(self.0.failure.kind, FailureKind::Config(_))
    }

    /// Whether no connection could be made, or it broke. See
    /// [`maybe_sent`](Self::maybe_sent) for which of the two matters.
    #[must_use]
    pub fn is_connection(&self) -> bool {
        matches!(self.0.failure.kind, FailureKind::Connection(_))
    }

    /// Whether a time limit passed; the limits are those of
    /// [`Timeouts`](crate::Timeouts), and can be raised for a single call.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.failure.kind, FailureKind::Timeout { .. })
    }

    /// Whether the service answered with an error, one of the operation's or
    /// another.
    #[must_use]
    pub fn is_service(&self) -> bool {
        matches!(
            self.0.failure.kind,
            FailureKind::Modeled(_) | FailureKind::Unmodeled { .. }
        )
    }

    /// Whether the service asks for fewer requests: with status 429, with a
    /// code that AWS services use for this, or with an error that the model
    /// marks as throttling.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        let throttling = |code: &str| {
            let shape = E::METADATA.and_then(|metadata| metadata.service.error(code));
            is_throttling_code(code)
                || shape.is_some_and(|shape| shape.retryable == Retryable::Throttling)
        };
        self.status() == Some(429) || self.code().is_some_and(throttling)
    }

    /// Whether a response came that makes no sense: not in the form that the
    /// model describes, too large, or a page that leads back to an earlier
    /// one.
    #[must_use]
    pub fn is_unreadable_response(&self) -> bool {
        matches!(
            self.0.failure.kind,
            FailureKind::Unreadable { .. } | FailureKind::RepeatedToken(_)
        )
    }

    /// Whether a test's stub has no answer for the operation.
    #[must_use]
    pub fn is_not_stubbed(&self) -> bool {
        matches!(self.0.failure.kind, FailureKind::NotStubbed)
    }
}

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<E: OperationError> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        display::write(&self.0.failure, self.code(), self.message(), f)
    }
}

impl<E: OperationError> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.failure.kind {
            FailureKind::InvalidInput(violations) => Some(violations),
            FailureKind::Request(error) => Some(error),
            FailureKind::Config(cause)
            | FailureKind::Credentials(cause)
            | FailureKind::Connection(cause) => Some(&**cause),
            FailureKind::Unreadable { error, .. } => Some(error),
            FailureKind::Modeled(_) => self.service_error().map(|error| error as _),
            FailureKind::Timeout { .. }
            | FailureKind::Unmodeled { .. }
            | FailureKind::RepeatedToken(_)
            | FailureKind::NotStubbed => None,
        }
    }
}
