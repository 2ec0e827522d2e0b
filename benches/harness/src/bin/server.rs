//! The server of the benchmarks: `server [HOLD]` prints its address and answers every
//! request like the service. With `HOLD`, it holds the requests after the first until
//! HOLD requests have arrived, then answers a GET request, and after another one answers all.

use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;

const RESPONSE: &[u8] = b"HTTP/1.1 200 OK\r\n\
    Date: Sun, 30 Aug 2026 12:36:00 GMT\r\n\
    Content-Type: application/json\r\n\
    Content-Length: 52\r\n\
    Connection: keep-alive\r\n\
    x-amzn-RequestId: 3f2c9d1e-8a4b-4c55-9e9f-0b6a7c1d2e3f\r\n\r\n\
    {\"messageId\":\"3f2c9d1e-8a4b-4c55-9e9f-0b6a7c1d2e3f\"}";

/// The requests that wait for each other.
struct Hold {
    has_answered: AtomicBool,
    barrier: Barrier,
}

fn main() -> anyhow::Result<()> {
    let hold = env::args().nth(1).map(|hold| hold.parse::<usize>());
    let hold = hold.transpose()?.map(|calls| {
        Arc::new(Hold {
            has_answered: AtomicBool::new(false),
            // Plus one for the GET request.
            barrier: Barrier::new(calls + 1),
        })
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("http://{}", listener.local_addr()?);
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let hold = hold.clone();
            // A client closes its connections when it ends.
            tokio::spawn(async move { drop(serve(stream, hold.as_deref()).await) });
        }
    })
}

/// Answers the requests of a connection until the client closes it.
async fn serve(mut stream: TcpStream, hold: Option<&Hold>) -> anyhow::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    let mut filled = 0;
    loop {
        let head = loop {
            let read = buffer.get(..filled).unwrap_or_default();
            if let Some(end) = read.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break end + 4;
            }
            let space = buffer.get_mut(filled..).unwrap_or_default();
            let count = stream.read(space).await?;
            anyhow::ensure!(count > 0, "closed");
            filled += count;
        };
        let text = str::from_utf8(buffer.get(..head).unwrap_or_default())?;
        let length = text.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let is_length = name.eq_ignore_ascii_case("content-length");
            is_length.then(|| value.trim().parse::<usize>())
        });
        let is_get = text.starts_with("GET ");
        let mut left = (head + length.transpose()?.unwrap_or(0)).saturating_sub(filled);
        while left > 0 {
            let room = left.min(buffer.len());
            let space = buffer.get_mut(..room).unwrap_or_default();
            let count = stream.read(space).await?;
            anyhow::ensure!(count > 0, "closed");
            left -= count;
        }
        filled = 0;
        if let Some(hold) = hold {
            if is_get {
                hold.barrier.wait().await;
            } else if hold.has_answered.swap(true, Ordering::Relaxed) {
                hold.barrier.wait().await;
                hold.barrier.wait().await;
            }
        }
        stream.write_all(RESPONSE).await?;
    }
}
