//! Credentials kept by a client: when their source is asked, and what becomes
//! of its failures.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails like a test"
)]

mod net_support;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use net_support::{Client, FindBook};
use runtime::testing::{self, Answer, ManualClock, Replay};
use runtime::{BoxFuture, Clock, Credentials, CredentialsError, ProvideCredentials};

/// Gives what a script says, after a second.
#[derive(Debug, Clone, Default)]
struct Script(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    answers: VecDeque<Result<Credentials, &'static str>>,
    asked: usize,
}

impl Script {
    fn new(answers: impl IntoIterator<Item = Result<Credentials, &'static str>>) -> Self {
        let answers = answers.into_iter().collect();
        Self(Arc::new(Mutex::new(State { answers, asked: 0 })))
    }

    fn asked(&self) -> usize {
        self.0.lock().unwrap().asked
    }
}

impl ProvideCredentials for Script {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let mut state = self.0.lock().unwrap();
            state.asked += 1;
            let answer = state.answers.pop_front().unwrap_or(Err("nothing left"));
            answer.map_err(CredentialsError::new)
        })
    }
}

/// Keys that expire after so many seconds.
fn keys(id: &str, seconds: u64) -> Credentials {
    let expiry = ManualClock::default().now() + Duration::from_secs(seconds);
    Credentials::new(id, "se-cret").with_expiry(expiry)
}

struct Case {
    script: Script,
    clock: ManualClock,
    replay: Replay,
    client: Client,
}

fn case(answers: impl IntoIterator<Item = Result<Credentials, &'static str>>) -> Case {
    let script = Script::new(answers);
    let clock = ManualClock::default();
    let replay = Replay::always(Answer::json(200, "\"fine\""));
    let builder = testing::builder::<Client>(&replay)
        .credentials(script.clone())
        .clock(clock.clone());
    let client = builder.build().expect("complete");
    Case {
        script,
        clock,
        replay,
        client,
    }
}

impl Case {
    /// The key that the next call is signed with, or the error.
    async fn key(&self) -> Result<String, String> {
        let result = self.client.call::<FindBook>("x").await;
        result.map_err(|error| error.to_string())?;
        let request = self.replay.requests().pop().expect("a request");
        let authorization = request.header("authorization").expect("signed");
        let key = authorization.split(['=', '/']).nth(1).expect("a key");
        Ok(key.to_owned())
    }
}

fn ok(key: &str) -> Result<String, String> {
    Ok(key.to_owned())
}

