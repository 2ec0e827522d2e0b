//! Making errors: for the runtime, and for stubs in tests.

use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use serde::de::IgnoredAny;

use super::Error;
use super::failure::{Cause, Failure, FailureKind, Inner, ResponseMeta, TimeoutKind};
use crate::call::operation::OperationError;
use crate::message::request::RequestError;
use crate::message::response::{self, Response, ResponseError};
use crate::settings::config::ConfigError;
use crate::wire::validation::Violations;

/// The operation's own error, as stubs return it. Its status is the one that
/// the model gives it.
impl<E: OperationError> From<E> for Error<E> {
    fn from(error: E) -> Self {
        let status = E::METADATA
            .and_then(|metadata| metadata.service.error(error.code()))
            .and_then(|shape| StatusCode::from_u16(shape.status).ok());
        let meta = ResponseMeta {
            status,
            request_id: None,
        };
        Self::service(error, meta)
    }
}

impl<E: OperationError> Error<E> {
    fn new(kind: FailureKind) -> Self {
        Self::with_service(None, kind)
    }

    fn with_service(service: Option<E>, kind: FailureKind) -> Self {
        let failure = Failure {
            kind,
            operation: E::METADATA.map(|metadata| metadata.name),
            server: None,
            attempts: 0,
            maybe_sent: false,
        };
        Self(Box::new(Inner { service, failure }))
    }

    /// The input breaks constraints of the model.
    #[must_use]
    pub fn invalid_input(violations: Violations) -> Self {
        Self::new(FailureKind::InvalidInput(violations))
    }

    /// No request can be made of the input.
    #[must_use]
    pub fn request(error: RequestError) -> Self {
        Self::new(FailureKind::Request(error))
    }

    /// The client's settings do not fit together, or one is missing.
    #[must_use]
    pub fn config(cause: impl Into<Cause>) -> Self {
        Self::new(FailureKind::Config(cause.into()))
    }

    /// Credentials could not be had.
    #[must_use]
    pub fn credentials(cause: impl Into<Cause>) -> Self {
        Self::new(FailureKind::Credentials(cause.into()))
    }

    /// No connection could be made, or it broke.
    #[must_use]
    pub fn connection(cause: impl Into<Cause>) -> Self {
        Self::new(FailureKind::Connection(cause.into()))
    }

    /// A time limit passed.
    #[must_use]
    pub fn timeout(limit: TimeoutKind, after: Duration) -> Self {
        Self::new(FailureKind::Timeout { limit, after })
    }

    /// A response came that makes no sense.
    #[must_use]
    pub fn unreadable_response(error: ResponseError, meta: ResponseMeta) -> Self {
        Self::new(FailureKind::Unreadable { error, meta })
    }

    /// The service answered with one of the operation's errors.
    #[must_use]
    pub fn service(error: E, meta: ResponseMeta) -> Self {
        Self::with_service(Some(error), FailureKind::Modeled(meta))
    }

    /// The service answered with an error that the operation does not list.
    #[must_use]
    pub fn unmodeled(code: Option<String>, message: Option<String>, meta: ResponseMeta) -> Self {
        Self::new(FailureKind::Unmodeled {
            code,
            message,
            meta,
        })
    }

    /// The service gave a page token that it gave before.
    #[must_use]
    pub fn repeated_token(token: impl Into<String>) -> Self {
        Self::new(FailureKind::RepeatedToken(token.into()))
    }

    /// A stub has no answer for the operation.
    #[must_use]
    pub fn not_stubbed() -> Self {
        Self::new(FailureKind::NotStubbed)
    }

    /// The error in a response whose status is not one of success.
    #[must_use]
    pub fn from_response(response: &Response) -> Self {
        let meta = ResponseMeta::from_response(response);
        let code = response::error_code(response);
        if let Some(error) = code.as_deref().and_then(|code| modeled(code, response)) {
            return Self::service(error, meta);
        }
        let message = response::error_message(response);
        if code.is_none() && message.is_none() {
            // A page of a proxy, for example. What it is tells more than that
            // it has no error code.
            if let Err(error) = response.json::<IgnoredAny>() {
                return Self::unreadable_response(error, meta);
            }
        }
        Self::unmodeled(code, message, meta)
    }

    /// Names the operation; errors of an operation's own type know it.
    #[must_use]
    pub fn with_operation(mut self, name: &'static str) -> Self {
        self.0.failure.operation = Some(name);
        self
    }

    /// Names the server that was to answer, by scheme, host and port.
    pub(crate) fn with_server(mut self, server: String) -> Self {
        self.0.failure.server = Some(server);
        self
    }

    /// Sets how many times the request was sent.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.failure.attempts = attempts;
        self
    }

    /// Marks the error as one after which the request may have been carried
    /// out.
    #[must_use]
    pub fn with_maybe_sent(mut self) -> Self {
        self.0.failure.maybe_sent = true;
        self
    }
}

/// The operation's own error with this code. A code in the header tells the
/// error apart even when the body cannot be read.
fn modeled<E: OperationError>(code: &str, response: &Response) -> Option<E> {
    let bare = || Response::new(response.status, response.headers.clone(), Bytes::new());
    match E::from_response(code, response)? {
        Ok(error) => Some(error),
        Err(_) => E::from_response(code, &bare())?.ok(),
    }
}

impl Error<Infallible> {
    /// The same error as that of an operation.
    #[must_use]
    pub fn widen<E: OperationError>(self) -> Error<E> {
        let mut failure = self.0.failure;
        failure.operation = failure
            .operation
            .or(E::METADATA.map(|metadata| metadata.name));
        Error(Box::new(Inner {
            service: None,
            failure,
        }))
    }
}

impl<E: OperationError> From<ConfigError> for Error<E> {
    fn from(error: ConfigError) -> Self {
        Self::config(error)
    }
}
