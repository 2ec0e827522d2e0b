//! Waiters: acceptors, delays and outcomes.

use std::collections::BTreeMap;
use std::time::Duration;

use runtime::codegen::jmespath::{Comparator, Expression, Literal};
use runtime::codegen::waiter::{Acceptor, Expected, Matcher, PathComparator, WaiterState};
use runtime::codegen::{Check, Method, Request, WaiterSpec, json};
use runtime::testing::{Answer, Replay, SetRandom, builder};
use runtime::transport::{Limits, Transport, TransportError};
use runtime::{
    BoxFuture, ByteStream, Bytes, CallOptions, Error, Response, Retries, Validate, WaitError,
    WaitOutcome, Waiter,
};
use serde::{Serialize, Serializer};
use serde_json::Value;
use tokio::time::Instant;

use crate::support::{Client, operation};

#[derive(Debug, Clone)]
struct Input {
    id: &'static str,
}

impl Serialize for Input {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        BTreeMap::from([("id", self.id)]).serialize(serializer)
    }
}

impl Validate for Input {
    fn check(&self, _: &mut Check) {}
}

// The output is the unparsed body.
operation!(GetLoan: Input => Value, Readonly,
    |_| Ok(Request::new(Method::GET, "/loan")),
    Response::json
);

const fn output(path: Expression, comparator: PathComparator, expected: &'static str) -> Matcher {
    Matcher::Output(Expected {
        path,
        comparator,
        expected,
    })
}

const STATES: Expression =
    Expression::ListProjection(&Expression::Field("books"), &Expression::Field("state"));

static LOAN_READY: WaiterSpec = WaiterSpec {
    name: "LoanReady",
    min_delay: Duration::from_secs(5),
    max_delay: Duration::from_secs(60),
    acceptors: &[
        Acceptor {
            state: WaiterState::Success,
            matcher: output(STATES, PathComparator::AllStringEquals, "READY"),
        },
        Acceptor {
            state: WaiterState::Failure,
            matcher: output(STATES, PathComparator::AnyStringEquals, "LOST"),
        },
        Acceptor {
            state: WaiterState::Success,
            matcher: Matcher::InputOutput(Expected {
                path: Expression::Comparison(
                    &Expression::Subexpression(
                        &Expression::Field("input"),
                        &Expression::Field("id"),
                    ),
                    Comparator::Equal,
                    &Expression::Subexpression(
                        &Expression::Field("output"),
                        &Expression::Field("replaces"),
                    ),
                ),
                comparator: PathComparator::BooleanEquals,
                expected: "true",
            }),
        },
        Acceptor {
            state: WaiterState::Retry,
            matcher: Matcher::ErrorType("OutOfStockException"),
        },
    ],
};

static LOAN_GONE: WaiterSpec = WaiterSpec {
    name: "LoanGone",
    min_delay: Duration::from_secs(5),
    max_delay: Duration::from_secs(60),
    acceptors: &[
        Acceptor {
            state: WaiterState::Success,
            matcher: Matcher::ErrorType("OutOfStockException"),
        },
        Acceptor {
            state: WaiterState::Failure,
            matcher: Matcher::Success(false),
        },
    ],
};

/// Waits for at most ten minutes with the longest possible delays; returns the
/// outcome and the time that it took, rounded to seconds.
async fn wait(
    spec: &'static WaiterSpec,
    answers: impl IntoIterator<Item = Answer>,
) -> (Result<WaitOutcome<GetLoan>, WaitError<GetLoan>>, Duration) {
    let replay = Replay::new(answers);
    let client: Client = builder(&replay)
        .retries(Retries::none())
        .build()
        .expect("builds");
    let waiter = Waiter::<GetLoan>::new(spec, Input { id: "1" }, move |input| {
        let client = client.clone();
        Box::pin(async move { client.0.call::<GetLoan>(input, CallOptions::new()).await })
    });
    let started = Instant::now();
    let waiter = waiter.random(SetRandom::bits(u64::MAX));
    let waited = waiter.wait(Duration::from_secs(600)).await;
    (
        waited,
        Duration::from_secs(started.elapsed().as_secs_f64().round() as u64),
    )
}

fn books(states: &[&str]) -> Answer {
    let books: Vec<Value> = states
        .iter()
        .map(|state| serde_json::json!({ "state": state }))
        .collect();
    Answer::json(200, serde_json::json!({ "books": books }).to_string())
}

fn out_of_stock() -> Answer {
    Answer::error(409, "OutOfStockException", "")
}

#[tokio::test(start_paused = true)]
async fn backs_off_until_success() {
    let answers = [
        out_of_stock(),
        books(&[]),
        books(&["READY", "OUT"]),
        books(&["READY", "READY"]),
    ];
    let (waited, took) = wait(&LOAN_READY, answers).await;
    let waited = waited.expect("success");
    assert_eq!(
        (waited.requests, took),
        (4, Duration::from_secs(5 + 10 + 20))
    );
    assert!(waited.into_output().is_some());
}

