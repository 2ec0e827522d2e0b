//! A service with one operation of each kind, and a client for it.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part")]

pub mod server;

use std::fmt;

use runtime::{
    Builder, CallOptions, Check, Error, ErrorShape, Handle, Metadata, Method, ModeledError,
    Operation, OperationError, Request, RequestError, Response, ResponseError, Retryable, Service,
    ServiceClient, Validate,
};

pub static SERVICE: Service = Service {
    sdk_id: "Book Shop",
    endpoint_prefix: "bookshop",
    signing_name: "bookshop",
    version: "2024-01-01",
    crate_name: "bookshop-client",
    crate_version: "1.2.3",
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

/// A client with a handle and nothing else.
#[derive(Debug, Clone)]
pub struct Client(pub Handle);

impl ServiceClient for Client {
    const SERVICE: &'static Service = &SERVICE;

    fn from_handle(handle: Handle) -> Self {
        Self(handle)
    }
}

impl Client {
    pub fn builder() -> Builder<Self> {
        Builder::new()
    }

    pub async fn call<O>(&self, text: &str) -> Result<String, Error<Shop>>
    where
        O: Operation<Input = Text, Output = String, Error = Shop>,
    {
        self.call_with::<O>(text, CallOptions::new()).await
    }

    pub async fn call_with<O>(
        &self,
        text: &str,
        options: CallOptions,
    ) -> Result<String, Error<Shop>>
    where
        O: Operation<Input = Text, Output = String, Error = Shop>,
    {
        self.0.call::<O>(Text(text.to_owned()), options).await
    }
}

/// The input of all operations: one text, which may not be `bad`.
#[derive(Debug, Clone)]
pub struct Text(pub String);

impl Validate for Text {
    fn check(&self, check: &mut Check) {
        let length = |text: &str, check: &mut Check| check.length(0..=3_000_000, text);
        check.member("text", Some(self.0.as_str()), length);
        check.required("text", self.0 != "bad");
    }
}

/// The error that the model lists.
#[derive(Debug)]
pub enum Shop {
    OutOfStock(Option<String>),
}

impl fmt::Display for Shop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        runtime::error::write_modeled(f, self)
    }
}

impl std::error::Error for Shop {}

impl OperationError for Shop {
    const METADATA: Option<&'static Metadata> = None;

    fn from_response(code: &str, response: &Response) -> Option<Result<Self, ResponseError>> {
        let message = runtime::response::error_message(response);
        (code == "OutOfStockException").then_some(Ok(Self::OutOfStock(message)))
    }

    fn modeled(&self) -> &(dyn ModeledError + 'static) {
        self
    }
}

impl ModeledError for Shop {
    fn code(&self) -> &'static str {
        "OutOfStockException"
    }

    fn message(&self) -> Option<&str> {
        let Self::OutOfStock(message) = self;
        message.as_deref()
    }
}

/// An operation of the service: how its input becomes a request and what is read
/// of a response, and perhaps more items of the implementation.
macro_rules! operation {
    ($visible:vis $name:ident: $input:ty => $output:ty, $safety:ident, $request:expr, $read:expr $(, $more:item)*) => {
        #[derive(Debug)]
        $visible struct $name;

        impl runtime::Operation for $name {
            type Input = $input;
            type Output = $output;
            type Error = $crate::net_support::Shop;

            const METADATA: &'static runtime::Metadata = &runtime::Metadata {
                name: stringify!($name),
                service: &$crate::net_support::SERVICE,
                safety: runtime::Safety::$safety,
            };

            fn request(input: &$input) -> Result<runtime::Request, runtime::RequestError> {
                let request: fn(&$input) -> Result<runtime::Request, runtime::RequestError> = $request;
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
#[allow(unused_imports, reason = "each test file uses a part")]
pub(crate) use operation;

fn with_body(method: Method, path: &str, text: &Text) -> Result<Request, RequestError> {
    let mut request = Request::new(method, path);
    request.json(&text.0)?;
    Ok(request)
}

operation!(pub FindBook: Text => String, Readonly, |text| {
    let mut request = Request::new(Method::GET, "/v1/books");
    request.query("text", &text.0);
    Ok(request)
}, Response::json);
operation!(pub PutBook: Text => String, Idempotent, |text| {
    with_body(Method::PUT, "/v1/books", text)
}, Response::json);
operation!(pub OrderBook: Text => String, Once, |text| {
    with_body(Method::POST, "/v1/orders", text)
}, Response::json);
