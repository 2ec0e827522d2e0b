//! Idempotency tokens as a server sees them: every attempt of a call carries the
//! same one, and no two calls share theirs.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails like a test"
)]

mod net_support;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use net_support::server::{Play, Server, ok, response};
use net_support::{Client, SERVICE, Shop};
use runtime::{
    CallOptions, Check, Metadata, Method, Operation, Random, Request, RequestError, Response,
    ResponseError, Retries, Safety, Timeouts, Validate, json, operation, testing,
};
use serde::{Serialize, Serializer};

#[derive(Debug, Clone, Default)]
struct Order {
    token: Option<String>,
    title: Option<String>,
}

impl Serialize for Order {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = json::ObjectWriter::new(serializer)?;
        object.optional("token", &self.token)?;
        object.optional("title", &self.title)?;
        object.end()
    }
}

impl Validate for Order {
    fn check(&self, _: &mut Check) {}
}

macro_rules! operation {
    ($name:ident, $build:expr) => {
        #[derive(Debug)]
        struct $name;

        impl Operation for $name {
            type Input = Order;
            type Output = ();
            type Error = Shop;

            const METADATA: &'static Metadata = &Metadata {
                name: stringify!($name),
                service: &SERVICE,
                safety: Safety::Idempotent,
            };

            fn fill(input: &mut Order, random: &dyn Random) {
                operation::fill_token(&mut input.token, random);
            }

            fn request(input: &Order) -> Result<Request, RequestError> {
                let mut request = Request::new(Method::POST, "/orders");
                let build: fn(&mut Request, &Order) -> Result<(), RequestError> = $build;
                build(&mut request, input)?;
                Ok(request)
            }

            fn output(_: &Response) -> Result<(), ResponseError> {
                Ok(())
            }
        }
    };
}

operation!(OrderInBody, |request, input| request.json(input).map(drop));
operation!(OrderInHeader, |request, input| {
    request.header("X-Token", &input.token).map(drop)
});
operation!(OrderInQuery, |request, input| {
    request.query("token", &input.token);
    Ok(())
});

/// Numbers that differ, and are so small that waits between attempts are none.
#[derive(Debug)]
struct Counting(AtomicU64);

impl Random for Counting {
    fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

/// What a server does to the first two attempts of a call: a failure that may
/// pass, and an answer that does not come.
fn plays() -> [Play; 6] {
    let busy = || Play::Reply(response("503 Service Unavailable", ""));
    let lost = || Play::ReplyAndClose(String::new());
    [busy(), lost(), ok(""), lost(), busy(), ok("")]
}

/// The tokens of two calls with three attempts each.
async fn tokens<O>(input: Order, token: fn(&str) -> Option<&str>) -> Vec<String>
where
    O: Operation<Input = Order, Output = (), Error = Shop>,
{
    let server = Server::start(plays()).await;
    let client: Client = Client::builder()
        .credentials(testing::credentials())
        .endpoint_url(server.url())
        .timeouts(Timeouts::none())
        .retries(Retries::default().max_attempts(3))
        .random(Counting(AtomicU64::new(0)))
        .build()
        .expect("complete");
    for _ in 0..2 {
        let called = client.0.call::<O>(input.clone(), CallOptions::new());
        called.await.expect("the third attempt succeeds");
    }
    let requests = server.requests();
    let tokens = requests.iter().map(|request| {
        let token = token(request).unwrap_or_else(|| panic!("no token in {request}"));
        token.to_owned()
    });
    tokens.collect()
}

/// What stands between two texts.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    let (found, _) = rest.split_once(after)?;
    Some(found)
}

fn in_body(request: &str) -> Option<&str> {
    between(request, "{\"token\":\"", "\"")
}

fn in_header(request: &str) -> Option<&str> {
    between(request, "\r\nx-token: ", "\r\n")
}

fn in_query(request: &str) -> Option<&str> {
    between(request, "/orders?token=", " ")
}

fn assert_one_for_each_call(tokens: &[String]) {
    assert_eq!(tokens.len(), 6, "{tokens:?}");
    let (first, second) = tokens.split_at(3);
    for call in [first, second] {
        assert_eq!(call.iter().collect::<BTreeSet<_>>().len(), 1, "{call:?}");
    }
    assert_ne!(first.first(), second.first());
}

#[tokio::test]
async fn attempts_share_a_token_and_calls_do_not() {
    let order = || Order {
        title: Some("Dune".to_owned()),
        ..Order::default()
    };
    assert_one_for_each_call(&tokens::<OrderInBody>(order(), in_body).await);
    assert_one_for_each_call(&tokens::<OrderInHeader>(order(), in_header).await);
    assert_one_for_each_call(&tokens::<OrderInQuery>(order(), in_query).await);
}

#[tokio::test]
async fn a_token_of_the_caller_stays() {
    let order = || Order {
        token: Some("mine".to_owned()),
        ..Order::default()
    };
    for tokens in [
        tokens::<OrderInBody>(order(), in_body).await,
        tokens::<OrderInHeader>(order(), in_header).await,
        tokens::<OrderInQuery>(order(), in_query).await,
    ] {
        assert_eq!(tokens, ["mine"; 6]);
    }
}
