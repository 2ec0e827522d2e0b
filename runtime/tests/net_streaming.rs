//! Bodies that are streamed: how much of them is in memory, when a request is
//! sent again, and what ends one that stands still.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails like a test"
)]

mod net_support;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use net_support::server::{Play, Server};
use net_support::{Client, Shop, operation};
use runtime::stream::{ByteStream, StreamError};
use runtime::testing::{self, Answer, Replay};
use runtime::transport::{Limits, Transport, TransportError};
use runtime::{
    BoxFuture, Bytes, CallOptions, Check, Error, Method, Operation, Request, RequestError,
    Response, ResponseError, Timeouts, Validate,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::time::Sleep;

const PIECE: usize = 64 * 1024;
/// More than the sockets of both sides hold.
const MANY: usize = 1024;

#[derive(Debug, Clone, Default)]
struct Scan(ByteStream);

impl Validate for Scan {
    fn check(&self, _: &mut Check) {}
}

fn put(
    build: impl FnOnce(&mut Request) -> Result<&mut Request, RequestError>,
) -> Result<Request, RequestError> {
    let mut request = Request::new(Method::PUT, "/scan");
    build(&mut request)?;
    Ok(request)
}

fn read(response: &Response) -> Result<ByteStream, ResponseError> {
    Ok(response.stream())
}

operation!(PutScan: Scan => ByteStream, Idempotent, |scan| {
    put(|request| Ok(request.stream("image/png", &scan.0)))
}, read);
operation!(PutUnsigned: Scan => ByteStream, Idempotent, |scan| {
    put(|request| Ok(request.stream("image/png", &scan.0).unsigned_payload()))
}, read);
operation!(PutSized: Scan => ByteStream, Idempotent, |scan| {
    put(|request| request.sized_stream("scan", "image/png", &scan.0))
}, read);
operation!(GetScan: Scan => ByteStream, Idempotent, |_| {
    put(|request| Ok(request.stream_response()))
}, read);

async fn call<O>(client: &Client, body: impl Into<ByteStream>) -> Result<ByteStream, Error<Shop>>
where
    O: Operation<Input = Scan, Output = ByteStream, Error = Shop>,
{
    client
        .0
        .call::<O>(Scan(body.into()), CallOptions::new())
        .await
}

fn client(transport: impl Transport) -> Client {
    testing::builder(&Replay::new([]))
        .transport(transport)
        .build()
        .expect("complete")
}

fn client_of(address: std::net::SocketAddr) -> Client {
    Client::builder()
        .credentials(testing::credentials())
        .endpoint_url(format!("http://{address}"))
        .timeouts(Timeouts::none())
        .build()
        .expect("complete")
}

/// So many pieces, counted as they are asked for, each after a wait.
struct Pieces {
    left: usize,
    asked: Arc<AtomicUsize>,
    wait: Duration,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Pieces {
    fn new(left: usize) -> Self {
        Self {
            left,
            asked: Arc::default(),
            wait: Duration::ZERO,
            timer: None,
        }
    }

    fn each_after(self, wait: Duration) -> Self {
        Self { wait, ..self }
    }
}

impl Stream for Pieces {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        if !self.wait.is_zero() {
            let wait = self.wait;
            let timer = self
                .timer
                .get_or_insert_with(|| Box::pin(tokio::time::sleep(wait)));
            ready!(timer.as_mut().poll(context));
            self.timer = None;
        }
        self.left -= 1;
        self.asked.fetch_add(1, Ordering::Relaxed);
        Poll::Ready(Some(Ok(Bytes::from_static(&[7; PIECE]))))
    }
}

/// Waits until a counter no longer moves although everything had its turn.
async fn settled(counter: &AtomicUsize) -> usize {
    let mut last = usize::MAX;
    loop {
        for _ in 0..10_000 {
            tokio::task::yield_now().await;
        }
        let now = counter.load(Ordering::Relaxed);
        if now == last && now > 0 {
            return now;
        }
        last = now;
    }
}

#[tokio::test]
async fn a_server_that_reads_slowly_slows_the_sender_down() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let pieces = Pieces::new(MANY);
    let asked = Arc::clone(&pieces.asked);
    let sending = tokio::spawn(async move {
        let length = (MANY * PIECE) as u64;
        call::<PutSized>(&client_of(address), ByteStream::with_length(length, pieces)).await
    });
    let (mut socket, _) = listener.accept().await.unwrap();
    let held = settled(&asked).await;
    assert!(
        held < MANY / 2,
        "{held} of {MANY} pieces were taken, and none was read"
    );

    let mut received = Vec::new();
    let head = loop {
        let mut buffer = vec![0; PIECE];
        let count = socket.read(&mut buffer).await.unwrap();
        assert!(count > 0, "the request ended early");
        received.extend_from_slice(&buffer[..count]);
        if let Some(end) = received.windows(4).position(|part| part == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let text = String::from_utf8_lossy(&received[..head]).to_lowercase();
    let length = format!("content-length: {}\r\n", MANY * PIECE);
    assert!(text.contains(&length), "{text}");
    assert!(!text.contains("transfer-encoding"), "{text}");
    let reading = tokio::spawn(async move {
        let mut buffer = vec![0; 1 << 20];
        let mut count = received.len() - head;
        while count < MANY * PIECE {
            count += socket.read(&mut buffer).await.unwrap();
        }
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
        socket.write_all(answer).await.unwrap();
    });
    sending.await.unwrap().expect("sent");
    reading.await.unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), MANY);
}

