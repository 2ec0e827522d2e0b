//! Constructors of errors, for the runtime and for stubs in tests.

use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use http::header::LOCATION;
use serde::de::IgnoredAny;

use super::Error;
use super::failure::{Cause, Failure, FailureKind, Inner, TimeoutKind};
use crate::base::printable::RedactedUrl;
use crate::call::operation::OperationError;
use crate::call::response_metadata::ResponseMetadata;
use crate::message::request::RequestError;
use crate::message::response::{self, Response, ResponseError};
use crate::settings::config::ConfigError;
use crate::wire::validation::Violations;

/// The error of an operation, for stubs. Its status comes from the model.
impl<E: OperationError> From<E> for Error<E> {
    fn from(error: E) -> Self {
        let shape = E::METADATA.and_then(|metadata| metadata.service.error(error.code()));
        let metadata = match shape {
            Some(shape) => ResponseMetadata::new().with_status(shape.status),
            None => ResponseMetadata::new(),
        };
        Self::with_service(Some(error), FailureKind::Modeled).with_response_metadata(metadata)
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
            service: E::METADATA.map(|metadata| metadata.service),
            server: None,
            ignored_proxy: None,
            credentials_source: None,
            waiting_for: None,
            response: ResponseMetadata::new(),
            maybe_sent: false,
        };
        Self(Box::new(Inner { service, failure }))
    }

    /// The input breaks constraints of the model.
    #[must_use]
    pub fn invalid_input(violations: Violations) -> Self {
        Self::new(FailureKind::InvalidInput(violations))
    }

    /// The input cannot be serialized as a request.
    #[must_use]
    pub fn request(error: RequestError) -> Self {
        Self::new(FailureKind::Request(error))
    }

    /// A setting of the client is missing or invalid.
    #[must_use]
    pub fn config(cause: impl Into<Cause>) -> Self {
        Self::new(FailureKind::Config(cause.into()))
    }

    /// No credentials were found.
    #[must_use]
    pub fn credentials(cause: impl Into<Cause>) -> Self {
        Self::new(FailureKind::Credentials(cause.into()))
    }

    /// No connection was established, or it broke.
    #[must_use]
    pub fn connection(cause: impl Into<Cause>) -> Self {
        Self::new(FailureKind::Connection(cause.into()))
    }

    /// A timeout expired.
    #[must_use]
    pub fn timeout(limit: TimeoutKind, after: Duration) -> Self {
        Self::new(FailureKind::Timeout { limit, after })
    }

    /// The response does not match the model.
    #[must_use]
    pub fn unreadable_response(error: ResponseError) -> Self {
        Self::new(FailureKind::Unreadable(error))
    }

    /// An error response that the operation does not list.
    #[must_use]
    pub fn unmodeled(code: Option<String>, message: Option<String>) -> Self {
        Self::new(FailureKind::Unmodeled { code, message })
    }

    /// The service returned a page token a second time.
    #[must_use]
    pub fn repeated_token(token: impl Into<String>) -> Self {
        Self::new(FailureKind::RepeatedToken(token.into()))
    }

    /// A stub does not implement the operation.
    #[must_use]
    pub fn not_stubbed() -> Self {
        Self::new(FailureKind::NotStubbed)
    }

    /// Reads the error of an error response.
    #[doc(hidden)]
    #[must_use]
    pub fn from_response(response: &Response) -> Self {
        Self::read(response).with_response_metadata(ResponseMetadata::from_response(response))
    }

    fn read(response: &Response) -> Self {
        let code = response::error_code(response);
        if let Some(error) = code
            .as_deref()
            .and_then(|code| modeled::<E>(code, response))
        {
            return Self::from(error);
        }
        let message = response::error_message(response);
        if matches!(response.status.as_u16(), 301..=303 | 307 | 308) {
            return Self::unmodeled(code, Some(message.unwrap_or_else(|| redirect(response))));
        }
        if code.is_none() && message.is_none() {
            // The first line of an HTML page from a proxy is more useful than the
            // fact that there is no code.
            if let Err(error) = response.json::<IgnoredAny>() {
                // For an unknown operation, nothing is shown.
                let shows_body = E::METADATA.is_some_and(|metadata| !metadata.sensitivity.response);
                let error = match shows_body {
                    true => error.with_excerpt(&response.body),
                    false => error,
                };
                return Self::unreadable_response(error.with_coding(&response.headers));
            }
        }
        Self::unmodeled(code, message)
    }

    /// Sets the operation's name. Errors of an operation already have it.
    #[must_use]
    pub fn with_operation(mut self, name: &'static str) -> Self {
        self.0.failure.operation = Some(name);
        self
    }

    /// Sets scheme, host and port of the server that did not respond.
    pub(crate) fn with_server(mut self, server: String) -> Self {
        self.0.failure.server = Some(server);
        self
    }

    /// Sets the source of credentials that the call was waiting for.
    pub(crate) fn with_waiting_for(mut self, source: String) -> Self {
        self.0.failure.waiting_for = Some(source);
        self
    }

    /// Names the environment variable with a proxy that the client does not use.
    pub(crate) fn with_ignored_proxy(mut self, variable: Option<&'static str>) -> Self {
        self.0.failure.ignored_proxy = variable;
        self
    }

    /// Sets the source of the credentials that the request was signed with.
    pub(crate) fn with_credentials_source(mut self, source: Option<&str>) -> Self {
        self.0.failure.credentials_source = source.map(str::to_owned);
        self
    }

    /// Replaces status, request id and number of attempts.
    #[must_use]
    pub fn with_response_metadata(mut self, metadata: ResponseMetadata) -> Self {
        self.0.failure.response = metadata;
        self
    }

    /// Sets the number of attempts.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        let response = std::mem::take(&mut self.0.failure.response);
        self.with_response_metadata(response.with_attempts(attempts))
    }

    /// Sets the number of responses that throttled the call.
    pub(crate) fn with_throttled_attempts(mut self, attempts: u32) -> Self {
        let response = std::mem::take(&mut self.0.failure.response);
        self.with_response_metadata(response.with_throttled_attempts(attempts))
    }

    /// Marks the request as one that the service may have processed.
    #[must_use]
    pub fn with_maybe_sent(mut self) -> Self {
        self.0.failure.maybe_sent = true;
        self
    }
}

