//! The limits of connections.

use socialmessaging::emulator::{Emulator, Fault, FaultKind, Running};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::Instant;

const LIST: &str = "GET /v1/whatsapp/waba/list HTTP/1.1\r\nhost: localhost\r\n\r\n";

async fn connected(running: &Running, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(running.address()).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream
}

/// Reads the next bytes into a buffer.
async fn read(stream: &mut TcpStream) -> String {
    let mut buffer = vec![0; 64 * 1024];
    let count = stream.read(&mut buffer).await.unwrap();
    String::from_utf8_lossy(&buffer[..count]).into_owned()
}

#[tokio::test]
async fn queues_connections_above_the_limit() {
    let server = Emulator::new().server().with_connection_limit(1);
    let running = server.serve("127.0.0.1:0").await.unwrap();
    let mut first = connected(&running, LIST).await;
    assert!(read(&mut first).await.starts_with("HTTP/1.1 200 "));
    let mut second = connected(&running, LIST).await;
    for _ in 0..20 {
        first.write_all(LIST.as_bytes()).await.unwrap();
        assert!(read(&mut first).await.starts_with("HTTP/1.1 200 "));
    }
    let nothing = second.try_read(&mut [0]).unwrap_err();
    assert_eq!(nothing.kind(), std::io::ErrorKind::WouldBlock);
    drop(first);
    assert!(read(&mut second).await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn silent_connections_do_not_block_others() {
    let server = Emulator::new().server().with_connection_limit(2);
    let running = server.serve("127.0.0.1:0").await.unwrap();
    let mut silent = Vec::new();
    for _ in 0..10 {
        silent.push(connected(&running, "").await);
    }
    let mut speaking = connected(&running, LIST).await;
    assert!(read(&mut speaking).await.starts_with("HTTP/1.1 200 "));
    // Of the others, only the newest is open.
    let newest = silent.pop().unwrap();
    for mut stream in silent {
        assert_eq!(read(&mut stream).await, "");
    }
    let nothing = newest.try_read(&mut [0]).unwrap_err();
    assert_eq!(nothing.kind(), std::io::ErrorKind::WouldBlock);
}

#[tokio::test(start_paused = true)]
async fn closes_idle_connections() {
    let running = Emulator::new().serve("127.0.0.1:0").await.unwrap();
    let (head, body) = (
        "POST /v1/whatsapp/send HTTP/1.1\r\nhost: localhost\r\n",
        "content-type: application/json\r\ncontent-length: 9\r\n\r\n{",
    );
    for (text, expected) in [
        ("", ""),
        (head, ""),
        (&[head, body].concat(), "HTTP/1.1 408 "),
    ] {
        let started = Instant::now();
        let mut stream = connected(&running, text).await;
        let answer = read(&mut stream).await;
        assert_eq!(answer.is_empty(), expected.is_empty(), "{text}: {answer}");
        assert!(answer.starts_with(expected), "{text}: {answer}");
        let waited = started.elapsed().as_secs();
        assert!((29..=31).contains(&waited), "{text}: {waited} s");
    }
    running.shutdown().await;
}

/// A response before the end of the request would end the connection, without a word to
/// the client.
#[tokio::test]
async fn reads_whole_requests_before_answering() {
    const OTHER: &str = "GET /other HTTP/1.1\r\nhost: localhost\r\n\r\n";
    for (path, expected) in [("/v1/whatsapp/send", "502"), ("/unknown", "404")] {
        let emulator = Emulator::new();
        emulator.faults().add(Fault::new(FaultKind::Status(502)));
        let running = emulator.serve("127.0.0.1:0").await.unwrap();
        let head = format!("POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\n");
        let mut stream = connected(&running, &head).await;
        for _ in 0..20 {
            let mut other = connected(&running, OTHER).await;
            assert!(read(&mut other).await.starts_with("HTTP/1.1 404 "));
        }
        let nothing = stream.try_read(&mut [0]).unwrap_err();
        assert_eq!(nothing.kind(), std::io::ErrorKind::WouldBlock, "{path}");
        for (rest, expected) in [("{}", expected), (OTHER, "404")] {
            stream.write_all(rest.as_bytes()).await.unwrap();
            let answer = read(&mut stream).await;
            let status = format!("HTTP/1.1 {expected} ");
            assert!(answer.starts_with(&status), "{path}: {answer}");
        }
    }
}

#[tokio::test]
async fn announces_that_it_closes_a_connection() {
    let server = Emulator::new().server().with_body_limit(1);
    let running = server.serve("127.0.0.1:0").await.unwrap();
    let head = "POST /v1/whatsapp/send HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\n";
    let answer = read(&mut connected(&running, head).await).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("\r\nconnection: close\r\n"), "{answer}");
}
