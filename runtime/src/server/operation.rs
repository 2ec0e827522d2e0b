//! The traits that generated code implements to serve operations.

use std::future::Future;

use serde::Serialize;

use super::incoming::Incoming;
use super::reply::{Rejection, Reply, VALIDATION};
use super::route::Route;
use crate::base::future::BoxFuture;
use crate::call::error::Error;
use crate::call::operation::{ModeledError, Operation};
use crate::call::service::Service;
use crate::message::request::RequestError;
use crate::wire::validation::{Validate as _, Violation, Violations};

/// The server side of an [`Operation`]: reads an input and writes an output or
/// error. Generated.
#[doc(hidden)]
pub trait Serve: Operation {
    /// Reads the input.
    ///
    /// # Errors
    /// The request is malformed.
    fn read(request: &Incoming) -> Result<Self::Input, Rejection>;

    /// Writes an output.
    ///
    /// # Errors
    /// A value is not allowed in the header to which its member is bound.
    fn write(output: &Self::Output) -> Result<Reply, RequestError>;

    /// Writes an error of the operation.
    ///
    /// # Errors
    /// The error cannot be serialized.
    fn write_error(error: &Self::Error) -> Result<Reply, RequestError>;

    /// Returns a reply with the status and the code of a modeled error.
    ///
    /// # Errors
    /// The code is not a valid header value; the codes of models are valid.
    fn error_reply(error: &impl ModeledError) -> Result<Reply, RequestError> {
        let code = error.code();
        let shape = Self::METADATA.service.error(code);
        let mut reply = Reply::new(shape.map_or(500, |shape| shape.status));
        reply.error_code(code)?;
        Ok(reply)
    }

    /// Returns the reply to a modeled error whose members are all in the body.
    ///
    /// # Errors
    /// The error cannot be serialized.
    fn json_error_reply(error: &(impl ModeledError + Serialize)) -> Result<Reply, RequestError> {
        let mut reply = Self::error_reply(error)?;
        reply.json(error)?;
        Ok(reply)
    }

    /// Reads and validates the input, calls the handler and writes its result.
    /// Generated dispatchers call this function.
    ///
    /// Returns a rejection if the request is malformed, if the input violates a
    /// constraint, or if the handler fails with an error that is not one of the
    /// operation's.
    fn handle<'a, F>(
        request: ServerRequest<'a>,
        handler: impl FnOnce(Self::Input) -> F + Send + 'a,
    ) -> BoxFuture<'a, Result<Reply, Rejection>>
    where
        F: Future<Output = Result<Self::Output, Error<Self::Error>>> + Send + 'a,
    {
        Box::pin(async move {
            let input = Self::read(request.request)?;
            if let Err(violations) = input.validate() {
                return Err(reject_violations::<Self>(
                    &violations,
                    request.violation_code,
                ));
            }
            match handler(input).await {
                Ok(output) => Ok(Self::write(&output)?),
                Err(error) => error_response::<Self>(&error, request.violation_code),
            }
        })
    }
}

/// The operations of a service and their handlers. Generated.
pub trait Dispatch: Send + Sync + 'static {
    /// Returns the constants of the service.
    fn service(&self) -> &'static Service;

    /// Returns the routes of all operations.
    fn routes(&self) -> &'static [Route];

    /// Calls the operation with this name, which comes from a route.
    fn call<'a>(
        &'a self,
        operation: &'static str,
        request: ServerRequest<'a>,
    ) -> BoxFuture<'a, Result<Reply, Rejection>>;
}

/// Selects the error code of a violation: an error of the service, or
/// `ValidationException`.
pub type ViolationCode = fn(&Violation) -> &'static str;

/// A request and the settings for handling it.
#[derive(Debug)]
pub struct ServerRequest<'a> {
    pub(super) request: &'a Incoming,
    pub(super) violation_code: ViolationCode,
}

/// Returns the rejection of violated constraints. If they have different codes,
/// `ValidationException` has precedence, then the first one.
fn reject_violations<O: Operation>(violations: &Violations, code: ViolationCode) -> Rejection {
    let code = violations
        .iter()
        .map(code)
        .find(|code| *code == VALIDATION)
        .or_else(|| violations.iter().map(code).next())
        .unwrap_or(VALIDATION);
    let status = O::METADATA
        .service
        .error(code)
        .map_or(400, |shape| shape.status);
    Rejection::violations(status, code, violations)
}

fn error_response<O: Serve>(
    error: &Error<O::Error>,
    code: ViolationCode,
) -> Result<Reply, Rejection> {
    if let Some(error) = error.service_error() {
        return Ok(O::write_error(error)?);
    }
    if let Some(violations) = error.violations() {
        return Err(reject_violations::<O>(violations, code));
    }
    if error.is_not_stubbed() {
        return Err(Rejection::not_implemented(O::METADATA.name));
    }
    match error.code() {
        Some(code) => {
            let shape = O::METADATA.service.error(code);
            let status = error.status().or(shape.map(|shape| shape.status));
            let message = error.message().unwrap_or_default();
            Err(Rejection::new(status.unwrap_or(500), code, message))
        }
        None => Err(Rejection::internal(error.to_string())),
    }
}

/// Returns the code of the service's error with this status, or AWS's common
/// error.
pub(super) fn error_of_status(service: &Service, status: u16) -> &'static str {
    let shape = service.errors.iter().find(|shape| shape.status == status);
    match (shape, status) {
        (Some(shape), _) => shape.code,
        (None, 429) => "ThrottlingException",
        (None, 503) => "ServiceUnavailable",
        (None, _) => "InternalFailure",
    }
}