#[tokio::test]
async fn a_caller_that_reads_slowly_slows_the_server_down() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let written = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&written);
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut buffer = vec![0; PIECE];
        let _ = socket.read(&mut buffer).await.unwrap();
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n",
            MANY * PIECE
        );
        socket.write_all(head.as_bytes()).await.unwrap();
        for _ in 0..MANY {
            if socket.write_all(&[7; PIECE]).await.is_err() {
                break;
            }
            count.fetch_add(1, Ordering::Relaxed);
        }
    });
    let mut body = call::<GetScan>(&client_of(address), "")
        .await
        .expect("a head");
    assert_eq!(body.length(), Some((MANY * PIECE) as u64));
    let first = body.next().await.expect("a piece").expect("read");
    assert!(!first.is_empty());
    let held = settled(&written).await;
    assert!(
        held < MANY / 2,
        "{held} of {MANY} pieces were sent, and one was read"
    );

    let too_large = body.clone().collect(1024).await.expect_err("too large");
    assert_eq!(too_large.to_string(), "the body is larger than 1024 bytes");
    // Nobody wants the rest: the connection is closed.
    drop(body);
    server.await.unwrap();
    assert!(written.load(Ordering::Relaxed) < MANY);
}

/// Hands requests to a script, some of them without having touched the body.
#[derive(Debug)]
struct Refusing {
    refusals: AtomicUsize,
    then: Replay,
}

impl Transport for Refusing {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        self.then.send(request, limits)
    }

    fn send_streaming(
        &self,
        request: http::Request<ByteStream>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        let refuse = self
            .refusals
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(1)
            });
        if refuse.is_ok() {
            return Box::pin(std::future::ready(Err(TransportError::connect("refused"))));
        }
        self.then.send_streaming(request, limits)
    }
}

#[tokio::test]
async fn what_cannot_be_read_again_is_not_sent_again() {
    let small = || ByteStream::new(Pieces::new(1));
    for (refusals, body, sent, succeeds) in [
        // Bytes are sent as often as need be.
        (0, ByteStream::from("bytes"), 2, true),
        // Of a stream, the first answer is the last word.
        (0, small(), 1, false),
        // Nobody had touched it yet.
        (1, small(), 1, false),
    ] {
        let then = Replay::new([Answer::status(503), Answer::status(200)]);
        let refusing = Refusing {
            refusals: refusals.into(),
            then: then.clone(),
        };
        let shown = format!("{body:?} after {refusals} refusals");
        let ended = call::<PutScan>(&client(refusing), body).await;
        assert_eq!(then.requests().len(), sent, "{shown}");
        assert_eq!(ended.is_ok(), succeeds, "{shown}");
        if let Err(error) = ended {
            assert_eq!(error.attempts() as usize, sent + refusals, "{shown}");
            assert_eq!(error.status(), Some(503), "{shown}");
        }
    }
}

