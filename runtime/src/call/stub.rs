//! The backend of a client: the service, or a test double.

use std::any::Any;
use std::fmt;
use std::future::{Future, ready};
use std::sync::Arc;

use crate::base::future::BoxFuture;
use crate::base::random::SystemRandom;
use crate::call::client::{Handle, check};
use crate::call::error::Error;
use crate::call::operation::Operation;
use crate::settings::options::{CallOptions, Validation};

/// The backend of a client.
#[derive(Clone)]
pub struct Backend(Kind);

/// The service is not a [`DynStub`], so that a program contains only the code of
/// the operations that it calls.
#[derive(Clone)]
enum Kind {
    Service(Handle),
    Stub(Arc<dyn DynStub>),
}

impl Backend {
    /// The service behind this handle.
    #[must_use]
    pub fn service(handle: Handle) -> Self {
        Self(Kind::Service(handle))
    }

    /// A test double.
    #[must_use]
    pub fn stub(stub: impl DynStub) -> Self {
        Self(Kind::Stub(Arc::new(stub)))
    }

    /// Calls an operation: validates the input, then builds and signs the request, sends
    /// it with retries, and reads the response. A stub receives valid input only.
    ///
    /// Dropping the future ends the call; the service may still process a request that
    /// was sent.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn call<O: Operation>(
        &self,
        mut input: O::Input,
        options: CallOptions,
    ) -> Result<O::Output, Error<O::Error>> {
        match &self.0 {
            Kind::Service(handle) => {
                let mut call = handle.prepare::<O>(input, &options)?;
                handle.perform::<O>(&mut call, &options).await
            }
            Kind::Stub(stub) => {
                O::set_idempotency_token(&mut input, &SystemRandom);
                check::<O>(&input, options.validation_over(Validation::Enforce), None)?;
                let call = StubCall {
                    operation: O::METADATA.name,
                    input: Box::new(input),
                };
                match stub.call(call).await.0.downcast::<CallResult<O>>() {
                    Ok(result) => *result,
                    Err(_) => Err(Error::not_stubbed()),
                }
            }
        }
    }
}

/// Shows a client with its region and endpoint.
impl fmt::Debug for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Service(handle) => handle.fmt(f),
            Kind::Stub(_) => f.debug_struct("Client").field("stub", &true).finish(),
        }
    }
}

type CallResult<O> = Result<<O as Operation>::Output, Error<<O as Operation>::Error>>;

/// A stub of any service, which calls the method of an operation by its name.
///
/// Implemented by generated code.
pub trait DynStub: Send + Sync + 'static {
    /// Handles a call.
    fn call(&self, call: StubCall) -> BoxFuture<'_, StubResult>;
}

/// A call of any operation.
#[derive(Debug)]
pub struct StubCall {
    operation: &'static str,
    input: Box<dyn Any + Send>,
}

impl StubCall {
    /// The name of the operation in the model.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Calls the method of the operation `O` with the input.
    pub fn handle<'a, O, F>(self, method: impl FnOnce(O::Input) -> F) -> BoxFuture<'a, StubResult>
    where
        O: Operation,
        F: Future<Output = CallResult<O>> + Send + 'a,
    {
        match self.input.downcast::<O::Input>() {
            Ok(input) => {
                let result = method(*input);
                Box::pin(async move { StubResult(Box::new(result.await)) })
            }
            Err(input) => Self { input, ..self }.not_stubbed(),
        }
    }

    /// Fails because the stub does not know the operation.
    #[must_use]
    pub fn not_stubbed<'a>(self) -> BoxFuture<'a, StubResult> {
        Box::pin(ready(StubResult(Box::new(()))))
    }
}

/// The result of a [`StubCall`].
#[derive(Debug)]
pub struct StubResult(Box<dyn Any + Send>);
