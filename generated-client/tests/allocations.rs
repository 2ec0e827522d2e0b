//! The allocations of a call.

#![cfg(feature = "http")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use allocation_counter::{AllocationInfo, measure};
use socialmessaging::{Bytes, Client, Credentials};
use tokio::runtime::Builder;

const SENDER: &str = "phone-number-id-01234567890123456789012345678901";

/// Starts a server that accepts every message. Its thread is not measured.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.unwrap();
            thread::spawn(move || serve(&stream));
        }
    });
    url
}

/// Answers the requests of a connection until the client closes it.
fn serve(mut stream: &TcpStream) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            if line == "\r\n" {
                break;
            }
            if let Some((name, value)) = line.split_once(": ")
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        if reader.read_exact(&mut body).is_err() {
            return;
        }
        let answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\
            Content-Length: 52\r\nx-amzn-RequestId: 3f2c9d1e-8a4b-4c55-9e9f-0b6a7c1d2e3f\r\n\r\n\
            {\"messageId\":\"3f2c9d1e-8a4b-4c55-9e9f-0b6a7c1d2e3f\"}";
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

fn message(bytes: usize) -> Bytes {
    let text = "a".repeat(bytes - r#"{"text":""}"#.len());
    format!(r#"{{"text":"{text}"}}"#).into()
}

/// Measures one call of a client that has made others.
fn call(message: &Bytes) -> AllocationInfo {
    let client = Client::builder()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .endpoint_url(server())
        .build()
        .unwrap();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let send = || async {
        client
            .send_whatsapp_message()
            .origination_phone_number_id(SENDER)
            .message(message.clone())
            .meta_api_version("v24.0")
            .send()
            .await
            .unwrap();
    };
    // The first calls open the connection and fill caches.
    runtime.block_on(async {
        for _ in 0..3 {
            send().await;
        }
    });
    let calls = 20;
    let total = measure(|| {
        runtime.block_on(async {
            for _ in 0..calls {
                send().await;
            }
        });
    });
    AllocationInfo {
        count_total: total.count_total.div_ceil(calls),
        bytes_total: total.bytes_total.div_ceil(calls),
        ..total
    }
}

#[test]
fn a_call_makes_few_allocations() {
    let small = call(&message(85));
    assert!(small.count_total <= 26, "{small:?}");
}

#[test]
fn a_large_message_is_copied_once_as_base64() {
    let size: usize = 1_500_000;
    let large = call(&message(size));
    assert!(large.bytes_total as f64 <= 1.4 * size as f64, "{large:?}");
}
