//! The rate of messages, and their memory.
//!
//! ```sh
//! cargo test --release -p tests --test emulator load -- --ignored --nocapture
//! ```

use std::net::SocketAddr;
use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use socialmessaging::emulator::Emulator;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::NUMBER;

/// The messages per second that a machine with two cores must achieve.
const RATE: f64 = 5000.0;

const CONNECTIONS: usize = 8;

/// The messages of a measurement, more than the emulator keeps.
const MESSAGES: usize = 30_000;

/// Returns the request of a message to one of 20,000 recipients.
fn request(number: usize) -> String {
    let message = json!({
        "messaging_product": "whatsapp",
        "to": format!("+142555{:05}", number % 20_000),
        "type": "text",
        "text": { "body": format!("Your table {number} is ready, we are looking forward to you") },
    });
    let body = json!({
        "originationPhoneNumberId": NUMBER,
        "metaApiVersion": "v24.0",
        "message": STANDARD.encode(message.to_string()),
    });
    let body = body.to_string();
    format!(
        "POST /v1/whatsapp/send HTTP/1.1\r\nhost: emulator\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Sends a share of the messages over one connection.
async fn send(address: SocketAddr, first: usize) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let mut buffer = vec![0; 4096];
    for number in (first..MESSAGES).step_by(CONNECTIONS) {
        stream.write_all(request(number).as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        // The body of the response ends with the only brace that closes.
        while answer.last() != Some(&b'}') {
            let count = stream.read(&mut buffer).await.unwrap();
            assert!(count > 0, "the connection is open");
            answer.extend_from_slice(&buffer[..count]);
        }
        assert!(answer.starts_with(b"HTTP/1.1 200"));
    }
}

/// The memory of this process in megabytes.
fn memory() -> f64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let resident = pages
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<f64>().ok());
    resident.unwrap_or_default() * 4096.0 / 1e6
}

/// Sends all messages and returns the rate.
async fn measure(address: SocketAddr) -> f64 {
    let begin = Instant::now();
    let connections: Vec<_> = (0..CONNECTIONS)
        .map(|first| tokio::spawn(send(address, first)))
        .collect();
    for connection in connections {
        connection.await.unwrap();
    }
    MESSAGES as f64 / begin.elapsed().as_secs_f64()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures, and needs an optimized build and an idle machine"]
async fn accepts_5000_messages_per_second_in_flat_memory() {
    let emulator = Emulator::new();
    let running = emulator.serve("127.0.0.1:0").await.unwrap();
    let mut rates = Vec::new();
    let mut sizes = Vec::new();
    for round in 0..5 {
        rates.push(measure(running.address()).await);
        sizes.push(memory());
        let (rate, size) = (rates[round], sizes[round]);
        println!("{MESSAGES} messages: {rate:.0} per second, {size:.0} MB");
    }
    assert_eq!(emulator.messages().len(), 10_000);
    assert_eq!(emulator.events().len(), 10_000);
    assert_eq!(emulator.customers().len(), 10_000);
    let best = rates.iter().copied().fold(0.0, f64::max);
    assert!(best >= RATE, "{best:.0} messages per second");
    // After the first round, all lists are full.
    assert!(sizes[4] < sizes[0] * 1.2 + 10.0, "{sizes:?}");
}
