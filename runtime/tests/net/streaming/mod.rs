//! Streaming bodies: backpressure, retries, signing, lengths and stalls.

mod files;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use runtime::codegen::{Check, Method, Operation, Request};
use runtime::testing::{Answer, Replay};
use runtime::transport::{Limits, Transport, TransportError};
use runtime::{
    BoxFuture, ByteStream, Bytes, CallOptions, Error, RequestError, Response, ResponseError,
    StreamError, Timeouts, Validate, testing,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::Sleep;

use crate::support::server::{Server, Step, listen};
use crate::support::{Client, ShopError, operation};

const CHUNK_SIZE: usize = 64 * 1024;
/// More chunks than fit in the socket buffers of both sides.
const CHUNK_COUNT: usize = 1024;

#[derive(Debug, Clone, Default)]
struct Scan(ByteStream);

impl Validate for Scan {
    fn check(&self, _: &mut Check) {}
}

fn put_request(
    build: impl FnOnce(&mut Request) -> Result<&mut Request, RequestError>,
) -> Result<Request, RequestError> {
    let mut request = Request::new(Method::PUT, "/scan");
    build(&mut request)?;
    Ok(request)
}

fn response_stream(response: &Response) -> Result<ByteStream, ResponseError> {
    Ok(response.stream())
}

operation!(PutScan: Scan => ByteStream, Idempotent, |scan| {
    put_request(|request| Ok(request.stream("image/png", &scan.0)))
}, response_stream);
operation!(PutUnsigned: Scan => ByteStream, Idempotent, |scan| {
    put_request(|request| Ok(request.stream("image/png", &scan.0).unsigned_payload()))
}, response_stream);
operation!(PutSized: Scan => ByteStream, Idempotent, |scan| {
    put_request(|request| request.sized_stream("scan", "image/png", &scan.0))
}, response_stream);
operation!(GetScan: Scan => ByteStream, Idempotent, |_| {
    put_request(|request| Ok(request.stream_response()))
}, response_stream);

async fn call<O>(
    client: &Client,
    body: impl Into<ByteStream>,
) -> Result<ByteStream, Error<ShopError>>
where
    O: Operation<Input = Scan, Output = ByteStream, Error = ShopError>,
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

fn client_for(address: std::net::SocketAddr) -> Client {
    Client::builder_for(format!("http://{address}"))
        .timeouts(Timeouts::none())
        .build()
        .expect("complete")
}

/// A stream of `left` chunks, each after a delay; counts the chunks it yields.
struct Chunks {
    left: usize,
    polled: Arc<AtomicUsize>,
    delay: Duration,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Chunks {
    fn new(left: usize) -> Self {
        Self {
            left,
            polled: Arc::default(),
            delay: Duration::ZERO,
            timer: None,
        }
    }

    fn with_delay(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }
}

impl Stream for Chunks {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        if !self.delay.is_zero() {
            let delay = self.delay;
            let timer = self
                .timer
                .get_or_insert_with(|| Box::pin(tokio::time::sleep(delay)));
            ready!(timer.as_mut().poll(context));
            self.timer = None;
        }
        self.left -= 1;
        self.polled.fetch_add(1, Ordering::Relaxed);
        Poll::Ready(Some(Ok(Bytes::from_static(&[7; CHUNK_SIZE]))))
    }
}

/// Waits until a counter no longer changes, although every task was polled.
async fn wait_until_stable(counter: &AtomicUsize) -> usize {
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
async fn slow_server_applies_backpressure_to_the_sender() {
    let (listener, address) = listen().await;
    let chunks = Chunks::new(CHUNK_COUNT);
    let polled = Arc::clone(&chunks.polled);
    let sending = tokio::spawn(async move {
        let length = (CHUNK_COUNT * CHUNK_SIZE) as u64;
        call::<PutSized>(
            &client_for(address),
            ByteStream::with_length(length, chunks),
        )
        .await
    });
    let (mut socket, _) = listener.accept().await.unwrap();
    let buffered = wait_until_stable(&polled).await;
    assert!(
        buffered < CHUNK_COUNT / 2,
        "{buffered} of {CHUNK_COUNT} chunks were sent before the server read one"
    );

    let mut received = Vec::new();
    let head = loop {
        let mut buffer = vec![0; CHUNK_SIZE];
        let count = socket.read(&mut buffer).await.unwrap();
        assert!(count > 0, "the request ended early");
        received.extend_from_slice(&buffer[..count]);
        if let Some(end) = received.windows(4).position(|part| part == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let text = String::from_utf8_lossy(&received[..head]).to_lowercase();
    let length = format!("content-length: {}\r\n", CHUNK_COUNT * CHUNK_SIZE);
    assert!(text.contains(&length), "{text}");
    assert!(!text.contains("transfer-encoding"), "{text}");
    let reading = tokio::spawn(async move {
        let mut buffer = vec![0; 1 << 20];
        let mut count = received.len() - head;
        while count < CHUNK_COUNT * CHUNK_SIZE {
            count += socket.read(&mut buffer).await.unwrap();
        }
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
        socket.write_all(answer).await.unwrap();
    });
    sending.await.unwrap().expect("sent");
    reading.await.unwrap();
    assert_eq!(polled.load(Ordering::Relaxed), CHUNK_COUNT);
}

#[tokio::test]
async fn slow_caller_applies_backpressure_to_the_server() {
    let (listener, address) = listen().await;
    let written = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&written);
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut buffer = vec![0; CHUNK_SIZE];
        let _ = socket.read(&mut buffer).await.unwrap();
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n",
            CHUNK_COUNT * CHUNK_SIZE
        );
        socket.write_all(head.as_bytes()).await.unwrap();
        for _ in 0..CHUNK_COUNT {
            if socket.write_all(&[7; CHUNK_SIZE]).await.is_err() {
                break;
            }
            count.fetch_add(1, Ordering::Relaxed);
        }
    });
    let mut body = call::<GetScan>(&client_for(address), "")
        .await
        .expect("a response");
    assert_eq!(body.length(), Some((CHUNK_COUNT * CHUNK_SIZE) as u64));
    let first = body.next().await.expect("a chunk").expect("read");
    assert!(!first.is_empty());
    let buffered = wait_until_stable(&written).await;
    assert!(
        buffered < CHUNK_COUNT / 2,
        "{buffered} of {CHUNK_COUNT} chunks were sent although the caller read only one"
    );

    let too_large = body.clone().collect(1024).await.expect_err("too large");
    assert_eq!(too_large.to_string(), "the body is larger than 1024 bytes");
    // Dropping the unread rest closes the connection.
    drop(body);
    server.await.unwrap();
    assert!(written.load(Ordering::Relaxed) < CHUNK_COUNT);
}

