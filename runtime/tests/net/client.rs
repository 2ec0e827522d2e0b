//! Client calls against a scripted transport: requests, retries, backoff, timeouts.

use std::time::Duration;

use runtime::testing::{Answer, ManualClock, Replay, SetRandom};
use runtime::{CallOptions, Delivery, Error, Retries, Timeouts, Validation, testing};

use crate::support::{Client, FindBook, OrderBook, PutBook, ShopError, success};

fn unavailable() -> Answer {
    Answer::status(503)
}

fn throttled() -> Answer {
    Answer::error(429, "TooFastException", "slow down")
}

fn client(replay: &Replay) -> Client {
    testing::builder(replay).build().expect("complete")
}

/// A client whose backoff delays are half their maximum.
fn half_jitter_client(replay: &Replay) -> Client {
    let builder = testing::builder(replay).random(SetRandom::fraction(0.5));
    builder.build().expect("complete")
}

/// The time at which each request was sent, in milliseconds.
fn sent_at_millis(replay: &Replay) -> Vec<u128> {
    replay
        .requests()
        .iter()
        .map(|request| request.at.as_millis())
        .collect()
}

#[tokio::test]
async fn sends_a_complete_signed_request() {
    let replay = Replay::new([success()]);
    let output = client(&replay)
        .call::<OrderBook>("Dune")
        .await
        .expect("succeeds");
    assert_eq!(output, "fine");
    let request = replay.request();
    assert_eq!(
        request.uri,
        "https://bookshop.us-east-1.amazonaws.com/v1/orders"
    );
    assert_eq!(request.text(), "\"Dune\"");
    let agent = request.header("user-agent").expect("set");
    let expected = "bookshop-client/1.2.3 ua/2.1 api/Book_Shop#2024-01-01 os/";
    assert!(agent.starts_with(expected), "{agent}");
    for (name, value) in [
        ("host", "bookshop.us-east-1.amazonaws.com"),
        ("content-type", "application/json"),
        ("x-amz-date", "20150830T123600Z"),
        ("amz-sdk-request", "attempt=1; max=3"),
        (
            "amz-sdk-invocation-id",
            "00000000-0000-4000-8000-000000000000",
        ),
    ] {
        assert_eq!(request.header(name), Some(value), "{name}");
    }
    let authorization = request.header("authorization").expect("signed");
    let start = "AWS4-HMAC-SHA256 \
                 Credential=AKIDEXAMPLE/20150830/us-east-1/bookshop/aws4_request, SignedHeaders=\
                 amz-sdk-invocation-id;amz-sdk-request;content-type;host;x-amz-date, Signature=";
    assert!(authorization.starts_with(start), "{authorization}");
    assert_eq!(request.header("x-amz-content-sha256"), None);
}

#[tokio::test]
async fn keeps_the_base_path_and_encodes_the_query() {
    let replay = Replay::new([success()]);
    let builder = testing::builder::<Client>(&replay).endpoint_url("http://localhost:1/base/");
    let client = builder.build().expect("complete");
    client.call::<FindBook>("a b/ü").await.expect("succeeds");
    assert_eq!(
        replay.request().uri,
        "http://localhost:1/base/v1/books?text=a%20b%2F%C3%BC"
    );
}

/// The last column lists the calls that are retried after the answer: `R`eadonly,
/// `I`dempotent, neither (`O`), and neither with at-least-once delivery (`L`).
#[tokio::test]
async fn retries_by_idempotency_and_failure() {
    #[rustfmt::skip]
    let cases = [
        ("connect error", Answer::connect_error(), "RIOL"),
        ("connect timeout", Answer::connect_timeout(), "RIOL"),
        ("throttled", throttled(), "RIOL"),
        ("429 without code", Answer::status(429), "RIOL"),
        ("throttled by code", Answer::error(400, "ThrottlingException", ""), "RIOL"),
        ("interrupted", Answer::interrupted(), "RI_L"),
        ("500", Answer::status(500), "RI_L"),
        ("502", Answer::status(502), "RI_L"),
        ("503", Answer::status(503), "RI_L"),
        ("504", Answer::status(504), "RI_L"),
        ("503 SlowDown", Answer::error(503, "SlowDown", ""), "RI_L"),
        ("timeout code", Answer::error(400, "RequestTimeout", ""), "RI_L"),
        ("408 with code", Answer::error(408, "RequestTimeoutException", ""), "RI_L"),
        ("modeled retryable", Answer::error(409, "BusyException", ""), "RI_L"),
        ("503 too large", Answer::response(503, vec![b' '; 9 * 1024 * 1024]), "RI_L"),
        ("429 too large", Answer::response(429, vec![b' '; 9 * 1024 * 1024]), "RIOL"),
        ("modeled", Answer::error(409, "OutOfStockException", ""), "____"),
        ("501", Answer::status(501), "____"),
        ("408", Answer::status(408), "____"),
        ("404", Answer::status(404), "____"),
        ("403", Answer::error(403, "AccessDeniedException", ""), "____"),
        ("redirect", Answer::status(302).header("location", "http://localhost/"), "____"),
    ];
    for (case, answer, expected) in cases {
        let at_least_once = CallOptions::new().with_delivery(Delivery::AtLeastOnce);
        let mut retried = String::new();
        for letter in "RIOL".chars() {
            let replay = Replay::new([answer.clone(), success()]);
            let client = client(&replay);
            let result = match letter {
                'R' => client.call::<FindBook>("x").await,
                'I' => client.call::<PutBook>("x").await,
                'O' => client.call::<OrderBook>("x").await,
                _ => {
                    client
                        .call_with::<OrderBook>("x", at_least_once.clone())
                        .await
                }
            };
            let requests = replay.requests().len();
            assert_eq!(result.is_ok(), requests == 2, "{case} {letter}");
            retried.push(if requests == 2 { letter } else { '_' });
        }
        assert_eq!(retried, expected, "{case}");
    }
}