#[tokio::test(start_paused = true)]
async fn credentials_without_expiry_are_asked_for_once() {
    let case = case([Ok(Credentials::new("A", "s"))]);
    for days in 0..3 {
        case.clock.advance(Duration::from_secs(days * 86_400));
        assert_eq!(case.key().await, ok("A"));
    }
    assert_eq!(case.script.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn they_are_renewed_five_minutes_early() {
    let case = case([Ok(keys("A", 3_600)), Ok(keys("B", 7_200))]);
    for (advance, key, asked) in [(0, "A", 1), (3_299, "A", 1), (1, "B", 2), (3_000, "B", 2)] {
        case.clock.advance(Duration::from_secs(advance));
        assert_eq!(case.key().await, ok(key));
        assert_eq!(case.script.asked(), asked);
    }
}

#[tokio::test(start_paused = true)]
async fn old_ones_serve_while_they_cannot_be_renewed() {
    let expired = Credentials::new("X", "s").with_expiry(SystemTime::UNIX_EPOCH);
    let case = case([
        Ok(keys("A", 600)),
        Err("the source is down"),
        Ok(expired),
        Ok(keys("B", 7_200)),
    ]);
    #[rustfmt::skip]
    let steps = [
        (0, "A", 1),
        (301, "A", 2),
        (1, "A", 2), // The source rests for half a minute.
        (30, "A", 3),
        (30, "B", 4),
    ];
    for (advance, key, asked) in steps {
        case.clock.advance(Duration::from_secs(advance));
        assert_eq!(case.key().await, ok(key));
        assert_eq!(case.script.asked(), asked);
    }
}

#[tokio::test(start_paused = true)]
async fn expired_ones_are_not_used() {
    let case = case([Ok(keys("A", 600)), Err("the source is down")]);
    assert_eq!(case.key().await, ok("A"));
    case.clock.advance(Duration::from_secs(600));
    let error = case.key().await.expect_err("expired");
    assert!(error.contains("the source is down"), "{error}");
    assert_eq!(case.replay.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_source_that_gives_expired_ones_is_told_apart() {
    let case = case([Ok(keys("A", 0))]);
    let error = case.key().await.expect_err("expired");
    assert!(error.contains("have expired"), "{error}");
    assert!(!error.contains("se-cret"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn short_lived_ones_are_not_renewed_by_every_call() {
    let case = case([Ok(keys("A", 200)), Ok(keys("A", 200)), Ok(keys("B", 7_200))]);
    for (advance, key, asked) in [(0, "A", 1), (1, "A", 1), (29, "A", 2), (30, "B", 3)] {
        case.clock.advance(Duration::from_secs(advance));
        assert_eq!(case.key().await, ok(key));
        assert_eq!(case.script.asked(), asked);
    }
}

#[tokio::test(start_paused = true)]
async fn many_calls_at_once_ask_once() {
    let case = Arc::new(case([Ok(keys("A", 3_600)), Ok(keys("B", 7_200))]));
    for (advance, asked) in [(0, 1), (3_300, 2)] {
        case.clock.advance(Duration::from_secs(advance));
        let calls: Vec<_> = (0..20)
            .map(|_| {
                let case = Arc::clone(&case);
                tokio::spawn(async move { case.client.call::<FindBook>("x").await })
            })
            .collect();
        for call in calls {
            call.await.expect("ends").expect("succeeds");
        }
        assert_eq!(case.script.asked(), asked);
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_leaves_asking_to_the_next() {
    let case = case([Ok(keys("A", 3_600))]);
    let half = Duration::from_millis(500);
    let dropped = tokio::time::timeout(half, case.client.call::<FindBook>("x")).await;
    assert!(dropped.is_err());
    assert_eq!(case.script.asked(), 0);
    assert_eq!(case.key().await, ok("A"));
}

#[tokio::test(start_paused = true)]
async fn a_slow_source_costs_one_call_its_time_and_not_every_one() {
    let case = case([Ok(keys("A", 600)), Ok(keys("B", 7_200))]);
    assert_eq!(case.key().await, ok("A"));
    case.clock.advance(Duration::from_secs(301));
    let half = Duration::from_millis(500);
    let dropped = tokio::time::timeout(half, case.client.call::<FindBook>("x")).await;
    assert!(dropped.is_err());
    for (advance, key) in [(0, "A"), (29, "A"), (1, "B")] {
        case.clock.advance(Duration::from_secs(advance));
        assert_eq!(case.key().await, ok(key), "{advance}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_operation_limit_covers_credentials() {
    let case = case([Ok(keys("A", 3_600))]);
    let options = runtime::CallOptions::new().operation_timeout(Duration::from_millis(900));
    let error = case
        .client
        .call_with::<FindBook>("x", options)
        .await
        .expect_err("too late");
    assert!(error.is_timeout() && !error.maybe_sent(), "{error}");
    assert_eq!(error.attempts(), 0);
}

#[tokio::test(start_paused = true)]
async fn those_that_the_service_calls_expired_are_forgotten() {
    let case = case([Ok(keys("A", 3_600)), Ok(keys("B", 3_600))]);
    assert_eq!(case.key().await, ok("A"));
    case.replay
        .push(Answer::error(403, "ExpiredTokenException", "expired"));
    case.key().await.expect_err("expired");
    assert_eq!(case.key().await, ok("B"));
}

#[tokio::test(start_paused = true)]
async fn failures_are_errors_of_their_kind() {
    let case = case([Err("the vault is sealed")]);
    let error = case
        .client
        .call::<FindBook>("x")
        .await
        .expect_err("no credentials");
    assert!(error.is_credentials() && !error.maybe_sent());
    assert_eq!(error.attempts(), 0);
    assert!(error.to_string().contains("the vault is sealed"), "{error}");
}

#[tokio::test]
async fn secrets_that_fit_no_header_are_not_shown() {
    let replay = Replay::new([]);
    let credentials = Credentials::new("AKID", "s").with_session_token("se-cret\n");
    let builder = testing::builder::<Client>(&replay).credentials(credentials);
    let client = builder.build().expect("complete");
    let error = client.call::<FindBook>("x").await.expect_err("refused");
    assert!(error.is_credentials());
    for shown in [
        error.to_string(),
        format!("{error:?}"),
        format!("{client:?}"),
    ] {
        assert!(!shown.contains("se-cret"), "{shown}");
    }
}
