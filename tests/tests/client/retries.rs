//! Retries, by failure and idempotency.

use std::fmt::Write as _;
use std::time::Duration;

use runtime::codegen::Idempotency;
use runtime::{CallOptions, Delivery, Timeouts};
use socialmessaging::Client;
use tests::fixture::{self, client};
use tests::operations::{Failure, FailureKind, OPERATIONS, Operation, named};
use tests::server::{Play, RefusingPort, Reply, Server};

use crate::snapshot;

const READONLY: &str = "ListTagsForResource";
const IDEMPOTENT: &str = "DeleteWhatsAppMessageMedia";
const ONCE: &str = "SendWhatsAppMessage";

/// Transient failures, and some permanent ones.
fn failures() -> Vec<(&'static str, Play)> {
    let error = |status| Play::error(status, "InternalFailure", "why");
    let body = || Reply::json(200, r#"{"messageId":"m","statusCode":200}"#);
    #[rustfmt::skip]
    let failures = vec![
        ("reset unread", Play::ResetUnread),
        ("reset after read", Play::ResetAfterRead),
        ("close after read", Play::CloseAfterRead),
        ("silent", Play::Silent),
        ("stalled body", Play::Stalled(body())),
        ("truncated body", Play::Truncated(body())),
        ("garbage", Play::Garbage),
        ("not JSON", Play::json("<html>")),
        ("throttled 429", Play::error(429, "ThrottledRequestException", "slow down")),
        ("429 of a proxy", Play::reply(Reply::html(429))),
        ("throttled by code", Play::error(400, "ThrottlingException", "slow down")),
        ("500", error(500)),
        ("500 modeled", Play::error(500, "InternalServiceException", "why")),
        ("502", error(502)),
        ("503", error(503)),
        ("504", error(504)),
        ("HTML 502", Play::reply(Reply::html(502))),
        ("501", error(501)),
        ("request timeout", Play::error(408, "RequestTimeoutException", "why")),
        ("validation", Play::error(400, "ValidationException", "why")),
        ("access denied", Play::error(403, "AccessDeniedException", "why")),
        ("HTML 404", Play::reply(Reply::html(404))),
        ("redirect", Play::reply(Reply::redirect("http://127.0.0.1:9/"))),
    ];
    failures
}

async fn fail(operation: &str, client: &Client, delivery: Delivery) -> Failure {
    let options = CallOptions::new().with_delivery(delivery);
    let call = (named(operation).full)(client.clone(), options);
    call.await.unwrap_err()
}

/// Returns a cell of the table: the number of requests, the kind of the error, and
/// whether the message may have been sent.
async fn cell(play: Play, operation: &str, delivery: Delivery) -> String {
    let never_ends = matches!(play, Play::Silent | Play::Stalled(_));
    let server = Server::start([play]).await;
    let timeouts = Timeouts::default().with_operation(None);
    let client = fixture::builder(&server)
        .timeouts(timeouts)
        .build()
        .unwrap();
    let call = fail(operation, &client, delivery);
    let failure = if never_ends {
        impatiently(&server, call).await
    } else {
        call.await
    };
    let arrivals = server.arrivals();
    assert_eq!(
        arrivals, failure.attempts as usize,
        "{operation} {failure:?}"
    );
    let warning = if failure.maybe_sent {
        ", maybe sent"
    } else {
        ""
    };
    format!("{arrivals} {:?}{warning}", failure.kind)
}

/// Advances the clock by the timeout of an attempt after each request.
async fn impatiently<T>(server: &Server, call: impl Future<Output = T>) -> T {
    let mut call = std::pin::pin!(call);
    for count in 1.. {
        tokio::select! {
            result = &mut call => return result,
            () = server.received(count) => {
                tokio::time::pause();
                tokio::time::advance(Duration::from_secs(11)).await;
                tokio::time::resume();
            }
        }
    }
    unreachable!("a call ends, or there are more requests than numbers");
}

/// The columns are a readonly operation, an idempotent one, one that is
/// neither, and the last one with at-least-once delivery.
#[tokio::test]
async fn retries_follow_idempotency() {
    let columns = [
        (READONLY, Delivery::AtMostOnce),
        (IDEMPOTENT, Delivery::AtMostOnce),
        (ONCE, Delivery::AtMostOnce),
        (ONCE, Delivery::AtLeastOnce),
    ];
    let mut table = String::new();
    for (name, play) in failures() {
        let mut line = format!("{name:18}");
        for (operation, delivery) in columns {
            let cell = cell(play.clone(), operation, delivery).await;
            write!(line, "| {cell:26}").unwrap();
        }
        writeln!(table, "{}", line.trim_end()).unwrap();
    }
    snapshot!("retries_follow_idempotency", table);
}

#[tokio::test]
async fn every_operation_retries_a_refused_connection() {
    let port = RefusingPort::bind();
    for operation in OPERATIONS {
        let client = fixture::builder_for(&port.url()).build().unwrap();
        let failure = fail(operation.name, &client, Delivery::AtMostOnce).await;
        assert_eq!(failure.kind, FailureKind::Connection, "{}", operation.name);
        assert_eq!(failure.attempts, 3, "{}", operation.name);
        assert!(!failure.maybe_sent, "nothing has left the machine");
    }
}

/// The client may write the request before it sees the closed connection. It
/// retries only if it did not.
#[tokio::test]
async fn retries_a_dropped_connection_if_nothing_was_sent() {
    for _ in 0..20 {
        let server = Server::start([Play::HangUp]).await;
        let failure = fail(ONCE, &client(&server), Delivery::AtMostOnce).await;
        assert_eq!(failure.kind, FailureKind::Connection);
        assert!(failure.maybe_sent || failure.attempts == 3, "{failure:?}");
        assert_eq!(server.connections(), failure.attempts as usize);
    }
}

#[tokio::test]
async fn every_operation_follows_its_idempotency() {
    for operation in OPERATIONS {
        let server = Server::start([Play::reply(Reply::html(502))]).await;
        let failure = fail(operation.name, &client(&server), Delivery::AtMostOnce).await;
        let once = operation.idempotency == Idempotency::None;
        let case = operation.name;
        assert_eq!(server.requests().len(), if once { 1 } else { 3 }, "{case}");
        // Repeating an idempotent operation is safe, but the caller does not know
        // whether it was processed.
        assert_eq!(
            failure.maybe_sent,
            operation.idempotency != Idempotency::Readonly,
            "{case}"
        );
    }
}

#[tokio::test]
async fn returns_the_output_after_retries() {
    let good = || Play::json("{}");
    let throttled = || Play::error(429, "ThrottledRequestException", "");
    let down = || Play::reply(Reply::html(503));
    #[rustfmt::skip]
    let cases = [
        (ONCE, vec![throttled(), good()], true),
        (ONCE, vec![throttled(), throttled(), good()], true),
        (ONCE, vec![throttled(), throttled(), throttled(), good()], false),
        (ONCE, vec![throttled(), down(), good()], false),
        (READONLY, vec![down(), good()], true),
        (READONLY, vec![Play::ResetUnread, Play::ResetAfterRead, good()], true),
        (READONLY, vec![down(), throttled(), good()], true),
        (READONLY, vec![down(), down(), down(), good()], false),
        (IDEMPOTENT, vec![Play::Garbage, Play::Truncated(Reply::json(200, "{ }")), good()], true),
    ];
    for (number, (operation, plays, expected)) in cases.into_iter().enumerate() {
        let server = Server::start(plays).await;
        let result = (named(operation).full)(client(&server), CallOptions::new()).await;
        assert_eq!(result.is_ok(), expected, "case {number}: {result:?}");
    }
}

#[tokio::test]
async fn a_lost_attempt_after_throttling_may_have_been_sent() {
    let plays = [
        Play::error(429, "ThrottledRequestException", ""),
        Play::ResetAfterRead,
    ];
    let server = Server::start(plays).await;
    let failure = fail(ONCE, &client(&server), Delivery::AtMostOnce).await;
    assert_eq!((failure.attempts, failure.maybe_sent), (2, true));
}

#[tokio::test]
async fn a_lost_attempt_before_an_error_may_have_been_sent() {
    // The service may have processed the first attempt.
    let plays = [
        Play::ResetAfterRead,
        Play::error(400, "ValidationException", ""),
    ];
    let server = Server::start(plays).await;
    let failure = fail(ONCE, &client(&server), Delivery::AtLeastOnce).await;
    assert_eq!(failure.code.as_deref(), Some("ValidationException"));
    assert_eq!((failure.attempts, failure.maybe_sent), (2, true));
}

#[tokio::test]
async fn respects_max_attempts() {
    for (of_client, of_call, expected) in [
        (1, None, 1),
        (5, None, 5),
        (5, Some(2), 2),
        (1, Some(4), 4),
        (0, None, 1),
    ] {
        let server = Server::start([Play::reply(Reply::html(503))]).await;
        let retries = runtime::Retries::default().with_max_attempts(of_client);
        let client = fixture::builder(&server).retries(retries).build().unwrap();
        let mut options = CallOptions::new();
        if let Some(attempts) = of_call {
            options = options.with_max_attempts(attempts);
        }
        let failure = (named(READONLY).full)(client, options).await.unwrap_err();
        assert_eq!(failure.attempts, expected, "{of_client} {of_call:?}");
        assert_eq!(server.requests().len(), expected as usize);
    }
}

/// A retry costs 14 of 500 tokens, a retry after throttling 5.
#[tokio::test]
async fn clones_share_the_token_bucket() {
    let down = || Play::reply(Reply::html(503));
    let throttled = || Play::error(429, "ThrottledRequestException", "");
    // 35 retries of 14 leave 10; 100 of 5 leave nothing.
    for (play, retries) in [(down(), 35), (throttled(), 100)] {
        const CALLS: usize = 60;
        let server = Server::start([play]).await;
        let client = client(&server);
        for _ in 0..CALLS {
            let clone = client.clone();
            fail(READONLY, &clone, Delivery::AtMostOnce).await;
        }
        assert_eq!(server.requests().len(), CALLS + retries);
    }
}

#[tokio::test]
async fn success_refills_the_token_bucket() {
    let down = || Play::reply(Reply::html(503));
    // After 70 failures the bucket has 10 tokens; four successes add 4.
    let mut plays = vec![down(); 70];
    plays.extend(std::iter::repeat_n(Play::json("{}"), 4));
    plays.extend([down(), Play::json("{}"), down()]);
    let server = Server::start(plays).await;
    let client = client(&server);
    let call = |operation: &'static Operation| (operation.full)(client.clone(), CallOptions::new());
    while server.requests().len() < 70 {
        call(named(READONLY)).await.unwrap_err();
    }
    for _ in 0..4 {
        call(named(READONLY)).await.unwrap();
    }
    call(named(READONLY)).await.unwrap();
    assert_eq!(
        server.requests().len(),
        76,
        "one retry, which gives its cost back"
    );
    let failure = call(named(READONLY)).await.unwrap_err();
    assert_eq!(failure.attempts, 2, "14 are enough for one more");
}