#[tokio::test(start_paused = true)]
async fn maybe_sent_reflects_the_failure() {
    #[rustfmt::skip]
    let cases = [
        ("connect error", Answer::connect_error(), false),
        ("throttled", throttled(), false),
        ("throttled by code", Answer::error(400, "ThrottlingException", ""), false),
        ("aborted", Answer::error(400, "RequestAbortedException", ""), true),
        ("rejected", Answer::error(403, "AccessDeniedException", ""), false),
        ("modeled", Answer::error(409, "OutOfStockException", ""), false),
        ("not found", Answer::status(404), false),
        ("408", Answer::status(408), true),
        ("500", Answer::status(500), true),
        ("interrupted", Answer::interrupted(), true),
        ("no answer", Answer::nothing(), true),
        ("redirect", Answer::status(302), true),
        ("unreadable success", Answer::json(200, "{"), true),
        ("too large", Answer::json(200, vec![b' '; 9 * 1024 * 1024]), true),
    ];
    for (case, answer, maybe_sent) in cases {
        let error = client(&Replay::always(answer.clone()))
            .call::<OrderBook>("x")
            .await;
        assert_eq!(error.expect_err(case).maybe_sent(), maybe_sent, "{case}");
        // A readonly operation has no effect, sent or not.
        let error = client(&Replay::always(answer)).call::<FindBook>("x").await;
        assert!(!error.expect_err(case).maybe_sent(), "{case}");
    }
}

#[tokio::test]
async fn maybe_sent_covers_every_attempt() {
    let rejected = || Answer::error(403, "AccessDeniedException", "");
    for (answers, attempts, maybe_sent) in [
        (vec![unavailable(), rejected()], 2, true),
        (vec![throttled(), rejected()], 2, false),
        (
            vec![Answer::interrupted(), Answer::connect_error(), throttled()],
            3,
            true,
        ),
    ] {
        let replay = Replay::new(answers);
        let error = client(&replay)
            .call::<PutBook>("x")
            .await
            .expect_err("fails");
        assert_eq!(
            (error.attempts(), error.maybe_sent()),
            (attempts, maybe_sent)
        );
    }
}

#[tokio::test]
async fn numbers_attempts_under_one_invocation_id() {
    let replay = Replay::always(unavailable());
    let client = client(&replay);
    let options = CallOptions::new().with_max_attempts(4);
    let error = client
        .call_with::<FindBook>("x", options)
        .await
        .expect_err("fails");
    assert_eq!((error.attempts(), error.status()), (4, Some(503)));
    let requests = replay.requests();
    for (index, request) in requests.iter().enumerate() {
        let number = format!("attempt={}; max=4", index + 1);
        assert_eq!(request.header("amz-sdk-request"), Some(number.as_str()));
        let id = request.header("amz-sdk-invocation-id");
        assert_eq!(id, requests[0].header("amz-sdk-invocation-id"));
    }
    let mut signatures: Vec<_> = requests.iter().map(|r| r.header("authorization")).collect();
    signatures.dedup();
    assert_eq!(signatures.len(), 4, "every attempt has its own signature");
}

