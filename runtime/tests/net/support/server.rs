//! A scripted TCP server on the loopback interface.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The reaction to one request.
#[derive(Debug, Clone)]
pub enum Step {
    /// Reads the request, writes this response and keeps the connection open.
    Reply(String),
    /// Reads the request, writes this response and closes the connection.
    ReplyAndClose(String),
    /// Reads the request and never answers.
    Silent,
    /// Closes the connection without reading.
    Close,
}

/// A step that replies with status 200 and this body.
pub fn ok(body: &str) -> Step {
    Step::Reply(response("200 OK", body))
}

/// Formats a response with a status line, `content-length` and a body.
pub fn response(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A running server; dropping it stops it.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    log: Arc<Mutex<Log>>,
    task: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Log {
    connections: usize,
    requests: Vec<String>,
}

impl Server {
    /// Starts a server that runs the steps in order, regardless of the
    /// connections of the requests, and repeats the last step.
    pub async fn start(steps: impl IntoIterator<Item = Step>) -> Self {
        let (listener, address) = listen().await;
        let log = Arc::new(Mutex::new(Log::default()));
        let steps: Vec<Step> = steps.into_iter().collect();
        let next = Arc::new(Mutex::new(0));
        let shared = Arc::clone(&log);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().connections += 1;
                let (steps, next, log) = (steps.clone(), Arc::clone(&next), Arc::clone(&shared));
                tokio::spawn(async move {
                    let _ = serve(stream, &steps, &next, &log).await;
                });
            }
        });
        Self { address, log, task }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn connections(&self) -> usize {
        self.log.lock().unwrap().connections
    }

    /// The requests so far: the head in lower case, then the body.
    pub fn requests(&self) -> Vec<String> {
        self.log.lock().unwrap().requests.clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Listens on a free port of the loopback interface.
pub async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}

/// Returns the URL of a port that refuses connections.
pub async fn refusing_url() -> String {
    let (_, address) = listen().await;
    format!("http://{address}")
}

async fn serve(
    mut stream: TcpStream,
    steps: &[Step],
    next: &Mutex<usize>,
    log: &Mutex<Log>,
) -> std::io::Result<()> {
    let next_step = || {
        let mut next = next.lock().unwrap();
        let next_step = steps.get(*next).or(steps.last()).cloned();
        *next += 1;
        next_step.unwrap_or(Step::Close)
    };
    let mut step = next_step();
    loop {
        if matches!(step, Step::Close) {
            return Ok(());
        }
        let Some(request) = read_request(&mut stream).await? else {
            return Ok(());
        };
        log.lock().unwrap().requests.push(request);
        match step {
            Step::Reply(text) => stream.write_all(text.as_bytes()).await?,
            Step::ReplyAndClose(text) => {
                stream.write_all(text.as_bytes()).await?;
                return stream.shutdown().await;
            }
            Step::Silent => std::future::pending().await,
            Step::Close => return Ok(()),
        }
        step = next_step();
    }
}

/// Reads one request; `None` when the connection closes first.
async fn read_request(stream: &mut TcpStream) -> std::io::Result<Option<String>> {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).await?;
        if count == 0 {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let head = head.to_ascii_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .map_or(0, |length| length.parse().expect("a length"));
        if body.len() >= length {
            return Ok(Some(format!("{head}\r\n\r\n{body}")));
        }
    }
}
