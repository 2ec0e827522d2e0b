//! Headers and times of attempts.

use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use runtime::{CallOptions, Clock};
use socialmessaging::Client;
use tests::fixture::{self, Counting, client, now};
use tests::operations::named;
use tests::server::{Play, Recorded, Reply, Server};
use tests::signature::{Signed, expected_authorization};

const READONLY: &str = "ListTagsForResource";

async fn call(client: &Client) {
    let _ = (named(READONLY).full)(client.clone(), CallOptions::new()).await;
}

fn values<'a>(requests: &'a [Recorded], header: &str) -> Vec<&'a str> {
    let values = requests.iter().map(|request| request.header(header));
    values
        .map(|value| value.expect("sent with every attempt"))
        .collect()
}

#[tokio::test]
async fn numbers_attempts() {
    let server = Server::start([Play::reply(Reply::html(503))]).await;
    call(&client(&server)).await;
    let numbers = values(&server.requests(), "amz-sdk-request").join(", ");
    assert_eq!(
        numbers,
        "attempt=1; max=3, attempt=2; max=3, attempt=3; max=3"
    );
}

#[tokio::test]
async fn sends_one_invocation_id_per_call() {
    let server = Server::start([Play::reply(Reply::html(503))]).await;
    let client = fixture::builder(&server)
        .random(Counting::default())
        .build()
        .unwrap();
    call(&client).await;
    call(&client).await;
    let requests = server.requests();
    let ids = values(&requests, "amz-sdk-invocation-id");
    assert_eq!(ids.len(), 6);
    assert!(ids[..3].iter().all(|id| *id == ids[0]), "{ids:?}");
    assert!(ids[3..].iter().all(|id| *id == ids[3]), "{ids:?}");
    assert_ne!(ids[0], ids[3]);
}

/// A clock that advances by a second.
#[derive(Debug, Default)]
struct Ticking(Mutex<u64>);

impl Clock for Ticking {
    fn now(&self) -> SystemTime {
        let mut ticks = self.0.lock().unwrap();
        *ticks += 1;
        now() + Duration::from_secs(*ticks)
    }
}

#[tokio::test]
async fn signs_every_attempt() {
    let server = Server::start([Play::reply(Reply::html(503))]).await;
    let client = fixture::builder(&server)
        .clock(Ticking::default())
        .build()
        .unwrap();
    call(&client).await;
    let requests = server.requests();
    let mut dates = values(&requests, "x-amz-date");
    for request in &requests {
        let time = signing_time(request);
        assert_signed(&server, request, time);
    }
    dates.dedup();
    assert_eq!(dates.len(), 3, "{dates:?}");
}

/// Returns the time in `x-amz-date`, on the day of [`now`].
fn signing_time(request: &Recorded) -> SystemTime {
    let date = request.header("x-amz-date").unwrap();
    let time = date.strip_prefix("20250515T").unwrap();
    let part = |range: std::ops::Range<usize>| time[range].parse::<u64>().unwrap();
    let seconds = part(0..2) * 3600 + part(2..4) * 60 + part(4..6);
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_747_267_200 + seconds)
}

fn assert_signed(server: &Server, request: &Recorded, time: SystemTime) {
    let expected = expected_authorization(Signed {
        method: request.method(),
        uri: &format!("{}{}", server.url(), request.target()),
        headers: &request.headers(),
        body: &request.body,
        time,
    });
    assert_eq!(request.header("authorization"), Some(expected.as_str()));
}

/// Returns a signature error of a server with this time.
fn signature_error(code: &str, date: &str) -> Play {
    Play::reply(Reply::error(403, code, "Signature expired").header("date", date))
}

#[tokio::test]
async fn corrects_clock_skew_once() {
    let codes = [
        "RequestTimeTooSkewed",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "RequestExpired",
    ];
    for operation in [READONLY, "SendWhatsAppMessage"] {
        for code in codes {
            let plays = [
                signature_error(code, "Thu, 15 May 2025 14:00:00 GMT"),
                Play::json("{}"),
            ];
            let server = Server::start(plays).await;
            let client = client(&server);
            for _ in 0..2 {
                let call = (named(operation).full)(client.clone(), CallOptions::new());
                call.await
                    .unwrap_or_else(|failure| panic!("{code}: {failure:?}"));
            }
            let requests = server.requests();
            let dates = values(&requests, "x-amz-date");
            let corrected = "20250515T140000Z";
            assert_eq!(
                dates,
                ["20250515T123456Z", corrected, corrected],
                "{operation} {code}"
            );
            for request in &requests {
                assert_signed(&server, request, signing_time(request));
            }
        }
    }
}

#[tokio::test]
async fn ignores_errors_with_a_correct_clock() {
    #[rustfmt::skip]
    let cases = [
        ("three minutes ahead", signature_error("InvalidSignatureException", "Thu, 15 May 2025 12:37:50 GMT")),
        ("three minutes behind", signature_error("InvalidSignatureException", "Thu, 15 May 2025 12:32:00 GMT")),
        ("another error", signature_error("AccessDeniedException", "Thu, 15 May 2025 14:00:00 GMT")),
        ("no date", Play::error(403, "InvalidSignatureException", "")),
        ("not a date", signature_error("InvalidSignatureException", "yesterday")),
    ];
    for (case, play) in cases {
        let server = Server::start([play]).await;
        call(&client(&server)).await;
        assert_eq!(server.requests().len(), 1, "{case}");
    }
}

#[tokio::test]
async fn stops_after_repeated_clock_errors() {
    let play = signature_error("RequestTimeTooSkewed", "Thu, 15 May 2025 14:00:00 GMT");
    let server = Server::start([play]).await;
    call(&client(&server)).await;
    assert!(server.requests().len() <= 3, "{}", server.requests().len());
}
