//! Size limits of messages and responses.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use bytes::Bytes;
use runtime::{CallOptions, Retries};
use socialmessaging::emulator::PHONE_NUMBER_ID;
use tests::fixture::{self, client};
use tests::operations::{Failure, FailureKind, named};
use tests::server::{Play, Reply, Server};

use crate::snapshot;

/// The largest message, in bytes before Base64.
const LARGEST: usize = 2_048_000;

/// Returns a message whose bytes differ from their neighbors, to detect lost or
/// swapped ones. It begins and ends like a JSON object; clients check no more
/// than that.
fn message(length: usize) -> Bytes {
    let inner = (2..length).map(|index| (index % 251) as u8);
    [b'{'].into_iter().chain(inner).chain([b'}']).collect()
}

async fn send(server: &Server, message: Bytes) -> Result<(), Failure> {
    let request = client(server)
        .send_whatsapp_message()
        .origination_phone_number_id(PHONE_NUMBER_ID)
        .message(message)
        .meta_api_version("v24.0");
    request.send().await.map(drop).map_err(Failure::from)
}

#[tokio::test]
async fn sends_the_largest_message() {
    let server = Server::start([Play::json("{}")]).await;
    let sent = message(LARGEST);
    send(&server, sent.clone()).await.unwrap();
    let body = server.request().json();
    let arrived = BASE64.decode(body["message"].as_str().unwrap()).unwrap();
    assert!(arrived == sent, "the message has changed on its way");
}

#[tokio::test]
async fn rejects_a_message_above_the_limit() {
    let server = Server::start([Play::json("{}")]).await;
    let failure = send(&server, message(LARGEST + 1)).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::InvalidInput);
    assert!(!failure.maybe_sent);
    assert_eq!(server.connections(), 0);
    snapshot!("rejects_a_message_above_the_limit", failure.display);
}

#[tokio::test]
async fn rejects_responses_above_the_limit() {
    const LIMIT: usize = 100_000;
    // The socket buffers of a loopback connection grow to a few megabytes.
    const BUFFERS: usize = 16 * 1024 * 1024;
    let reply = || Reply::json(200, vec![b' '; LIMIT + 1]);
    #[rustfmt::skip]
    let cases = [
        ("chunks without end", Play::EndlessChunks),
        ("announced 100 GB", Play::Oversized(100_000_000_000)),
        ("one byte over", Play::Reply(reply())),
        ("one byte over, in chunks", Play::Chunked(reply())),
        ("error without end", Play::Reply(Reply::json(500, vec![b'a'; LIMIT + 1]))),
        ("headers without end", Play::HeaderFlood),
    ];
    let mut lines = String::new();
    for (case, play) in cases {
        let server = Server::start([play]).await;
        let client = fixture::builder(&server)
            .response_limit(LIMIT)
            .retries(Retries::none())
            .build()
            .unwrap();
        let failure = (named("ListTagsForResource").full)(client, CallOptions::new())
            .await
            .unwrap_err();
        // The port differs between runs.
        let display = failure.display.replace(&server.url(), "http://server");
        lines += &format!("{case}: {:?}\n  {display}\n", failure.kind);
        for source in failure.sources {
            lines += &format!("  source: {source}\n");
        }
        assert!(
            server.bytes_sent() < BUFFERS,
            "{case}: {}",
            server.bytes_sent()
        );
    }
    snapshot!("rejects_responses_above_the_limit", lines);
}

#[tokio::test]
async fn reads_a_response_at_the_limit() {
    let mut body = br#"{"statusCode":200}"#.to_vec();
    let limit = body.len() + 10;
    body.resize(limit, b' ');
    let server = Server::start([Play::json(body)]).await;
    let client = fixture::builder(&server)
        .response_limit(limit)
        .build()
        .unwrap();
    (named("ListTagsForResource").full)(client, CallOptions::new())
        .await
        .unwrap();
}
