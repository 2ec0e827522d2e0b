//! The loopback server, through a socket.

use std::io::ErrorKind;

use tests::server::{Gate, Play, RefusingPort, Reply, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const REQUEST: &str = "POST /a?b=c HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi";

async fn connect(server: &Server) -> TcpStream {
    TcpStream::connect(server.authority()).await.unwrap()
}

/// Sends one request and reads until the server closes.
async fn exchange(play: Play) -> (Result<String, ErrorKind>, Server) {
    let server = Server::start([play]).await;
    let mut stream = connect(&server).await;
    let _ = stream.write_all(REQUEST.as_bytes()).await;
    let mut answer = Vec::new();
    let result = stream.read_to_end(&mut answer).await;
    let answer = result
        .map(|_| String::from_utf8(answer).unwrap())
        .map_err(|error| error.kind());
    (answer, server)
}

#[tokio::test]
async fn performs_each_play() {
    let reply = Reply::new(200).header("x", "y").body("body");
    let head = "HTTP/1.1 200 -\r\nx: y\r\ncontent-length: 4\r\n\r\n";
    let full = format!("{head}body");
    let half = format!("{head}bo");
    #[rustfmt::skip]
    let cases = [
        ("close", Play::ReplyThenClose(reply.clone()), Ok(full), 1),
        ("truncated", Play::Truncated(reply), Ok(half), 1),
        ("closed", Play::CloseAfterRead, Ok(String::new()), 1),
        ("reset after", Play::ResetAfterRead, Err(ErrorKind::ConnectionReset), 1),
        ("reset before", Play::ResetUnread, Err(ErrorKind::ConnectionReset), 0),
        ("garbage", Play::Garbage, Ok("\u{1}\u{2} this is not HTTP\r\n\r\n".to_owned()), 1),
    ];
    for (name, play, expected, requests) in cases {
        let (answer, server) = exchange(play).await;
        assert_eq!(answer, expected, "{name}");
        assert_eq!(server.requests().len(), requests, "{name}");
        assert_eq!(server.arrivals(), 1, "{name}");
    }
}

#[tokio::test]
async fn records_requests_on_one_connection_in_order() {
    let server = Server::start([Play::json("1"), Play::json("2")]).await;
    let mut stream = connect(&server).await;
    // Send two requests at once, the second one chunked: the server must not lose
    // bytes after the first one.
    let chunked = "POST /d HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nho\r\n0\r\n\r\n";
    stream.write_all(REQUEST.as_bytes()).await.unwrap();
    stream.write_all(chunked.as_bytes()).await.unwrap();
    server.received(2).await;
    let requests = server.requests();
    assert_eq!(requests[0].method(), "POST");
    assert_eq!(requests[0].target(), "/a?b=c");
    assert_eq!(requests[0].header("host"), Some("h"));
    assert_eq!(requests[0].text(), "hi");
    assert_eq!(requests[1].text(), "ho");
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn holds_a_reply_until_the_gate_opens() {
    let gate = Gate::closed();
    let server = Server::start([Play::Held(gate.clone(), Reply::new(204))]).await;
    let mut stream = connect(&server).await;
    stream.write_all(REQUEST.as_bytes()).await.unwrap();
    server.received(1).await;
    let early = stream.try_read(&mut [0; 16]);
    assert_eq!(early.unwrap_err().kind(), ErrorKind::WouldBlock);
    gate.open();
    let mut start = [0; 12];
    stream.read_exact(&mut start).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 204");
}

#[tokio::test]
async fn notices_a_client_that_goes_away() {
    let server = Server::start([Play::Silent]).await;
    let mut stream = connect(&server).await;
    stream.write_all(REQUEST.as_bytes()).await.unwrap();
    server.received(1).await;
    drop(stream);
    server.abandoned(1).await;
}

#[tokio::test]
async fn closes_everything_when_dropped() {
    let server = Server::start([Play::Silent]).await;
    let authority = server.authority();
    let mut stream = connect(&server).await;
    stream.write_all(REQUEST.as_bytes()).await.unwrap();
    server.received(1).await;
    drop(server);
    assert_eq!(stream.read(&mut [0; 1]).await.unwrap(), 0);
    let error = TcpStream::connect(authority).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
}

#[tokio::test]
async fn refusing_ports_refuse_connections() {
    let port = RefusingPort::bind();
    let authority = port.url().replace("http://", "");
    let error = TcpStream::connect(authority).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
}