#[tokio::test]
async fn a_body_is_signed_where_that_can_be() {
    for (url, body, unsigned, sha256) in [
        ("https://example.com", ByteStream::from("a"), false, None),
        (
            "https://example.com",
            ByteStream::from("a"),
            true,
            Some("UNSIGNED-PAYLOAD"),
        ),
        // Without TLS nothing else protects it.
        ("http://example.com", ByteStream::from("a"), true, None),
        (
            "https://example.com",
            ByteStream::new(Pieces::new(1)),
            false,
            Some("UNSIGNED-PAYLOAD"),
        ),
        (
            "http://example.com",
            ByteStream::new(Pieces::new(1)),
            false,
            Some("UNSIGNED-PAYLOAD"),
        ),
    ] {
        let replay = Replay::new([Answer::status(200)]);
        let client: Client = testing::builder(&replay).endpoint_url(url).build().unwrap();
        let ended = if unsigned {
            call::<PutUnsigned>(&client, body).await
        } else {
            call::<PutScan>(&client, body).await
        };
        ended.expect("sent");
        assert_eq!(
            replay.request().header("x-amz-content-sha256"),
            sha256,
            "{url} {unsigned}"
        );
    }
}

#[tokio::test]
async fn lengths_are_kept_to() {
    let replay = Replay::new([Answer::status(200)]);
    let unknown = call::<PutSized>(&client(replay.clone()), ByteStream::new(Pieces::new(1))).await;
    let error = unknown.expect_err("no length").to_string();
    assert!(
        error.contains("the length of scan must be known"),
        "{error}"
    );
    assert_eq!(replay.requests().len(), 0);

    for announced in [PIECE as u64 - 1, PIECE as u64 + 1] {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut buffer = vec![0; PIECE];
            while socket.read(&mut buffer).await.is_ok_and(|count| count > 0) {}
        });
        let body = ByteStream::with_length(announced, Pieces::new(1));
        let ended = call::<PutSized>(&client_of(address), body).await;
        let error = ended.expect_err("another length");
        assert!(error.is_connection() && error.maybe_sent(), "{error}");
        let expected = format!("the announced length of {announced} bytes");
        assert!(error.to_string().contains(&expected), "{error}");
        server.await.unwrap();
    }
}

/// Reads the request to its end, then answers with this many pieces.
#[derive(Debug)]
struct Piecewise {
    pieces: usize,
    wait: Duration,
}

impl Transport for Piecewise {
    fn send(
        &self,
        _: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(std::future::ready(Err(TransportError::setup("it streams"))))
    }

    fn send_streaming(
        &self,
        request: http::Request<ByteStream>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let mut body = request.into_body();
            while let Some(piece) = body.next().await {
                piece.map_err(TransportError::request_body)?;
            }
            let pieces = Pieces::new(self.pieces).each_after(self.wait);
            Ok(http::Response::new(ByteStream::new(pieces)))
        })
    }
}

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn time_limits_are_for_bodies_that_stand_still() {
    let answer = |wait| Piecewise { pieces: 20, wait };
    // An attempt may take 10 seconds, an operation 30; each piece takes 6.
    let slow = ByteStream::new(Pieces::new(20).each_after(6 * SECOND));
    call::<PutScan>(&client(answer(Duration::ZERO)), slow)
        .await
        .expect("it moves");

    let stuck = ByteStream::new(Pieces::new(20).each_after(11 * SECOND));
    let error = call::<PutScan>(&client(answer(Duration::ZERO)), stuck)
        .await
        .expect_err("stuck");
    assert!(error.is_timeout() && error.maybe_sent(), "{error}");
    assert_eq!(error.attempts(), 1);

    let body = call::<GetScan>(&client(answer(6 * SECOND)), "")
        .await
        .expect("a head");
    let read = body.collect(usize::MAX).await.expect("it moves");
    assert_eq!(read.len(), 20 * PIECE);

    let mut body = call::<GetScan>(&client(answer(11 * SECOND)), "")
        .await
        .expect("a head");
    let stalled = body.next().await.expect("an end").expect_err("stuck");
    assert!(matches!(stalled, StreamError::Stalled { limit } if limit == 10 * SECOND));
    assert!(body.next().await.is_none());
}

