//! What generated code tells the runtime about an operation.

use std::convert::Infallible;

use http::Extensions;

use crate::base::random::{Random, uuid};
use crate::call::response_metadata::ResponseMetadata;
use crate::call::service::Metadata;
use crate::message::request::{Request, RequestError};
use crate::message::response::{Response, ResponseError};
use crate::net::auth::Auth;
use crate::net::endpoint::Parameters;
use crate::wire::validation::Validate;

/// An operation: how its input becomes a request, and a response its output.
///
/// Implemented by generated code, on the operation's request builder.
pub trait Operation: Sized + Send + Sync + 'static {
    /// The operation's input structure.
    type Input: Validate + Clone + Send + Sync + 'static;
    /// The operation's output structure.
    type Output: Send + 'static;
    /// The errors that the model lists for the operation.
    type Error: OperationError;

    /// The operation's name, service and idempotency.
    const METADATA: &'static Metadata;

    /// How requests prove who sends them: the first of these that the client
    /// has is used.
    const AUTH: &'static [Auth] = &[Auth::SigV4];

    /// Sets what a client sets by itself when it is unset: idempotency tokens.
    /// Happens once for a call, before the input is checked, so that every
    /// attempt sends the same.
    fn set_idempotency_token(input: &mut Self::Input, random: &dyn Random) {
        let _ = (input, random);
    }

    /// The request for an input, before endpoint and signature.
    ///
    /// # Errors
    /// A member that the request cannot do without is unset, or has a value
    /// that the place it is bound to cannot carry.
    fn request(input: &Self::Input) -> Result<Request, RequestError>;

    /// What the rules for endpoints are told of a call.
    #[must_use]
    fn endpoint_parameters(_: &Self::Input) -> Parameters {
        Parameters::new()
    }

    /// Encodes the body of a request as the settings of the client say.
    ///
    /// # Errors
    /// The body has no such encoding.
    fn encode(request: &mut Request, settings: &Extensions) -> Result<(), RequestError> {
        let _ = (request, settings);
        Ok(())
    }

    /// The output in a response of success.
    ///
    /// # Errors
    /// The response is not what the model describes. Unknown members, `null`
    /// and missing members are no error.
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
    token.get_or_insert_with(|| uuid(random));
}

/// The errors that the model lists for an operation, as one enum.
///
/// Implemented by generated code.
pub trait OperationError: ServiceError {
    /// The operation that fails with this error; `None` for errors of no
    /// operation.
    const METADATA: Option<&'static Metadata>;

    /// Reads the error with this code; `None` when the operation does not list
    /// the code.
    fn from_response(code: &str, response: &Response) -> Option<Result<Self, ResponseError>>
    where
        Self: Sized;
}

/// An error that the service answered with: the errors of one operation, or
/// [`AnyServiceError`](crate::AnyServiceError). Bound for functions that take
/// the [`Error`](crate::Error) of any operation.
///
/// Implemented by generated code.
pub trait ServiceError: std::error::Error + Send + Sync + 'static {
    /// The error's own structure.
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

/// An error that the model describes.
///
/// Implemented by generated code, on the structure of the error.
pub trait ModeledError: std::error::Error + Send + Sync + 'static {
    /// The error's code, which is its name in the model.
    fn code(&self) -> &'static str;

    /// The service's message.
    fn message(&self) -> Option<&str>;
}

/// The error of calls that no service answers: `Error<Infallible>` holds every
/// kind of failure but the service's.
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

/// An operation whose output comes in pages.
pub trait Paginated: Operation {
    /// One entry of a page.
    type Item: Send + 'static;

    /// The token that the input asks with.
    fn token(input: &Self::Input) -> Option<&str>;

    /// The token of the page after this one. `None` and an empty token both
    /// mean that there is none.
    fn next_token(output: &Self::Output) -> Option<&str>;

    /// Asks for the page with this token.
    fn set_token(input: &mut Self::Input, token: String);

    /// The page's entries.
    fn items(output: Self::Output) -> Vec<Self::Item>;
}
