//! Requests to the generated server, to a server that checks signatures, and to
//! the emulator.

use bytes::Bytes;
use http::Request;
use runtime::server::{Server, Verifier};
use runtime::testing::{ManualClock, SetRandom};
use socialmessaging::Stub;
use socialmessaging::emulator::Emulator;

use crate::budget::Budget;
use crate::failure::fail;
use crate::http_message::{self, Message};
use crate::mutate;
use crate::operations::catalogue::OPERATIONS;
use crate::target::Target;
use crate::transport::{Answer, Scripted, block_on};

/// The memory that a request may take, in bytes.
const LIMIT: usize = 64 * 1024;

pub(crate) const TARGET: Target = Target {
    name: "request",
    budget: Budget {
        allocations: 12_000,
        allocations_per_byte: 60,
        held: 512 * 1024,
        held_per_byte: 24,
    },
    largest: 16 * 1024,
    run,
    seeds,
    mutate: mutate::message,
};

/// A service that implements no operations: inputs are read and validated
/// anyway.
struct Nothing;

impl Stub for Nothing {}

thread_local! {
    static SERVERS: [Server; 2] = {
        let server = socialmessaging::server::server(Nothing).with_body_limit(LIMIT);
        let server = server
            .with_clock(ManualClock::new(tests::fixture::now()))
            .with_random(SetRandom::default());
        let verifier = Verifier::new([tests::fixture::credentials()]);
        [server.clone(), server.with_verifier(verifier)]
    };
}

fn request(message: &Message<'_>) -> Option<Request<Bytes>> {
    let mut request = Request::builder()
        .method(message.word(0))
        .uri(message.word(1))
        .body(Bytes::copy_from_slice(message.body))
        .ok()?;
    *request.headers_mut() = message.headers();
    Some(request)
}

fn run(input: &[u8]) {
    let Some(request) = request(&Message::parse(input)) else {
        return;
    };
    SERVERS.with(|servers| {
        for server in servers {
            check(&block_on(server.handle(request.clone())), input);
        }
    });
    let emulator = Emulator::new().server().with_body_limit(LIMIT);
    for _ in 0..2 {
        check(&block_on(emulator.handle(request.clone())), input);
    }
}

/// Checks that a request has a response in AWS's format.
fn check(result: &Result<http::Response<Bytes>, impl std::fmt::Debug>, input: &[u8]) {
    let problem = match result {
        Err(reset) => format!("{reset:?}"),
        Ok(response) if response.status().as_u16() == 500 => format!("{response:?}"),
        Ok(response) => {
            let is_error = response.headers().contains_key("x-amzn-errortype");
            let is_json = serde_json::from_slice::<serde_json::Value>(response.body()).is_ok();
            if !is_error || is_json {
                return;
            }
            format!("{response:?}")
        }
    };
    let input = String::from_utf8_lossy(input);
    fail(&format!("{problem} for the request {input}"));
}

/// The requests of a client for every operation.
fn seeds() -> Vec<Vec<u8>> {
    let transport = Scripted::default();
    let builder = tests::fixture::real_builder().transport(transport.clone());
    let Ok(client) = builder.build() else {
        fail("the client has complete settings");
    };
    let seeds = OPERATIONS.iter().filter_map(|operation| {
        transport.set([Answer::Refused]);
        block_on((operation.call)(client.clone()));
        let request = transport.take_request()?;
        let headers = request.headers().iter();
        let headers: Vec<(&str, &str)> = headers
            .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
            .collect();
        let target = request.uri().path_and_query()?;
        let body = String::from_utf8_lossy(request.body());
        let first = format!("{} {target}", request.method());
        Some(http_message::write(&first, &headers, &body))
    });
    let control = http_message::write("GET /_emulator/coverage", &[], "");
    seeds.chain([control]).collect()
}
