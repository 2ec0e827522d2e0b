//! Signatures of requests, compared with those of the library `aws-sigv4`.
//!
//! An input is a request. Its path segments, query and headers are unencoded
//! values, as in operations.

use std::convert::Infallible;

use runtime::codegen::{
    Backend, Check, Handle, Idempotency, Metadata, Operation, Request, RequestPath, Sensitivity,
    Service, ServiceClient,
};
use runtime::{CallOptions, ConfigError, RequestError, Response, ResponseError, Retries, Validate};
use tests::fixture;
use tests::signature::{Signed, expected_authorization};

use crate::budget::Budget;
use crate::failure::fail;
use crate::http_message::{self, Message};
use crate::mutate;
use crate::target::Target;
use crate::transport::{Answer, Scripted, block_on};

pub(crate) const TARGET: Target = Target {
    name: "signing",
    budget: Budget {
        allocations: 2_000,
        allocations_per_byte: 40,
        held: 256 * 1024,
        held_per_byte: 100,
    },
    largest: 4 * 1024,
    run,
    seeds,
    mutate: mutate::bytes,
};

static SERVICE: Service = Service {
    sdk_id: "Any",
    endpoint_prefix: "social-messaging",
    signing_name: "social-messaging",
    version: "2024-01-01",
    crate_name: "any",
    crate_version: "1.0.0",
    telemetry: runtime::codegen::telemetry!("bookshop"),
    errors: &[],
};

#[derive(Debug)]
struct Client(Backend);

impl ServiceClient for Client {
    const SERVICE: &'static Service = &SERVICE;

    fn from_handle(handle: Handle) -> Self {
        Self(Backend::service(handle))
    }
}

/// The text of a request.
#[derive(Clone, Debug)]
struct Input(Vec<u8>);

impl Validate for Input {
    fn check(&self, _: &mut Check<'_>) {}
}

/// Sends the request that its input describes.
#[derive(Debug)]
struct Send;

impl Operation for Send {
    type Input = Input;
    type Output = ();
    type Error = Infallible;

    const METADATA: &'static Metadata = &Metadata {
        name: "Send",
        service: &SERVICE,
        idempotency: Idempotency::None,
        sensitivity: Sensitivity::NONE,
    };

    fn request(input: &Input) -> Result<Request, RequestError> {
        let message = Message::parse(&input.0);
        let method = runtime::codegen::method(message.word(0))?;
        let target = message.word(1);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut segments = path.trim_start_matches('/').splitn(2, '/');
        let mut next = || segments.next().unwrap_or_default();
        let path = RequestPath::new("/")
            .label("first", next())?
            .text("/")
            .greedy_label("rest", next())?;
        let mut request = Request::new(method, path);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            request.query(name, value);
        }
        for (name, value) in &message.headers() {
            // The reference takes text only.
            if let Ok(value) = value.to_str() {
                request.header(name.as_str(), value)?;
            }
        }
        if !message.body.is_empty() {
            request.payload("application/octet-stream", message.body.to_vec());
        }
        Ok(request)
    }

    fn output(_: &Response) -> Result<(), ResponseError> {
        Ok(())
    }
}

thread_local! {
    static CLIENT: (Scripted, Result<Client, ConfigError>) = {
        let transport = Scripted::default();
        let client = runtime::Builder::new()
            .region("us-east-1")
            .credentials(fixture::credentials())
            .clock(runtime::testing::ManualClock::new(fixture::now()))
            .transport(transport.clone())
            .retries(Retries::none())
            .build();
        (transport, client)
    };
}

fn run(input: &[u8]) {
    CLIENT.with(|(transport, client)| {
        let Ok(client) = client else {
            fail("the client has complete settings");
        };
        transport.set([Answer::Response(http::Response::default())]);
        let input = Input(input.to_vec());
        let result = block_on(client.0.call::<Send>(input, CallOptions::new()));
        match (result, transport.take_request()) {
            (Ok(()), Some(request)) => compare(&request),
            (Err(error), None) => drop(format!("{error} {error:?}")),
            (result, request) => fail(&format!("{result:?} after sending {request:?}")),
        }
    });
}

fn compare(request: &http::Request<bytes::Bytes>) {
    let headers = request.headers().iter();
    let headers: Vec<(String, &str)> = headers
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?)))
        .collect();
    let found = headers.iter().find(|(name, _)| name == "authorization");
    let Some((_, found)) = found else {
        fail(&format!("no signature: {request:?}"));
    };
    let expected = expected_authorization(Signed {
        method: request.method().as_str(),
        uri: &request.uri().to_string(),
        headers: &headers,
        body: request.body(),
        time: fixture::now(),
    });
    if *found != expected {
        fail(&format!("{found}\ninstead of {expected}\nfor {request:?}"));
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let headers = [("x-b", "  two  spaces "), ("x-a", "1"), ("x-a", "2")];
    [
        ("GET /v1/a%2Fb/..?b=2&a=1&a=0&c", "", &headers[..1]),
        ("POST /a b/é/~*'()!/+/=", "{\"a\": 1}", &headers),
        ("PUT //x//./y/?%41=+&é=/&=&a=%20", "\0body", &[]),
        (
            "PATCH /x/y",
            "",
            &[("content-type", "text/plain"), ("user-agent", "x")],
        ),
        (
            "DELETE /:/;,@&=+$",
            "",
            &[("x-amz-date", "x"), ("expect", "100-continue")],
        ),
    ]
    .map(|(first, body, headers)| http_message::write(first, headers, body))
    .into()
}