#[tokio::test(start_paused = true)]
async fn compares_input_with_output() {
    let answer = Answer::json(200, r#"{"replaces": "1"}"#);
    let (waited, _) = wait(&LOAN_READY, [answer]).await;
    assert_eq!(waited.expect("success").requests, 1);
}

#[tokio::test(start_paused = true)]
async fn accepts_an_error_as_success() {
    let (waited, took) = wait(&LOAN_GONE, [books(&[]), out_of_stock()]).await;
    let waited = waited.expect("success");
    assert_eq!((waited.requests, took), (2, Duration::from_secs(5)));
    assert!(matches!(&waited.reply, Err(error) if error.code() == Some("OutOfStockException")));
    assert!(waited.into_output().is_none());
}

#[tokio::test(start_paused = true)]
async fn stops_in_the_failure_state() {
    let (waited, _) = wait(&LOAN_READY, [books(&["READY", "LOST"])]).await;
    let error = waited.expect_err("failure");
    assert!(error.failure().is_some_and(Result::is_ok) && !error.is_timeout());
    assert_eq!(
        error.to_string(),
        "waiting for LoanReady failed: a response shows that the state cannot be reached; \
         `failure()` returns it"
    );
    let (waited, _) = wait(&LOAN_GONE, [Answer::status(500)]).await;
    let error = waited.expect_err("an error");
    assert!(error.failure().is_some_and(Result::is_err));
    assert!(
        error
            .to_string()
            .starts_with("waiting for LoanGone failed: error response"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn stops_on_unmatched_errors() {
    let (waited, _) = wait(&LOAN_READY, [Answer::status(403)]).await;
    let error = waited.expect_err("an error");
    assert_eq!(error.error().and_then(Error::status), Some(403));
    let text = error.to_string();
    assert!(
        text.starts_with("waiting for LoanReady ended with an error: error response"),
        "{text}"
    );
}

#[tokio::test(start_paused = true)]
async fn sends_a_last_request_before_the_maximum_wait_ends() {
    let answers = std::iter::repeat_with(|| books(&["OUT"])).take(100);
    let (waited, took) = wait(&LOAN_READY, answers).await;
    let error = waited.expect_err("timed out");
    assert!(error.is_timeout() && error.error().is_none());
    // Delays of 5, 10, 20 and 40 s, then 60 s each; the last request is 5 s early.
    assert_eq!(took, Duration::from_secs(600 - 5));
    assert_eq!(
        error.to_string(),
        "LoanReady was not reached within 600s (14 requests); wait longer, or check the state of \
         the resource"
    );
}

#[derive(Debug)]
struct Scan {
    pages: Option<i32>,
    image: ByteStream,
}

impl Serialize for Scan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = json::ObjectWriter::new(serializer)?;
        object.optional("pages", &self.pages)?;
        object.required_as::<json::Base64, _>("image", &self.image)?;
        object.end()
    }
}

operation!(GetScan: Input => Scan, Readonly,
    |_| {
        let mut request = Request::new(Method::GET, "/scan");
        request.stream_response();
        Ok(request)
    },
    |response| Ok(Scan {
        pages: response.header("X-Pages")?,
        image: response.stream(),
    })
);

/// A scripted transport with streaming response bodies.
#[derive(Debug)]
struct StreamingReplay(Replay);

impl Transport for StreamingReplay {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        self.0.send(request, limits)
    }

    fn send_streaming(
        &self,
        request: http::Request<ByteStream>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let response = self.0.send_streaming(request, limits).await?;
            Ok(response.map(ByteStream::new))
        })
    }
}

static SCAN_COMPLETE: WaiterSpec = WaiterSpec {
    name: "ScanComplete",
    min_delay: Duration::from_secs(5),
    max_delay: Duration::from_secs(60),
    acceptors: &[
        Acceptor {
            state: WaiterState::Retry,
            matcher: Matcher::ErrorType("OutOfStockException"),
        },
        Acceptor {
            state: WaiterState::Success,
            matcher: Matcher::InputOutput(Expected {
                path: Expression::Comparison(
                    &Expression::Subexpression(
                        &Expression::Field("output"),
                        &Expression::Field("pages"),
                    ),
                    Comparator::Greater,
                    &Expression::Literal(Literal::Number(1.0)),
                ),
                comparator: PathComparator::BooleanEquals,
                expected: "true",
            }),
        },
    ],
};

#[tokio::test(start_paused = true)]
async fn matches_streaming_outputs_without_reading_the_stream() {
    let pages = |count| Answer::response(200, "a page").header("X-Pages", count);
    let transport = StreamingReplay(Replay::new([out_of_stock(), pages("1"), pages("2")]));
    let builder = builder(&Replay::new([])).transport(transport);
    let client: Client = builder.build().expect("builds");
    let waiter = Waiter::<GetScan>::new(&SCAN_COMPLETE, Input { id: "1" }, move |input| {
        let client = client.clone();
        Box::pin(async move { client.0.call::<GetScan>(input, CallOptions::new()).await })
    });
    let waited = waiter.wait(Duration::from_secs(600)).await;
    let waited = waited.expect("success");
    assert_eq!(waited.requests, 3);
    let scan = waited.into_output().expect("an output");
    assert!(scan.image.in_memory().is_none());
    assert_eq!(scan.image.collect(100).await.expect("read"), "a page");
}
