//! Every operation of the service behind one type, so that tests can loop over
//! all of them.
//!
//! `cargo xtask codegen` writes the [`catalogue`] from the model.

#[path = "../../../generated-client/tests/catalogue/mod.rs"]
pub mod catalogue;
mod failure;

use std::fmt::Debug;
use std::pin::Pin;

use runtime::codegen::Idempotency;
use runtime::{CallOptions, ModeledError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use socialmessaging::{Client, Error};

use crate::server::{Play, Reply};

pub use catalogue::{ERRORS, OPERATIONS};
pub use failure::{Failure, FailureKind};

/// A pending call. Its output is debug text.
pub type CallFuture = Pin<Box<dyn Future<Output = Result<String, Failure>> + Send>>;

/// Starts a call.
pub type StartCall = fn(Client, CallOptions) -> CallFuture;

/// Examples of one operation, implemented by the [`catalogue`].
pub trait Example:
    runtime::codegen::Operation<
        Input: Default + Serialize + DeserializeOwned,
        Output: Debug + Serialize + DeserializeOwned,
    >
{
    /// The codes of the errors that the operation lists.
    const ERRORS: &'static [&'static str];
    /// The sensitive texts in the full input.
    const SECRETS: &'static [&'static str];
    /// The response with the most members set.
    const FULL_RESPONSE: Response;
    /// The response with the fewest members set.
    const MINIMAL_RESPONSE: Response;

    /// Returns the valid input with the most members set.
    fn full_input() -> Self::Input;

    /// Returns an input that violates as many constraints as possible.
    fn invalid_input() -> Self::Input;

    /// Calls the operation.
    fn call(
        client: Client,
        input: Self::Input,
        options: CallOptions,
    ) -> impl Future<Output = Result<Self::Output, Error<Self::Error>>> + Send;
}

/// An HTTP response of the service.
#[derive(Clone, Copy, Debug)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: &'static [(&'static str, &'static str)],
    /// The body.
    pub body: &'static str,
}

impl Response {
    /// Plays this response.
    pub fn play(&self) -> Play {
        self.play_with(self.body)
    }

    /// Plays this response with another body.
    pub fn play_with(&self, body: impl Into<bytes::Bytes>) -> Play {
        let headers = self.headers.iter();
        let reply = headers.fold(Reply::new(self.status), |reply, (name, value)| {
            reply.header(name, value)
        });
        Play::Reply(reply.body(body))
    }
}

/// One operation of the service.
#[derive(Debug)]
pub struct Operation {
    /// Its name in the model.
    pub name: &'static str,
    /// Whether the model marks it readonly or idempotent.
    pub idempotency: Idempotency,
    /// The codes of the errors that it lists.
    pub errors: &'static [&'static str],
    /// The sensitive texts in the full input.
    pub secrets: &'static [&'static str],
    /// Calls it with every member set.
    pub full: StartCall,
    /// Calls it with no member set.
    pub empty: StartCall,
    /// Calls it with an invalid input.
    pub invalid: StartCall,
    /// The response with the most members set.
    pub full_response: Response,
    /// The response with the fewest members set.
    pub minimal_response: Response,
    /// Serializes the full input.
    pub full_input: fn() -> Value,
    /// Deserializes and serializes an input.
    pub round_trip_input: fn(&Value) -> Value,
    /// Deserializes and serializes an output.
    pub round_trip_output: fn(&Value) -> Value,
}

impl Operation {
    /// Erases the types of an operation.
    pub const fn new<O: Example>() -> Self {
        Self {
            name: O::METADATA.name,
            idempotency: O::METADATA.idempotency,
            errors: O::ERRORS,
            secrets: O::SECRETS,
            full: |client, options| call::<O>(client, O::full_input(), options),
            empty: |client, options| call::<O>(client, O::Input::default(), options),
            invalid: |client, options| call::<O>(client, O::invalid_input(), options),
            full_response: O::FULL_RESPONSE,
            minimal_response: O::MINIMAL_RESPONSE,
            full_input: || serde_json::to_value(O::full_input()).expect("JSON of an input"),
            round_trip_input: round_trip::<O::Input>,
            round_trip_output: round_trip::<O::Output>,
        }
    }
}

/// One error of the service.
#[derive(Debug)]
pub struct ServiceError {
    /// Its code.
    pub code: fn() -> &'static str,
    /// The response with the most members set.
    pub response: Response,
    /// Deserializes and serializes the error.
    pub round_trip: fn(&Value) -> Value,
}

impl ServiceError {
    /// Erases the type of an error.
    pub const fn new<E>(response: Response) -> Self
    where
        E: ModeledError + Default + Serialize + DeserializeOwned,
    {
        Self {
            code: || E::default().code(),
            response,
            round_trip: round_trip::<E>,
        }
    }
}

fn call<O: Example>(client: Client, input: O::Input, options: CallOptions) -> CallFuture {
    Box::pin(async move {
        let output = O::call(client, input, options).await?;
        Ok(format!("{output:?}"))
    })
}

fn round_trip<T: Serialize + DeserializeOwned>(json: &Value) -> Value {
    let value: T = serde_json::from_value(json.clone()).expect("a value of this type");
    serde_json::to_value(value).expect("JSON of this type")
}

/// Returns the operation with this name.
pub fn named(name: &str) -> &'static Operation {
    let found = OPERATIONS.iter().find(|operation| operation.name == name);
    found.expect("an operation of the service")
}
