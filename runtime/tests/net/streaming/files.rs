//! Bodies that are read from files.

use runtime::{ByteStream, Timeouts, testing};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::{CHUNK_SIZE, PutSized, call, client_for};
use crate::support::Client;
use crate::support::server::listen;

/// Reads two requests to the end; answers the first with 503, the second with 200.
async fn serve_503_then_200(listener: TcpListener) -> Vec<String> {
    let mut received = Vec::new();
    for status in ["503 Service Unavailable", "200 OK"] {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut text = String::new();
        while !text.ends_with("the last line\n") {
            let mut buffer = vec![0; CHUNK_SIZE];
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
async fn resends_files_from_the_beginning() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scan");
    let content = "a line\n".repeat(2 * CHUNK_SIZE) + "the last line\n";
    std::fs::write(&path, &content).unwrap();
    let (listener, address) = listen().await;
    let server = tokio::spawn(serve_503_then_200(listener));
    let client = Client::builder_for(format!("http://{address}"))
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
    // The caller can read the file, too.
    let read = body.clone().collect(usize::MAX).await.expect("read");
    assert_eq!(read, content);
    let too_large = body.collect(10).await.expect_err("too large");
    assert_eq!(too_large.to_string(), "the body is larger than 10 bytes");
}

#[tokio::test]
async fn rejects_missing_and_changed_files() {
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
    let (_listener, address) = listen().await;
    let client = client_for(address);
    let shrunk = call::<PutSized>(&client, body).await;
    let problem = shrunk.expect_err("too short").to_string();
    assert!(
        problem.contains("not have the announced length of 10 bytes"),
        "{problem}"
    );
}