/// Rejects some requests without reading the body, then delegates to a script.
#[derive(Debug)]
struct RefusingTransport {
    refusals: AtomicUsize,
    replay: Replay,
}

impl Transport for RefusingTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        self.replay.send(request, limits)
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
        self.replay.send_streaming(request, limits)
    }
}

#[tokio::test]
async fn retries_only_replayable_bodies() {
    let small = || ByteStream::new(Chunks::new(1));
    for (refusals, body, sent, succeeds) in [
        // Bytes in memory can be sent repeatedly.
        (0, ByteStream::from("bytes"), 2, true),
        // The first attempt has consumed the stream.
        (0, small(), 1, false),
        // The rejected attempt has not read the stream.
        (1, small(), 1, false),
    ] {
        let replay = Replay::new([Answer::status(503), Answer::status(200)]);
        let transport = RefusingTransport {
            refusals: refusals.into(),
            replay: replay.clone(),
        };
        let shown = format!("{body:?} after {refusals} refusals");
        let result = call::<PutScan>(&client(transport), body).await;
        assert_eq!(replay.requests().len(), sent, "{shown}");
        assert_eq!(result.is_ok(), succeeds, "{shown}");
        if let Err(error) = result {
            assert_eq!(error.attempts() as usize, sent + refusals, "{shown}");
            assert_eq!(error.status(), Some(503), "{shown}");
        }
    }
}

#[tokio::test]
async fn signs_the_payload_where_possible() {
    for (url, body, unsigned, sha256) in [
        ("https://example.com", ByteStream::from("a"), false, None),
        (
            "https://example.com",
            ByteStream::from("a"),
            true,
            Some("UNSIGNED-PAYLOAD"),
        ),
        // Without TLS only the signature protects the body.
        ("http://example.com", ByteStream::from("a"), true, None),
        (
            "https://example.com",
            ByteStream::new(Chunks::new(1)),
            false,
            Some("UNSIGNED-PAYLOAD"),
        ),
        (
            "http://example.com",
            ByteStream::new(Chunks::new(1)),
            false,
            Some("UNSIGNED-PAYLOAD"),
        ),
    ] {
        let replay = Replay::new([Answer::status(200)]);
        let client: Client = testing::builder(&replay).endpoint_url(url).build().unwrap();
        let result = if unsigned {
            call::<PutUnsigned>(&client, body).await
        } else {
            call::<PutScan>(&client, body).await
        };
        result.expect("sent");
        assert_eq!(
            replay.request().header("x-amz-content-sha256"),
            sha256,
            "{url} {unsigned}"
        );
    }
}

