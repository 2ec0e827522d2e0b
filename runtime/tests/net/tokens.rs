//! Idempotency tokens as the server receives them.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use runtime::codegen::{Check, Method, Operation, Request, fill_idempotency_token, json};
use runtime::{CallOptions, Random, RequestError, Retries, Timeouts, Validate};
use serde::{Serialize, Serializer};

use crate::support::server::{Server, Step, ok, response};
use crate::support::{Client, ShopError, operation};

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

macro_rules! order_operation {
    ($name:ident, $build:expr) => {
        operation!($name: Order => (), Idempotent, |order| {
            let mut request = Request::new(Method::POST, "/orders");
            let build: fn(&mut Request, &Order) -> Result<(), RequestError> = $build;
            build(&mut request, order)?;
            Ok(request)
        }, |_| Ok(()),
        fn set_idempotency_token(order: &mut Order, random: &dyn Random) {
            fill_idempotency_token(&mut order.token, random);
        });
    };
}

order_operation!(OrderInBody, |request, input| request.json(input).map(drop));
order_operation!(OrderInHeader, |request, input| {
    request.header("X-Token", &input.token).map(drop)
});
order_operation!(OrderInQuery, |request, input| {
    request.query("token", &input.token);
    Ok(())
});

/// Counts up from zero: every token differs, and backoff delays are close to zero.
#[derive(Debug)]
struct SequentialRandom(AtomicU64);

impl Random for SequentialRandom {
    fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

/// The first two attempts of each call fail: one with 503, one without a response.
fn failing_attempts() -> [Step; 6] {
    let busy = || Step::Reply(response("503 Service Unavailable", ""));
    let dropped = || Step::ReplyAndClose(String::new());
    [busy(), dropped(), ok(""), dropped(), busy(), ok("")]
}

/// Makes two calls of three attempts each and returns the tokens sent.
async fn sent_tokens<O>(input: Order, token: fn(&str) -> Option<&str>) -> Vec<String>
where
    O: Operation<Input = Order, Output = (), Error = ShopError>,
{
    let server = Server::start(failing_attempts()).await;
    let client = Client::builder_for(server.url())
        .timeouts(Timeouts::none())
        .retries(Retries::default().with_max_attempts(3))
        .random(SequentialRandom(AtomicU64::new(0)))
        .build()
        .expect("complete");
    for _ in 0..2 {
        let called = client.0.call::<O>(input.clone(), CallOptions::new());
        called.await.expect("the third attempt succeeds");
    }
    let requests = server.requests();
    requests
        .iter()
        .map(|request| {
            let token = token(request).unwrap_or_else(|| panic!("no token in {request}"));
            token.to_owned()
        })
        .collect()
}

/// Returns the text between two delimiters.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    let (text, _) = rest.split_once(after)?;
    Some(text)
}

fn body_token(request: &str) -> Option<&str> {
    between(request, "{\"token\":\"", "\"")
}

fn header_token(request: &str) -> Option<&str> {
    between(request, "\r\nx-token: ", "\r\n")
}

fn query_token(request: &str) -> Option<&str> {
    between(request, "/orders?token=", " ")
}

fn assert_one_token_per_call(sent_tokens: &[String]) {
    assert_eq!(sent_tokens.len(), 6, "{sent_tokens:?}");
    let (first, second) = sent_tokens.split_at(3);
    for call in [first, second] {
        assert_eq!(call.iter().collect::<BTreeSet<_>>().len(), 1, "{call:?}");
    }
    assert_ne!(first.first(), second.first());
}

#[tokio::test]
async fn only_attempts_of_one_call_share_a_token() {
    let input = || Order {
        title: Some("Dune".to_owned()),
        ..Order::default()
    };
    assert_one_token_per_call(&sent_tokens::<OrderInBody>(input(), body_token).await);
    assert_one_token_per_call(&sent_tokens::<OrderInHeader>(input(), header_token).await);
    assert_one_token_per_call(&sent_tokens::<OrderInQuery>(input(), query_token).await);
}

#[tokio::test]
async fn keeps_the_token_of_the_caller() {
    let input = || Order {
        token: Some("mine".to_owned()),
        ..Order::default()
    };
    for sent_tokens in [
        sent_tokens::<OrderInBody>(input(), body_token).await,
        sent_tokens::<OrderInHeader>(input(), header_token).await,
        sent_tokens::<OrderInQuery>(input(), query_token).await,
    ] {
        assert_eq!(sent_tokens, ["mine"; 6]);
    }
}