#[tokio::test(start_paused = true)]
async fn backs_off_exponentially_and_honors_retry_after() {
    let hinted = |ms: &str| unavailable().header("x-amz-retry-after", ms);
    for (answers, expected) in [
        (
            vec![unavailable(), unavailable(), unavailable(), unavailable()],
            vec![0, 25, 75, 175, 375],
        ),
        (
            vec![throttled(), throttled(), throttled()],
            vec![0, 500, 1_500, 3_500],
        ),
        (vec![unavailable(), throttled()], vec![0, 25, 1_025]),
        (vec![hinted("1500")], vec![0, 1_500]),
        (vec![hinted("1")], vec![0, 25]),
        (vec![hinted("60000")], vec![0, 5_025]),
        (vec![hinted("soon")], vec![0, 25]),
    ] {
        let retries = answers.len() as u32;
        let replay = Replay::new(answers.into_iter().chain([success()]));
        let options = CallOptions::new().with_max_attempts(retries + 1);
        half_jitter_client(&replay)
            .call_with::<FindBook>("x", options)
            .await
            .expect("succeeds");
        // Timers have a resolution of a millisecond.
        let sent_at_millis = sent_at_millis(&replay);
        assert_eq!(sent_at_millis.len(), expected.len());
        for (time, expected) in sent_at_millis.iter().zip(&expected) {
            assert!(
                time.abs_diff(*expected) <= retries.into(),
                "{sent_at_millis:?} {expected}"
            );
        }
    }
}

#[tokio::test]
async fn shares_and_refills_the_retry_quota() {
    let replay = Replay::always(unavailable());
    let client = client(&replay);
    let options = CallOptions::new().with_max_attempts(100);
    let error = client
        .clone()
        .call_with::<FindBook>("x", options.clone())
        .await;
    assert_eq!(
        error.expect_err("fails").attempts(),
        36,
        "35 retries cost 14 tokens each, 10 remain"
    );
    let error = client.call::<FindBook>("x").await.expect_err("fails");
    assert_eq!(error.attempts(), 1);
    for _ in 0..4 {
        replay.push(success());
        client.call::<FindBook>("x").await.expect("succeeds");
    }
    // 14 tokens pay for one retry; its success returns them.
    for _ in 0..2 {
        replay.push(unavailable());
        replay.push(success());
        client.call::<FindBook>("x").await.expect("succeeds");
    }
    let error = client
        .call_with::<FindBook>("x", options)
        .await
        .expect_err("fails");
    assert_eq!(error.attempts(), 2);
}

#[tokio::test]
async fn corrects_clock_skew_for_later_calls() {
    let rejected =
        |date: &str| Answer::error(403, "InvalidSignatureException", "").header("date", date);
    let replay = Replay::new([
        rejected("Sun, 30 Aug 2015 13:00:00 GMT"),
        success(),
        success(),
    ]);
    let clock = ManualClock::default();
    let builder = testing::builder::<Client>(&replay).clock(clock.clone());
    let client = builder.build().expect("complete");
    client
        .call::<OrderBook>("x")
        .await
        .expect("a rejected signature means the request was not processed");
    clock.advance(Duration::from_secs(60));
    client.call::<OrderBook>("x").await.expect("succeeds");
    let requests = replay.requests();
    let dates: Vec<_> = requests
        .iter()
        .filter_map(|request| request.header("x-amz-date"))
        .collect();
    assert_eq!(
        dates,
        ["20150830T123600Z", "20150830T130000Z", "20150830T130100Z"]
    );
}

#[tokio::test]
async fn ignores_skew_that_does_not_explain_the_error() {
    for (code, date) in [
        (
            "InvalidSignatureException",
            Some("Sun, 30 Aug 2015 12:39:59 GMT"),
        ),
        ("InvalidSignatureException", None),
        (
            "AccessDeniedException",
            Some("Sun, 30 Aug 2015 13:00:00 GMT"),
        ),
    ] {
        let mut answer = Answer::error(403, code, "");
        if let Some(date) = date {
            answer = answer.header("date", date);
        }
        let replay = Replay::always(answer);
        let error = client(&replay)
            .call::<FindBook>("x")
            .await
            .expect_err("fails");
        assert_eq!((error.attempts(), error.code()), (1, Some(code)));
    }
}