#[tokio::test]
async fn rejects_bodies_of_unknown_or_wrong_length() {
    let replay = Replay::new([Answer::status(200)]);
    let unknown = call::<PutSized>(&client(replay.clone()), ByteStream::new(Chunks::new(1))).await;
    let error = unknown.expect_err("unknown length").to_string();
    assert!(error.contains("the length of scan is unknown"), "{error}");
    assert_eq!(replay.requests().len(), 0);

    for announced in [CHUNK_SIZE as u64 - 1, CHUNK_SIZE as u64 + 1] {
        let (listener, address) = listen().await;
        let server = tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut buffer = vec![0; CHUNK_SIZE];
            while socket.read(&mut buffer).await.is_ok_and(|count| count > 0) {}
        });
        let body = ByteStream::with_length(announced, Chunks::new(1));
        let result = call::<PutSized>(&client_for(address), body).await;
        let error = result.expect_err("wrong length");
        assert!(error.is_connection() && error.maybe_sent(), "{error}");
        let expected = format!("the announced length of {announced} bytes");
        assert!(error.to_string().contains(&expected), "{error}");
        server.await.unwrap();
    }
}

/// Reads the request to its end, then answers with this many chunks.
#[derive(Debug)]
struct ChunkedTransport {
    chunks: usize,
    delay: Duration,
}

impl Transport for ChunkedTransport {
    fn send(
        &self,
        _: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(std::future::ready(Err(TransportError::setup(
            "the test streams",
        ))))
    }

    fn send_streaming(
        &self,
        request: http::Request<ByteStream>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let mut body = request.into_body();
            while let Some(chunk) = body.next().await {
                chunk.map_err(TransportError::request_body)?;
            }
            let chunks = Chunks::new(self.chunks).with_delay(self.delay);
            Ok(http::Response::new(ByteStream::new(chunks)))
        })
    }
}

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn timeouts_apply_only_to_stalled_bodies() {
    let answer = |delay| ChunkedTransport { chunks: 20, delay };
    // The attempt timeout is 10 s and the operation timeout 30 s; a chunk takes 6 s.
    let slow = ByteStream::new(Chunks::new(20).with_delay(6 * SECOND));
    call::<PutScan>(&client(answer(Duration::ZERO)), slow)
        .await
        .expect("not stalled");

    let stuck = ByteStream::new(Chunks::new(20).with_delay(11 * SECOND));
    let error = call::<PutScan>(&client(answer(Duration::ZERO)), stuck)
        .await
        .expect_err("stalled");
    assert!(error.is_timeout() && error.maybe_sent(), "{error}");
    assert_eq!(error.attempts(), 1);

    let body = call::<GetScan>(&client(answer(6 * SECOND)), "")
        .await
        .expect("a response");
    let read = body.collect(usize::MAX).await.expect("not stalled");
    assert_eq!(read.len(), 20 * CHUNK_SIZE);

    let mut body = call::<GetScan>(&client(answer(11 * SECOND)), "")
        .await
        .expect("a response");
    let stalled = body.next().await.expect("an item").expect_err("stalled");
    assert!(matches!(stalled, StreamError::Stalled { limit } if limit == 10 * SECOND));
    assert!(body.next().await.is_none());
}

#[tokio::test]
async fn parses_modeled_errors_of_streaming_operations() {
    let replay = Replay::new([Answer::error(409, "OutOfStockException", "sold")]);
    let error = call::<GetScan>(&client(replay), "")
        .await
        .expect_err("refused");
    let Some(ShopError::OutOfStock(message)) = error.service_error() else {
        panic!("{error}");
    };
    assert_eq!(message.as_deref(), Some("sold"));
}

#[tokio::test]
async fn truncated_error_response_keeps_status_and_request_id() {
    let head = "HTTP/1.1 403 Forbidden\r\nx-amzn-requestid: id-1\r\ncontent-length: 99\r\n\r\n{";
    let server = Server::start([Step::ReplyAndClose(head.to_owned())]).await;
    let client = Client::builder_for(server.url()).build().expect("complete");
    let error = call::<GetScan>(&client, "").await.expect_err("refused");
    assert!(error.is_unreadable_response(), "{error}");
    assert_eq!(
        (error.status(), error.request_id()),
        (Some(403), Some("id-1"))
    );
}
