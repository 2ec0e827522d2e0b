//! Backoff and timeouts, with a paused clock.

use std::time::Duration;

use runtime::testing::{Answer, Replay, SetRandom};
use runtime::{CallOptions, Retries, Timeouts};
use socialmessaging::Client;
use tests::fixture;
use tests::operations::{Failure, FailureKind, named};

use crate::snapshot;

const READONLY: &str = "ListTagsForResource";
const ONCE: &str = "SendWhatsAppMessage";

fn client(replay: &Replay, random: f64, attempts: u32) -> Client {
    fixture::real_builder()
        .transport(replay.clone())
        .random(SetRandom::fraction(random))
        .retries(Retries::default().with_max_attempts(attempts))
        .timeouts(Timeouts::none())
        .build()
        .unwrap()
}

/// Returns the time of each request, in milliseconds.
fn times(replay: &Replay) -> Vec<u128> {
    let requests = replay.requests();
    requests
        .iter()
        .map(|request| request.at.as_millis())
        .collect()
}

async fn fail(operation: &str, client: Client, options: CallOptions) -> Failure {
    (named(operation).full)(client, options).await.unwrap_err()
}

fn good() -> Answer {
    Answer::json(200, "{}")
}

fn down() -> Answer {
    Answer::status(503)
}

fn throttled() -> Answer {
    Answer::error(429, "ThrottledRequestException", "slow down")
}

#[tokio::test(start_paused = true)]
async fn backoff_doubles_with_jitter() {
    #[rustfmt::skip]
    let cases: [(Answer, f64, &[u128]); 6] = [
        (down(), 0.0, &[0, 0, 0, 0, 0]),
        (down(), 0.5, &[0, 25, 75, 175, 375]),
        (down(), 1.0, &[0, 50, 150, 350, 750]),
        (throttled(), 0.0, &[0, 0, 0, 0, 0]),
        (throttled(), 0.5, &[0, 500, 1_500, 3_500, 7_500]),
        (throttled(), 1.0, &[0, 1_000, 3_000, 7_000, 15_000]),
    ];
    for (reply, random, expected) in cases {
        let replay = Replay::always(reply);
        fail(READONLY, client(&replay, random, 5), CallOptions::new()).await;
        // tokio's timers round up to milliseconds.
        for (time, expected) in times(&replay).iter().zip(expected) {
            assert!(
                time.abs_diff(*expected) <= 4,
                "{random}: {:?}",
                times(&replay)
            );
        }
        assert_eq!(replay.requests().len(), expected.len());
    }
}

#[tokio::test(start_paused = true)]
async fn backoff_is_at_most_20_seconds() {
    let replay = Replay::always(throttled());
    fail(READONLY, client(&replay, 1.0, 8), CallOptions::new()).await;
    let times = times(&replay);
    let waits: Vec<u128> = times
        .windows(2)
        .map(|pair| (pair[1] - pair[0]) / 100)
        .collect();
    assert_eq!(waits, [10, 20, 40, 80, 160, 200, 200]);
}

#[tokio::test(start_paused = true)]
async fn respects_retry_after() {
    // The computed backoff is half a second.
    #[rustfmt::skip]
    let cases = [
        ("0", 500),
        ("499", 500),
        ("700", 700),
        ("5500", 5_500),
        ("5600", 5_500),
        ("86400000", 5_500),
        ("99999999999999999999999", 500),
        ("-1", 500),
        ("1.5", 500),
        ("soon", 500),
        ("", 500),
    ];
    for (header, expected) in cases {
        let reply = throttled().header("x-amz-retry-after", header);
        let replay = Replay::new([reply, good()]);
        let call = (named(READONLY).full)(client(&replay, 0.5, 3), CallOptions::new());
        call.await.unwrap();
        let wait = times(&replay)[1];
        assert!(wait.abs_diff(expected) <= 1, "{header:?}: {wait}");
    }
}

fn patient(replay: &Replay) -> Client {
    fixture::real_builder()
        .transport(replay.clone())
        .build()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn timeouts_are_on_by_default() {
    let replay = Replay::always(Answer::nothing());
    let failure = fail(READONLY, patient(&replay), CallOptions::new()).await;
    assert_eq!(times(&replay), [0, 10_000, 20_000]);
    assert_eq!((failure.kind, failure.attempts), (FailureKind::Timeout, 3));

    let replay = Replay::always(Answer::nothing());
    let failure = fail(ONCE, patient(&replay), CallOptions::new()).await;
    assert_eq!((failure.attempts, failure.maybe_sent), (1, true));
}

#[tokio::test(start_paused = true)]
async fn enforces_each_timeout() {
    let seconds = Duration::from_secs;
    let new = CallOptions::new;
    let slow = || down().after(seconds(8));
    let asks = || throttled().header("x-amz-retry-after", "4000");
    #[rustfmt::skip]
    let cases = [
        ("attempt", Answer::nothing(), new().with_attempt_timeout(seconds(2)).with_max_attempts(1), 2),
        ("operation, before the attempt", Answer::nothing(), new().with_operation_timeout(seconds(5)), 5),
        ("operation, in the second attempt", slow(), new().with_operation_timeout(seconds(12)), 12),
        ("operation, in a wait", asks(), new().with_operation_timeout(seconds(6)), 6),
        ("operation alone", Answer::nothing(), new().with_attempt_timeout(None), 30),
    ];
    let mut lines = String::new();
    for (case, answer, options, expected) in cases {
        let start = tokio::time::Instant::now();
        let replay = Replay::always(answer);
        let failure = fail(READONLY, patient(&replay), options).await;
        // A call does not wait if its timeout ends before the backoff.
        assert!(
            start.elapsed() <= seconds(expected) + Duration::from_millis(1),
            "{case}: {:?}",
            start.elapsed()
        );
        lines += &format!(
            "{case}: {:?} after {:?}\n  {}\n",
            failure.kind,
            start.elapsed(),
            failure.display
        );
    }
    snapshot!("enforces_each_timeout", lines);
}

#[tokio::test(start_paused = true)]
async fn timeouts_can_be_disabled() {
    let hours = Duration::from_secs(7200);
    let replay = Replay::new([good().after(hours)]);
    let options = CallOptions::new().with_timeouts(Timeouts::none());
    (named(ONCE).full)(patient(&replay), options).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn call_options_apply_to_one_call() {
    let replay = Replay::always(Answer::nothing());
    let client = patient(&replay);
    let options = CallOptions::new()
        .with_attempt_timeout(Duration::from_secs(1))
        .with_max_attempts(1);
    fail(READONLY, client.clone(), options).await;
    fail(READONLY, client, CallOptions::new()).await;
    assert_eq!(times(&replay), [0, 1_000, 11_000, 21_000]);
}

#[tokio::test(start_paused = true)]
async fn times_out_while_connecting() {
    let replay = Replay::new([Answer::connect_error(), Answer::connect_timeout(), good()]);
    let call = (named(ONCE).full)(client(&replay, 1.0, 3), CallOptions::new());
    call.await.unwrap();
    let times = times(&replay);
    assert!(
        times[1].abs_diff(50) <= 1 && times[2].abs_diff(150) <= 2,
        "{times:?}"
    );
}