/// Describes a redirect. The client does not follow it, because the signature
/// is only valid for one host.
fn redirect(response: &Response) -> String {
    let location = response.headers.get(LOCATION);
    let location = location.and_then(|location| location.to_str().ok());
    let target = match location {
        Some(location) => format!("the server redirects to {}", RedactedUrl(location)),
        None => "the server redirects, but does not say where".to_owned(),
    };
    format!("{target}; the client follows no redirects: check the region and the endpoint URL")
}

/// Reads the operation's error with this code. With the code in the header, an
/// unreadable body does not hide which error it is.
fn modeled<E: OperationError>(code: &str, response: &Response) -> Option<E> {
    let bare = || Response::new(response.status, response.headers.clone(), Bytes::new());
    match E::from_response(code, response)? {
        Ok(error) => Some(error),
        Err(_) => E::from_response(code, &bare())?.ok(),
    }
}

impl<E> Error<E> {
    /// Converts the service's error, and keeps everything else.
    pub(super) fn map_service<F>(self, convert: impl FnOnce(E) -> F) -> Error<F> {
        let Inner { service, failure } = *self.0;
        let service = service.map(convert);
        Error(Box::new(Inner { service, failure }))
    }
}

impl Error<Infallible> {
    /// Converts into the error of an operation.
    #[must_use]
    pub fn widen<E: OperationError>(self) -> Error<E> {
        let mut error = self.map_service(|never| match never {});
        let failure = &mut error.0.failure;
        failure.operation = failure
            .operation
            .or(E::METADATA.map(|metadata| metadata.name));
        failure.service = E::METADATA.map(|metadata| metadata.service);
        error
    }
}

impl<E: OperationError> From<ConfigError> for Error<E> {
    fn from(error: ConfigError) -> Self {
        Self::config(error)
    }
}
