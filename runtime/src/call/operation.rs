//! The interface of generated operations.

use std::convert::Infallible;

use http::Extensions;

use crate::base::random::{Random, Uuid};
use crate::call::response_metadata::ResponseMetadata;
use crate::call::service::Metadata;
use crate::message::request::{Request, RequestError};
use crate::message::response::{Response, ResponseError};
use crate::net::auth::Auth;
use crate::net::endpoint::Parameters;
use crate::wire::validation::Validate;

/// An operation: it turns its input into a request, and a response into its
/// output.
///
/// Implemented by generated code, on the operation's request builder.
#[doc(hidden)]
pub trait Operation: Sized + Send + Sync + 'static {
    /// The operation's input structure.
    type Input: Validate + Clone + Send + Sync + 'static;
    /// The operation's output structure.
    type Output: Send + 'static;
    /// The errors that the model lists for the operation.
    type Error: OperationError;

    /// The operation's name, service and idempotency.
    const METADATA: &'static Metadata;

    /// The authentication schemes, in order of preference. The client uses the
    /// first one that it has settings for.
    const AUTH: &'static [Auth] = &[Auth::SigV4];

    /// Sets an idempotency token that is unset. The client calls this once for a
    /// call, before validation, so that every attempt sends the same token.
    fn set_idempotency_token(input: &mut Self::Input, random: &dyn Random) {
        let _ = (input, random);
    }

    /// Returns the request for an input, before endpoint and signature.
    ///
    /// # Errors
    /// A required member is unset, or has a value that its binding does not
    /// allow.
    fn request(input: &Self::Input) -> Result<Request, RequestError>;

    /// Returns the parameters of the endpoint rules that the input sets.
    #[must_use]
    fn endpoint_parameters(_: &Self::Input) -> Parameters {
        Parameters::new()
    }

    /// Encodes the body of a request by the settings of the client.
    ///
    /// # Errors
    /// The body cannot be encoded.
    fn encode(request: &mut Request, settings: &Extensions) -> Result<(), RequestError> {
        let _ = (request, settings);
        Ok(())
    }

    /// Reads the output of a successful response.
    ///
    /// # Errors
    /// The response does not match the model. Unknown members, `null` and missing
    /// members are not errors.
    fn output(response: &Response) -> Result<Self::Output, ResponseError>;

    /// Adds the metadata of the response to the output.
    #[must_use]
    fn with_response_metadata(output: Self::Output, metadata: ResponseMetadata) -> Self::Output {
        let _ = metadata;
        output
    }
}

/// Sets an idempotency token that is unset to a random UUID.
///
/// ```
/// # use runtime::codegen::fill_idempotency_token;
/// # use runtime::testing::SetRandom;
/// let mut token = None;
/// fill_idempotency_token(&mut token, &SetRandom::default());
/// assert_eq!(token.as_deref(), Some("00000000-0000-4000-8000-000000000000"));
/// ```
pub fn fill_idempotency_token(token: &mut Option<String>, random: &dyn Random) {
    token.get_or_insert_with(|| Uuid::random(random).as_str().to_owned());
}

/// The errors that the model lists for an operation, as one enum.
///
/// Implemented by generated code.
pub trait OperationError: ServiceError {
    /// The operation of the errors; `None` for errors without an operation.
    #[doc(hidden)]
    const METADATA: Option<&'static Metadata>;

    /// Reads the error with this code; `None` if the operation does not list the
    /// code.
    #[doc(hidden)]
    fn from_response(code: &str, response: &Response) -> Option<Result<Self, ResponseError>>
    where
        Self: Sized;
}

/// An error response of the service: one of the errors of an operation, or
/// [`AnyServiceError`](crate::AnyServiceError). It is the bound of functions over
/// the [`Error`](crate::Error) of any operation.
///
/// Implemented by generated code.
pub trait ServiceError: std::error::Error + Send + Sync + 'static {
    /// Returns the structure of the error.
    fn modeled(&self) -> &(dyn ModeledError + 'static);

    /// The error's code, which is its name in the model.
    fn code(&self) -> &'static str {
        self.modeled().code()
    }

    /// The service's message.
    fn message(&self) -> Option<&str> {
        self.modeled().message()
    }
}

/// An error in the model.
///
/// Implemented by generated code, on the structure of the error.
pub trait ModeledError: std::error::Error + Send + Sync + 'static {
    /// The error's code, which is its name in the model.
    fn code(&self) -> &'static str;

    /// The service's message.
    fn message(&self) -> Option<&str>;
}

/// The error of calls without a service: `Error<Infallible>` is every kind of
/// failure except errors of the service.
impl OperationError for Infallible {
    const METADATA: Option<&'static Metadata> = None;

    fn from_response(_: &str, _: &Response) -> Option<Result<Self, ResponseError>> {
        None
    }
}

impl ServiceError for Infallible {
    fn modeled(&self) -> &(dyn ModeledError + 'static) {
        match *self {}
    }
}

/// An operation with pages.
#[doc(hidden)]
pub trait Paginated: Operation {
    /// One entry of a page.
    type Item: Send + 'static;

    /// Returns the page token of the input.
    fn token(input: &Self::Input) -> Option<&str>;

    /// Returns the token of the next page. `None` and an empty token mean that this
    /// is the last page.
    fn next_token(output: &Self::Output) -> Option<&str>;

    /// Sets the page token of the input.
    fn set_token(input: &mut Self::Input, token: String);

    /// Returns the entries of the page.
    fn items(output: Self::Output) -> Vec<Self::Item>;
}