#[tokio::test]
async fn an_error_is_read_whole_although_success_is_a_stream() {
    let replay = Replay::new([Answer::error(409, "OutOfStockException", "sold")]);
    let error = call::<GetScan>(&client(replay), "")
        .await
        .expect_err("refused");
    let Some(Shop::OutOfStock(message)) = error.service_error() else {
        panic!("{error}");
    };
    assert_eq!(message.as_deref(), Some("sold"));
}

#[tokio::test]
async fn an_error_that_breaks_off_keeps_its_head() {
    let head = "HTTP/1.1 403 Forbidden\r\nx-amzn-requestid: id-1\r\ncontent-length: 99\r\n\r\n{";
    let server = Server::start([Play::ReplyAndClose(head.to_owned())]).await;
    let client = Client::builder()
        .credentials(testing::credentials())
        .endpoint_url(server.url())
        .build()
        .expect("complete");
    let error = call::<GetScan>(&client, "").await.expect_err("refused");
    assert!(error.is_unreadable_response(), "{error}");
    assert_eq!(
        (error.status(), error.request_id()),
        (Some(403), Some("id-1"))
    );
}

/// Reads requests and answers the first with 503.
async fn busy_once(listener: TcpListener) -> Vec<String> {
    let mut received = Vec::new();
    for status in ["503 Service Unavailable", "200 OK"] {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut text = String::new();
        while !text.ends_with("the last line\n") {
            let mut buffer = vec![0; PIECE];
            let count = socket.read(&mut buffer).await.unwrap();
            assert!(count > 0, "the request ended early");
            text.push_str(&String::from_utf8_lossy(&buffer[..count]));
        }
        received.push(text);
        let answer = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
        socket.write_all(answer.as_bytes()).await.unwrap();
    }
    received
}

#[tokio::test]
async fn a_file_is_sent_as_it_is_read_and_again_from_its_beginning() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scan");
    let content = "a line\n".repeat(2 * PIECE) + "the last line\n";
    std::fs::write(&path, &content).unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(busy_once(listener));
    let client: Client = Client::builder()
        .credentials(testing::credentials())
        .endpoint_url(format!("http://{address}"))
        .timeouts(Timeouts::none())
        .random(testing::SetRandom::default())
        .build()
        .expect("complete");
    let body = ByteStream::from_path(&path).await.expect("a file");
    call::<PutSized>(&client, body.clone())
        .await
        .expect("the second attempt succeeds");
    for request in server.await.unwrap() {
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let length = format!("content-length: {}", content.len());
        assert!(head.to_lowercase().contains(&length), "{head}");
        assert!(body == content, "{} bytes", body.len());
    }
    // It can be read all the same.
    let read = body.clone().collect(usize::MAX).await.expect("read");
    assert_eq!(read, content);
    let too_large = body.collect(10).await.expect_err("too large");
    assert_eq!(too_large.to_string(), "the body is larger than 10 bytes");
}

#[tokio::test]
async fn a_file_that_is_not_there_or_is_not_the_same_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let absent = ByteStream::from_path(folder.path().join("absent")).await;
    assert_eq!(
        absent.expect_err("absent").kind(),
        std::io::ErrorKind::NotFound
    );
    let not_a_file = ByteStream::from_path(folder.path()).await;
    let problem = not_a_file.expect_err("a folder").to_string();
    assert!(problem.ends_with("is not a file"), "{problem}");

    let path = folder.path().join("scan");
    std::fs::write(&path, "ten bytes.").unwrap();
    let body = ByteStream::from_path(&path).await.expect("a file");
    std::fs::write(&path, "fewer").unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let client = client_of(listener.local_addr().unwrap());
    let shrunk = call::<PutSized>(&client, body).await;
    let problem = shrunk.expect_err("too short").to_string();
    assert!(
        problem.contains("not of the announced length of 10 bytes"),
        "{problem}"
    );
}
