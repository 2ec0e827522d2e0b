//! Every operation and error of the service.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "the catalogue is written for crates of tests"
)]

#[path = "../../generated-client/tests/catalogue/mod.rs"]
pub(crate) mod catalogue;

use std::pin::Pin;

use runtime::{CallOptions, ModeledError};
use serde::de::DeserializeOwned;
use serde_json::Value;
use socialmessaging::{Client, Error};

use crate::failure::fail;

/// Examples of one operation, implemented by the catalogue.
pub(crate) trait Example:
    runtime::codegen::Operation<
        Input: Default + serde::Serialize,
        Output: std::fmt::Debug,
        Error: std::fmt::Debug,
    >
{
    const ERRORS: &'static [&'static str];
    const SECRETS: &'static [&'static str];
    const FULL_RESPONSE: Response;
    const MINIMAL_RESPONSE: Response;

    fn full_input() -> Self::Input;
    fn invalid_input() -> Self::Input;
    fn call(
        client: Client,
        input: Self::Input,
        options: CallOptions,
    ) -> impl Future<Output = Result<Self::Output, Error<Self::Error>>> + Send;
}

/// A response of the service.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: &'static [(&'static str, &'static str)],
    pub(crate) body: &'static str,
}

/// A call whose result is formatted in every way.
pub(crate) type Call = Pin<Box<dyn Future<Output = String> + Send>>;

/// One operation.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    pub(crate) responses: [Response; 2],
    pub(crate) call: fn(Client) -> Call,
    pub(crate) input: fn() -> Value,
}

impl Operation {
    pub(crate) const fn new<O: Example>() -> Self {
        Self {
            name: O::METADATA.name,
            responses: [O::FULL_RESPONSE, O::MINIMAL_RESPONSE],
            call: |client| {
                Box::pin(async move {
                    let call = O::call(client, O::full_input(), CallOptions::new());
                    shown(call.await)
                })
            },
            input: || serde_json::to_value(O::full_input()).unwrap_or_default(),
        }
    }
}

/// One error.
#[derive(Debug)]
pub(crate) struct ServiceError {
    pub(crate) code: fn() -> &'static str,
    pub(crate) response: Response,
}

impl ServiceError {
    pub(crate) const fn new<E: ModeledError + Default + DeserializeOwned>(
        response: Response,
    ) -> Self {
        Self {
            code: || E::default().code(),
            response,
        }
    }
}

/// Formats the result of a call. Errors must not repeat the credentials.
fn shown<T, E>(result: Result<T, Error<E>>) -> String
where
    T: std::fmt::Debug,
    E: std::fmt::Debug + runtime::OperationError,
{
    let error = match result {
        Ok(output) => return format!("{output:?}"),
        Err(error) => error,
    };
    let mut shown = format!("{error} {error:#?} {:?}", error.message());
    let mut source = std::error::Error::source(&error);
    while let Some(inner) = source {
        shown.push_str(&format!(" {inner} {inner:?}"));
        source = inner.source();
    }
    for secret in [tests::fixture::SECRET_KEY, tests::fixture::SESSION_TOKEN] {
        if shown.contains(secret) {
            fail(&format!("the error shows a secret: {shown}"));
        }
    }
    shown
}
