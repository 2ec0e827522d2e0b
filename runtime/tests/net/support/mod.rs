//! A test service with one operation per idempotency class, and its client.

#![allow(unreachable_pub, reason = "shared by the modules of this test crate")]

pub mod server;

use std::fmt;

use runtime::codegen::{
    Backend, Check, ErrorShape, Handle, Metadata, Method, Operation, Request, Retryable, Service,
    ServiceClient,
};
use runtime::testing::{self, Answer};
use runtime::{
    Builder, CallOptions, Env, Error, ModeledError, OperationError, RequestError, Response,
    ResponseError, ServiceError, Validate,
};

pub static SERVICE: Service = Service {
    sdk_id: "Book Shop",
    endpoint_prefix: "bookshop",
    signing_name: "bookshop",
    version: "2024-01-01",
    crate_name: "bookshop-client",
    crate_version: "1.2.3",
    telemetry: runtime::codegen::telemetry!("bookshop"),
    errors: &[
        ErrorShape {
            code: "BusyException",
            status: 409,
            retryable: Retryable::Yes,
        },
        ErrorShape {
            code: "OutOfStockException",
            status: 409,
            retryable: Retryable::No,
        },
    ],
};

#[derive(Debug, Clone)]
pub struct Client(pub Backend);

impl ServiceClient for Client {
    const SERVICE: &'static Service = &SERVICE;

    fn from_handle(handle: Handle) -> Self {
        Self(Backend::service(handle))
    }
}

impl Client {
    pub fn builder() -> Builder<Self> {
        Builder::new()
    }

    /// A builder with test credentials, for a server at this URL.
    pub fn builder_for(url: impl Into<String>) -> Builder<Self> {
        Self::builder()
            .credentials(testing::credentials())
            .endpoint_url(url)
    }

    pub async fn call<O>(&self, text: &str) -> Result<String, Error<ShopError>>
    where
        O: Operation<Input = TextInput, Output = String, Error = ShopError>,
    {
        self.call_with::<O>(text, CallOptions::new()).await
    }

    pub async fn call_with<O>(
        &self,
        text: &str,
        options: CallOptions,
    ) -> Result<String, Error<ShopError>>
    where
        O: Operation<Input = TextInput, Output = String, Error = ShopError>,
    {
        self.0.call::<O>(TextInput(text.to_owned()), options).await
    }
}

/// Parses `NAME=value` words into an environment with a home folder and without
/// instance metadata.
pub fn env(vars: &str) -> Env {
    let env = Env::empty()
        .with_home("/h")
        .with_var("AWS_EC2_METADATA_DISABLED", "true");
    vars.split_whitespace().fold(env, |env, var| {
        let (name, value) = var.split_once('=').expect("NAME=value");
        env.with_var(name, value)
    })
}

/// An environment with only instance metadata.
#[cfg(feature = "credentials-chain")]
pub fn instance_env() -> Env {
    Env::empty().with_var("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:9")
}

/// A successful response to every operation with a `String` output.
pub fn success() -> Answer {
    Answer::json(200, "\"fine\"")
}

/// The input of all operations; validation rejects the text `bad`.
#[derive(Debug, Clone)]
pub struct TextInput(pub String);

impl Validate for TextInput {
    fn check(&self, check: &mut Check) {
        let length = |text: &str, check: &mut Check| check.length(0..=3_000_000, text);
        check.member("text", Some(self.0.as_str()), length);
        check.required("text", self.0 != "bad");
    }
}

/// The modeled error of all operations.
#[derive(Debug)]
pub enum ShopError {
    OutOfStock(Option<String>),
}

impl fmt::Display for ShopError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        runtime::codegen::write_modeled(f, self)
    }
}

impl std::error::Error for ShopError {}

impl OperationError for ShopError {
    const METADATA: Option<&'static Metadata> = None;

    fn from_response(code: &str, response: &Response) -> Option<Result<Self, ResponseError>> {
        let error: runtime::Error = runtime::Error::from_response(response);
        let message = error.message().map(str::to_owned);
        (code == "OutOfStockException").then_some(Ok(Self::OutOfStock(message)))
    }
}

impl ServiceError for ShopError {
    fn modeled(&self) -> &(dyn ModeledError + 'static) {
        self
    }
}

impl ModeledError for ShopError {
    fn code(&self) -> &'static str {
        "OutOfStockException"
    }

    fn message(&self) -> Option<&str> {
        let Self::OutOfStock(message) = self;
        message.as_deref()
    }
}

/// Defines an operation from two functions: one builds the request, one parses
/// the response. Additional items become part of the `Operation`
/// implementation.
macro_rules! operation {
    ($visible:vis $name:ident: $input:ty => $output:ty, $idempotency:ident, $request:expr, $read:expr $(, $more:item)*) => {
        #[derive(Debug)]
        $visible struct $name;

        impl runtime::codegen::Operation for $name {
            type Input = $input;
            type Output = $output;
            type Error = $crate::support::ShopError;

            const METADATA: &'static runtime::codegen::Metadata = &runtime::codegen::Metadata {
                name: stringify!($name),
                service: &$crate::support::SERVICE,
                idempotency: runtime::codegen::Idempotency::$idempotency,
                sensitivity: runtime::codegen::Sensitivity::NONE,
            };

            fn request(input: &$input) -> Result<runtime::codegen::Request, runtime::RequestError> {
                let request: fn(&$input) -> Result<runtime::codegen::Request, runtime::RequestError> = $request;
                request(input)
            }

            fn output(response: &runtime::Response) -> Result<$output, runtime::ResponseError> {
                let read: fn(&runtime::Response) -> Result<$output, runtime::ResponseError> = $read;
                read(response)
            }

            $($more)*
        }
    };
}
pub(crate) use operation;

fn json_request(
    method: Method,
    path: &'static str,
    text: &TextInput,
) -> Result<Request, RequestError> {
    let mut request = Request::new(method, path);
    request.json(&text.0)?;
    Ok(request)
}

operation!(pub FindBook: TextInput => String, Readonly, |text| {
    let mut request = Request::new(Method::GET, "/v1/books");
    request.query("text", &text.0);
    Ok(request)
}, Response::json);
operation!(pub PutBook: TextInput => String, Idempotent, |text| {
    json_request(Method::PUT, "/v1/books", text)
}, Response::json);
operation!(pub OrderBook: TextInput => String, None, |text| {
    json_request(Method::POST, "/v1/orders", text)
}, Response::json);