#[tokio::test(start_paused = true)]
async fn enforces_attempt_and_operation_timeouts() {
    let defaults = Timeouts::default();
    let seconds = Duration::from_secs;
    #[rustfmt::skip]
    let cases = [
        ("three attempts of 10 s", defaults, 30, 3, "Operation"),
        ("one attempt", defaults.with_attempt(seconds(25)), 30, 2, "Operation"),
        ("operation first", defaults.with_operation(seconds(5)), 5, 1, "Operation"),
        ("operation only", defaults.with_attempt(None), 30, 1, "Operation"),
        ("attempts only", defaults.with_operation(None), 30, 3, "Attempt"),
    ];
    for (case, timeouts, elapsed, attempts, kind) in cases {
        let replay = Replay::always(Answer::nothing());
        let builder = testing::builder::<Client>(&replay).timeouts(timeouts);
        let client = builder.build().expect("complete");
        let start = tokio::time::Instant::now();
        let error = client
            .call::<PutBook>("x")
            .await
            .expect_err("sent_at_millis out");
        assert_eq!(start.elapsed().as_secs(), elapsed, "{case}");
        assert!(error.is_timeout() && error.maybe_sent(), "{case}");
        assert_eq!(error.attempts(), attempts, "{case}: {error}");
        assert!(format!("{error:#?}").contains(kind), "{case}: {error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn waits_indefinitely_without_timeouts() {
    let replay = Replay::new([success().after(Duration::from_secs(86_400))]);
    let builder = testing::builder::<Client>(&replay).timeouts(Timeouts::none());
    let client = builder.build().expect("complete");
    assert_eq!(
        client.call::<FindBook>("x").await.expect("succeeds"),
        "fine"
    );
}

#[tokio::test(start_paused = true)]
async fn returns_the_last_error_when_backoff_exceeds_the_timeout() {
    let replay = Replay::always(throttled());
    let options = CallOptions::new().with_operation_timeout(Duration::from_millis(400));
    let start = tokio::time::Instant::now();
    let error = half_jitter_client(&replay)
        .call_with::<FindBook>("x", options)
        .await;
    let error = error.expect_err("throttled");
    assert!(error.is_throttled(), "{error}");
    assert_eq!((error.attempts(), start.elapsed()), (1, Duration::ZERO));
}

#[tokio::test]
async fn errors_keep_response_details() {
    let answer = Answer::error(409, "OutOfStockException", "none left");
    let replay = Replay::new([answer.header("x-amzn-requestid", "id-1")]);
    let error = client(&replay)
        .call::<OrderBook>("x")
        .await
        .expect_err("fails");
    assert_eq!(error.request_id(), Some("id-1"));
    assert_eq!(error.attempts(), 1);
    let Ok(ShopError::OutOfStock(message)) = error.into_service_error() else {
        panic!("not the modeled error");
    };
    assert_eq!(message.as_deref(), Some("none left"));

    let replay = Replay::new([]);
    let error = client(&replay)
        .call::<OrderBook>("x")
        .await
        .expect_err("fails");
    assert!(error.is_config(), "{error}");
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn does_not_retry_oversized_responses() {
    for (limit, succeeds) in [(6, true), (5, false)] {
        let replay = Replay::always(success());
        let builder = testing::builder::<Client>(&replay).response_limit(limit);
        let result = builder
            .build()
            .expect("complete")
            .call::<FindBook>("x")
            .await;
        assert_eq!(result.is_ok(), succeeds, "{limit}");
        assert!(
            result
                .err()
                .is_none_or(|error| error.is_unreadable_response())
        );
        assert_eq!(replay.requests().len(), 1);
    }
}

#[tokio::test]
async fn oversized_error_response_keeps_status_and_request_id() {
    let answer = Answer::response(502, "<html>").header("x-amzn-requestid", "id-1");
    let replay = Replay::always(answer);
    let builder = testing::builder::<Client>(&replay).response_limit(5);
    let client = builder.build().expect("complete");
    let error = client.call::<OrderBook>("x").await.expect_err("fails");
    assert!(error.is_unreadable_response() && error.maybe_sent());
    assert_eq!(
        error.to_string(),
        "OrderBook failed: unreadable response (502): the response is larger than the limit of 5 \
         bytes (`response_limit` of the builder); request id id-1; 1 attempt; the request may have \
         been processed"
    );
}

#[tokio::test]
async fn validation_mode_decides_whether_invalid_input_is_sent() {
    for (validation, requests) in [
        (Validation::Enforce, 0),
        (Validation::Warn, 1),
        (Validation::Off, 1),
    ] {
        let replay = Replay::always(success());
        let options = CallOptions::new().with_validation(validation);
        let result = client(&replay).call_with::<FindBook>("bad", options).await;
        assert_eq!(replay.requests().len(), requests, "{validation:?}");
        assert!(
            result
                .err()
                .is_none_or(|error: Error<_>| error.is_invalid_input())
        );
    }
}

#[tokio::test]
async fn call_options_override_client_retries() {
    for (client_attempts, call, expected) in [(1, None, 1), (5, None, 5), (5, Some(2), 2)] {
        let replay = Replay::always(unavailable());
        let retries = Retries::default().with_max_attempts(client_attempts);
        let builder = testing::builder::<Client>(&replay).retries(retries);
        let mut options = CallOptions::new();
        if let Some(attempts) = call {
            options = options.with_max_attempts(attempts);
        }
        let client = builder.build().expect("complete");
        let _ = client
            .call_with::<FindBook>("x", options)
            .await
            .expect_err("fails");
        assert_eq!(replay.requests().len(), expected);
    }
}
