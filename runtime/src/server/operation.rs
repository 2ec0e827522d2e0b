//! The service's side of an operation, and what finds it for a request.

use std::future::Future;

use super::incoming::Incoming;
use super::reply::{Rejection, Reply, VALIDATION};
use super::route::Route;
use crate::base::future::BoxFuture;
use crate::call::error::Error;
use crate::call::operation::Operation;
use crate::call::service::Service;
use crate::message::request::RequestError;
use crate::wire::validation::{Validate as _, Violation, Violations};

/// The other direction of [`Operation`]: how a request becomes an input, and
/// an output or an error an answer. Generated.
pub trait Serve: Operation {
    /// The input in a request.
    ///
    /// # Errors
    /// The request cannot be read.
    fn read(request: &Incoming) -> Result<Self::Input, Rejection>;

    /// The answer of success.
    ///
    /// # Errors
    /// A member has a value that the place it is bound to cannot carry.
    fn write(output: &Self::Output) -> Result<Reply, RequestError>;

    /// The answer of failure.
    ///
    /// # Errors
    /// The error has no JSON form.
    fn write_error(error: &Self::Error) -> Result<Reply, RequestError>;

    /// Reads the input, checks it, has it carried out, and writes what comes
    /// of it. Generated dispatchers consist of calls of this function.
    ///
    /// A call is refused when the request cannot be read, when its input
    /// breaks a constraint, or when what carries it out fails without naming an
    /// error.
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
                return Err(refusal::<Self>(&violations, request.violation_code));
            }
            match handler(input).await {
                Ok(output) => Ok(Self::write(&output)?),
                Err(error) => failure::<Self>(&error, request.violation_code),
            }
        })
    }
}

/// The operations of a service, with something that carries them out.
/// Generated.
pub trait Dispatch: Send + Sync + 'static {
    /// The service.
    fn service(&self) -> &'static Service;

    /// The requests that the service takes.
    fn routes(&self) -> &'static [Route];

    /// Carries out the operation with this name, which that of a route is.
    fn call<'a>(
        &'a self,
        operation: &'static str,
        request: ServerRequest<'a>,
    ) -> BoxFuture<'a, Result<Reply, Rejection>>;
}

/// Names the error that a violation is answered with: the code of an error of
/// the service, or `ValidationException`.
pub type ViolationCode = fn(&Violation) -> &'static str;

/// One request on its way to its operation.
#[derive(Debug)]
pub struct ServerRequest<'a> {
    pub(super) request: &'a Incoming,
    pub(super) violation_code: ViolationCode,
}

/// Broken constraints as an error. When they would be answered with different
/// ones, those of the code that comes first decide.
fn refusal<O: Operation>(violations: &Violations, code: ViolationCode) -> Rejection {
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

fn failure<O: Serve>(error: &Error<O::Error>, code: ViolationCode) -> Result<Reply, Rejection> {
    if let Some(error) = error.service_error() {
        return Ok(O::write_error(error)?);
    }
    if let Some(violations) = error.violations() {
        return Err(refusal::<O>(violations, code));
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

/// The service's error with this status, or the common one of AWS.
pub(super) fn error_of_status(service: &Service, status: u16) -> &'static str {
    let shape = service.errors.iter().find(|shape| shape.status == status);
    match (shape, status) {
        (Some(shape), _) => shape.code,
        (None, 429) => "ThrottlingException",
        (None, 503) => "ServiceUnavailable",
        (None, _) => "InternalFailure",
    }
}
