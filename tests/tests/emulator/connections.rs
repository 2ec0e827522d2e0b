//! The limits of connections.

use socialmessaging::emulator::{Emulator, Running};
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
