//! The client that generated code wraps: its settings, and its calls from input to
//! output.

mod authorize;
mod builder;
mod capabilities;
mod deadline;
#[cfg(feature = "compression")]
mod decode;
#[cfg(feature = "http")]
mod environment;
mod invoke;
#[cfg(feature = "http")]
mod machine;
#[cfg(not(feature = "http"))]
mod no_machine;
mod observe;
mod parts;
#[cfg(feature = "aws-config")]
mod sdk_config;
mod secrets;
mod shared;
#[cfg(feature = "streaming")]
mod streaming;
mod unsigned;
mod user_agent;

use std::fmt;
use std::sync::Arc;

use tracing::Instrument as _;

pub use builder::Builder;
#[cfg(feature = "api-key")]
pub use capabilities::UsesApiKey;
#[cfg(feature = "basic-auth")]
pub use capabilities::UsesBasic;
#[cfg(feature = "bearer-token")]
pub use capabilities::UsesBearer;
#[cfg(feature = "compression")]
pub use capabilities::UsesCompression;
#[cfg(any(test, feature = "test-util"))]
pub(crate) use capabilities::set_every_scheme;

use crate::base::identity::Credentials;
use crate::base::region::Region;
use crate::call::error::Error;
use crate::call::operation::Operation;
use crate::call::response_metadata::ResponseMetadata;
use crate::call::service::Service;
use crate::call::telemetry::{self, CallEvent, CallSpan};
use crate::message::request::Request;
use crate::net::endpoint::{Parameters, RuleSet};
use crate::settings::options::{CallOptions, Validation};
use crate::wire::validation::review;
#[cfg(feature = "http")]
use machine::MachineSettings;
#[cfg(not(feature = "http"))]
use no_machine::MachineSettings;
use shared::Shared;

/// A generated client.
///
/// Implemented by generated code.
#[doc(hidden)]
pub trait ServiceClient: Sized {
    const SERVICE: &'static Service;

    /// The endpoint rules of the service, if the model has any. Otherwise, the
    /// service and the region determine host names.
    const ENDPOINT_RULES: Option<&'static RuleSet> = None;

    /// Whether the client needs AWS credentials.
    const CREDENTIALS: CredentialsUse = CredentialsUse::Required;

    /// Creates the client from its handle.
    fn from_handle(handle: Handle) -> Self;
}

/// Whether a client needs AWS credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialsUse {
    /// All requests are signed.
    Required,
    /// Some requests need no credentials, or another scheme.
    Optional,
}

/// The handle of a client. Clones are cheap, and share connections, credentials
/// and the retry quota.
#[derive(Clone)]
pub struct Handle {
    shared: Arc<Shared>,
}

/// The request of a valid input.
pub(crate) struct PreparedCall {
    request: Request,
    parameters: Parameters,
}

impl Handle {
    /// Validates the input of an operation and builds its request. Not an
    /// asynchronous function, because its future would reserve memory for the
    /// input.
    ///
    /// # Errors
    /// The input breaks a constraint, or has no form on the wire.
    pub(crate) fn prepare<O: Operation>(
        &self,
        mut input: O::Input,
        options: &CallOptions,
    ) -> Result<PreparedCall, Error<O::Error>> {
        O::set_idempotency_token(&mut input, &*self.shared.random);
        let validation = options.validation_over(self.shared.validation);
        check::<O>(&input, validation, self.shared.arn_region.as_ref())?;
        let mut request = O::request(&input).map_err(Error::request)?;
        request.unencoded_body = request.body.clone();
        O::encode(&mut request, &self.shared.settings).map_err(Error::request)?;
        Ok(PreparedCall {
            request,
            parameters: O::endpoint_parameters(&input),
        })
    }

    /// Signs the request of a call, sends it with retries, and reads the response.
    pub(crate) async fn perform<O: Operation>(
        &self,
        call: &mut PreparedCall,
        options: &CallOptions,
    ) -> Result<O::Output, Error<O::Error>> {
        let operation = O::METADATA;
        let parameters = std::mem::take(&mut call.parameters);
        let request = &call.request;
        let observed = self.observed(operation);
        // The part that does not depend on the operation is compiled once, and
        // boxed, so that the futures of callers stay small. At once, because each step
        // that takes a future copies it.
        let invoked = Box::pin(invoke::invoke(
            &self.shared,
            operation,
            O::AUTH,
            request,
            parameters,
            options,
        ));
        let service = operation.service;
        let span = (service.telemetry.span)(&CallSpan {
            service: service.sdk_id,
            operation: operation.name,
            region: self.shared.region.as_str(),
        });
        let reply = match invoked.instrument(span.clone()).await {
            Ok(reply) => reply,
            Err(error) => {
                telemetry::record(&span, error.response_metadata());
                observed.failed(&error);
                let kind = error.kind_name();
                service
                    .telemetry
                    .failed(&span, kind, &error, error.maybe_sent());
                return Err(error.widen());
            }
        };
        let response = &reply.response;
        let metadata = ResponseMetadata::from_response(response)
            .with_attempts(reply.attempts)
            .with_throttled_attempts(reply.throttled_attempts);
        telemetry::record(&span, &metadata);
        let error = if response.status.is_success() {
            match O::output(response) {
                Ok(output) => {
                    observed.succeeded(&metadata);
                    return Ok(O::with_response_metadata(output, metadata));
                }
                Err(error) => {
                    let secrets = reply.identity.secrets(request, operation);
                    let error = secrets::unreadable(&secrets, operation, error, response);
                    Error::unreadable_response(error)
                }
            }
        } else {
            Error::from_response(response)
        };
        let error = error
            .with_response_metadata(metadata)
            .with_credentials_source(
                reply
                    .identity
                    .credentials
                    .as_ref()
                    .and_then(Credentials::source),
            );
        let error = if reply.maybe_processed {
            error.with_maybe_sent()
        } else {
            error
        };
        let kind = error.kind_name();
        service
            .telemetry
            .failed(&span, kind, &error, error.maybe_sent());
        observed.failed(&error);
        Err(error)
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shared.fmt(f)
    }
}

/// Validates an input. Calls do this first.
///
/// # Errors
/// The input breaks a constraint, and validation is enforced.
pub fn check<O: Operation>(
    input: &O::Input,
    validation: Validation,
    region: Option<&Region>,
) -> Result<(), Error<O::Error>> {
    if validation == Validation::Off {
        return Ok(());
    }
    let operation = O::METADATA.name;
    let report = O::METADATA.service.telemetry.event;
    let review = review(input, region);
    // Rejected input is not sent, and the caller gets the violations.
    let is_sent = review.result.is_ok() || validation == Validation::Warn;
    for warning in review.warnings.iter().filter(|_| is_sent) {
        report(&CallEvent::InputWarning {
            operation,
            warning: &warning,
        });
    }
    match review.result {
        Err(violations) if validation == Validation::Warn => {
            report(&CallEvent::InvalidInputSent {
                operation,
                violations: &violations,
            });
            Ok(())
        }
        result => result.map_err(Error::invalid_input),
    }
}
