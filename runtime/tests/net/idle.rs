//! Kept-alive connections that the server closes while they are idle.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use runtime::{Delivery, Retries, Timeouts};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::support::server::{Server, listen, ok, response};
use crate::support::{Client, FindBook, OrderBook};

/// A server on its own thread. It serves one request per connection and closes
/// the connection when the test requests it, regardless of the client's
/// runtime.
struct ClosingServer {
    address: SocketAddr,
    close: SyncSender<()>,
    closed: Receiver<()>,
}

impl ClosingServer {
    /// Starts a server that writes `farewell` before it closes a connection.
    fn start(farewell: &'static str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (close, on_close) = sync_channel(0);
        let (on_closed, closed) = sync_channel(0);
        std::thread::spawn(move || {
            while let Ok((mut stream, _)) = listener.accept() {
                serve(&mut stream);
                if on_close.recv().is_err() {
                    return;
                }
                stream.write_all(farewell.as_bytes()).unwrap();
                drop(stream);
                on_closed.send(()).unwrap();
            }
        });
        Self {
            address,
            close,
            closed,
        }
    }

    /// Closes the idle connection. Blocks the thread, so that the reactor of a
    /// current-thread runtime does not see the close.
    fn close_idle_connection(&self) {
        self.close.send(()).unwrap();
        self.closed.recv().unwrap();
    }
}

fn serve(stream: &mut TcpStream) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n\"x\"") {
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).unwrap();
        assert_ne!(count, 0, "the connection closed within a request");
        request.extend_from_slice(&chunk[..count]);
    }
    let reply = response("200 OK", "\"a\"");
    stream.write_all(reply.as_bytes()).unwrap();
}

async fn replaces_closed_connections(farewell: &'static str) {
    let server = ClosingServer::start(farewell);
    let client = Client::builder_for(format!("http://{}", server.address))
        .retries(Retries::none())
        .timeouts(Timeouts::none())
        .build()
        .unwrap();
    for _ in 0..50 {
        client.call::<OrderBook>("x").await.unwrap();
        server.close_idle_connection();
    }
}

#[tokio::test]
async fn replaces_connections_closed_while_the_thread_is_busy() {
    replaces_closed_connections("").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replaces_closed_connections_on_a_multi_thread_runtime() {
    replaces_closed_connections("").await;
}

#[tokio::test]
async fn replaces_connections_with_an_unexpected_response() {
    let farewell = "HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n";
    replaces_closed_connections(farewell).await;
}

/// Advances the clock, while sockets stay in real time.
async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

#[tokio::test]
async fn non_repeatable_requests_avoid_connections_idle_for_long() {
    const SECOND: Duration = Duration::from_secs(1);
    // The number of connections after an idle time, if the client allows 4
    // seconds for requests that it must not repeat.
    for (case, idle, max_idle, delivery, repeatable, expected) in [
        ("short", 3 * SECOND, None, Delivery::AtMostOnce, false, 1),
        ("long", 5 * SECOND, None, Delivery::AtMostOnce, false, 2),
        (
            "repeatable",
            5 * SECOND,
            None,
            Delivery::AtMostOnce,
            true,
            1,
        ),
        (
            "duplicates",
            5 * SECOND,
            None,
            Delivery::AtLeastOnce,
            false,
            1,
        ),
        (
            "set higher",
            5 * SECOND,
            Some(6),
            Delivery::AtMostOnce,
            false,
            1,
        ),
        (
            "set lower",
            2 * SECOND,
            Some(1),
            Delivery::AtMostOnce,
            false,
            2,
        ),
        (
            "never",
            Duration::ZERO,
            Some(0),
            Delivery::AtMostOnce,
            false,
            2,
        ),
    ] {
        let server = Server::start([ok("\"a\"")]).await;
        let mut builder = Client::builder_for(server.url())
            .retries(Retries::none().with_delivery(delivery))
            .timeouts(Timeouts::none());
        if let Some(seconds) = max_idle {
            builder = builder.max_idle(seconds * SECOND);
        }
        let client = builder.build().unwrap();
        client.call::<OrderBook>("x").await.unwrap();
        pass(idle).await;
        if repeatable {
            client.call::<FindBook>("x").await.unwrap();
        } else {
            client.call::<OrderBook>("x").await.unwrap();
        }
        assert_eq!(server.connections(), expected, "{case}");
    }
}

#[tokio::test]
async fn closes_connections_idle_for_20_seconds() {
    let (listener, address) = listen().await;
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        let _ = stream.read(&mut request).await.unwrap();
        let reply = response("200 OK", "\"a\"");
        stream.write_all(reply.as_bytes()).await.unwrap();
        // The rest of the request, then the close.
        while stream.read(&mut request).await.unwrap() > 0 {}
    });
    let client = Client::builder_for(format!("http://{address}"))
        .timeouts(Timeouts::none())
        .build()
        .unwrap();
    client.call::<FindBook>("x").await.unwrap();
    pass(Duration::from_secs(19)).await;
    assert!(!server.is_finished());
    pass(Duration::from_secs(1)).await;
    server.await.unwrap();
}
