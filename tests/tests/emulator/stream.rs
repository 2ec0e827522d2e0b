//! The stream of changes, and the record of rejected messages.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};
use socialmessaging::emulator::Emulator;
use socialmessaging::messages::Text;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::control::ask;
use crate::{NUMBER, over_http, text};

const ADA: &str = "+14255550199";

/// A reader of a stream of server-sent events.
struct Reader {
    stream: TcpStream,
    text: String,
}

impl Reader {
    async fn open(address: std::net::SocketAddr, headers: &str) -> Self {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET /_emulator/stream HTTP/1.1\r\nhost: {address}\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let text = String::new();
        let mut reader = Self { stream, text };
        reader.wait_for("\n\n").await;
        reader
    }

    /// Reads until a text arrives, or to the end.
    async fn wait_for(&mut self, text: &str) -> bool {
        let mut buffer = [0; 4096];
        while !self.text.contains(text) {
            match self.stream.read(&mut buffer).await.unwrap() {
                0 => return false,
                count => self
                    .text
                    .push_str(std::str::from_utf8(&buffer[..count]).unwrap()),
            }
        }
        true
    }

    /// Returns the name and the data of each event so far.
    fn events(&self) -> Vec<(&str, Value)> {
        let parts = self.text.split("event: ").skip(1);
        parts
            .map(|part| {
                let (name, rest) = part.split_once("\ndata: ").unwrap();
                let (data, _) = rest.split_once("\n\n").unwrap();
                (name, serde_json::from_str(data).unwrap())
            })
            .collect()
    }
}

#[tokio::test]
async fn streams_changes() {
    let emulator = Emulator::new();
    let (running, client) = over_http(&emulator).await;
    let mut reader = Reader::open(running.address(), "").await;
    assert!(
        reader.text.starts_with("HTTP/1.1 200 OK\r\n"),
        "{}",
        reader.text
    );
    assert!(
        reader
            .text
            .contains("\r\ncontent-type: text/event-stream\r\n")
    );
    client
        .sender(NUMBER)
        .send(Text::new(ADA, "hi"))
        .await
        .unwrap();
    emulator.customer(ADA).named("Ada").says("Hello").unwrap();
    emulator.clock().advance(Duration::from_secs(1));
    assert!(reader.wait_for("event: clock").await);
    let events = reader.events();
    let names: Vec<&str> = events.iter().map(|(name, _)| *name).collect();
    for (name, count) in [("entry", 2), ("event", 4), ("clock", 1)] {
        let found = names.iter().filter(|it| **it == name).count();
        assert_eq!(found, count, "{name}: {names:?}");
    }
    assert!(names.contains(&"customer"), "{names:?}");
    let entry = events.iter().find(|(name, _)| *name == "entry").unwrap();
    let (_, shown) = ask(&emulator, Method::GET, "chats", Value::Null).await;
    assert_eq!(entry.1, shown["entries"][0]);
    emulator.reset().unwrap();
    assert!(reader.wait_for("event: reset").await);
    // The server ends the stream when it stops.
    running.shutdown().await;
    assert!(!reader.wait_for("never").await);
    assert!(reader.text.ends_with("0\r\n\r\n"));
}

#[tokio::test]
async fn streams_statuses_by_the_clock() {
    let emulator = Emulator::builder()
        .statuses(socialmessaging::emulator::StatusPolicy::Clock)
        .build()
        .unwrap();
    emulator.clock().set(std::time::SystemTime::now());
    let (running, _) = over_http(&emulator).await;
    let mut reader = Reader::open(running.address(), "").await;
    text(&emulator.client(), "hi").send().await.unwrap();
    assert!(reader.wait_for("\"status\":\"accepted\"").await);
    emulator.clock().advance(Duration::from_secs(2));
    assert!(reader.wait_for("\"status\":\"delivered\"").await);
}

#[tokio::test]
async fn resets_readers_that_reconnect() {
    let emulator = Emulator::new();
    let (running, _) = over_http(&emulator).await;
    let reader = Reader::open(running.address(), "last-event-id: 7\r\n").await;
    assert_eq!(reader.events(), [("reset", json!({}))]);
}

/// A reader that stops reading costs no memory: it misses changes, and gets a reset.
#[tokio::test]
async fn resets_slow_readers() {
    let emulator = Emulator::new();
    let (running, _) = over_http(&emulator).await;
    let mut reader = Reader::open(running.address(), "").await;
    let customer = emulator.customer(ADA);
    for _ in 0..5000 {
        customer.says("x".repeat(1000)).unwrap();
    }
    assert!(reader.wait_for("event: reset").await);
    assert!(reader.text.matches("event: entry").count() < 5000);
}

#[tokio::test]
async fn records_rejected_messages() {
    let emulator = Emulator::new();
    // The operation rejects it.
    let sender = emulator.client().sender("phone-number-id-1");
    sender.send(Text::new(ADA, "hi")).await.unwrap_err();
    // The server rejects it: clients of this crate check it before.
    let (running, _) = over_http(&emulator).await;
    let body = json!({
        "originationPhoneNumberId": NUMBER,
        "metaApiVersion": "v24.0",
        "message": base64::Engine::encode(&base64::engine::general_purpose::STANDARD, "[]"),
    });
    for (body, status) in [(body.to_string(), "400"), ("{".to_owned(), "400")] {
        let mut stream = TcpStream::connect(running.address()).await.unwrap();
        let request = format!(
            "POST /v1/whatsapp/send HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer}"
        );
    }
    let rejected = emulator.rejected_messages();
    let codes: Vec<&str> = rejected.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(
        codes,
        [
            "ResourceNotFoundException",
            "InvalidParametersException",
            "SerializationException"
        ]
    );
    assert_eq!(
        rejected[0].phone_number_id.as_deref(),
        Some("phone-number-id-1")
    );
    assert_eq!(rejected[0].customer.as_deref(), Some(ADA));
    assert_eq!(rejected[0].message["text"]["body"], "hi");
    assert_eq!(rejected[1].phone_number_id.as_deref(), Some(NUMBER));
    let (_, chats) = ask(&emulator, Method::GET, "chats", Value::Null).await;
    let entry = &chats["entries"][0];
    assert_eq!(
        (&entry["direction"], &entry["status"]),
        (&json!("rejected"), &json!("rejected"))
    );
    let reason = entry["reason"].as_str().unwrap();
    assert!(
        reason.starts_with("ResourceNotFoundException: "),
        "{reason}"
    );
    let id = entry["id"].as_str().unwrap();
    let (status, one) = ask(
        &emulator,
        Method::GET,
        &format!("messages/{id}"),
        Value::Null,
    )
    .await;
    assert_eq!((status, &one["json"]["to"]), (200, &json!(ADA)));
}

#[tokio::test]
async fn bounds_rejected_messages() {
    let emulator = Emulator::builder().limit(2).build().unwrap();
    let sender = emulator.client().sender("phone-number-id-1");
    for body in ["a".repeat(4096), "b".to_owned(), "c".to_owned()] {
        sender.send(Text::new(ADA, body)).await.unwrap_err();
    }
    let large = json!({ "messaging_product": "whatsapp", "to": ADA, "x": "x".repeat(70_000) });
    sender.send(large).await.unwrap_err();
    let rejected = emulator.rejected_messages();
    assert_eq!(rejected.len(), 2);
    assert_eq!(rejected[0].message["text"]["body"], "c");
    assert_eq!(rejected[1].message, Value::Null);
}
