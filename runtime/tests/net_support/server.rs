//! A TCP server on the loopback interface that does what a script says.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What is done with one request.
#[derive(Debug, Clone)]
pub enum Play {
    /// Reads the request and writes this, keeping the connection.
    Reply(String),
    /// Reads the request, writes this, and closes the connection.
    ReplyAndClose(String),
    /// Reads the request and never answers.
    Silent,
    /// Closes the connection without reading.
    Close,
}

/// A response with this body.
pub fn ok(body: &str) -> Play {
    Play::Reply(response("200 OK", body))
}

/// A response with status line, length and body.
pub fn response(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A server that is stopped when it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
    task: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Seen {
    connections: usize,
    requests: Vec<String>,
}

impl Server {
    /// Plays the script over all connections, its last play again and again.
    pub async fn start(plays: impl IntoIterator<Item = Play>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let seen = Arc::new(Mutex::new(Seen::default()));
        let plays: Vec<Play> = plays.into_iter().collect();
        let next = Arc::new(Mutex::new(0));
        let shared = Arc::clone(&seen);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().connections += 1;
                let (plays, next, seen) = (plays.clone(), Arc::clone(&next), Arc::clone(&shared));
                tokio::spawn(async move {
                    let _ = serve(stream, &plays, &next, &seen).await;
                });
            }
        });
        Self {
            address,
            seen,
            task,
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn connections(&self) -> usize {
        self.seen.lock().unwrap().connections
    }

    /// Heads of the requests, in lower case, with the body.
    pub fn requests(&self) -> Vec<String> {
        self.seen.lock().unwrap().requests.clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The address of a port at which nobody listens.
pub async fn refusing_url() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    format!("http://{}", listener.local_addr().expect("an address"))
}

async fn serve(
    mut stream: TcpStream,
    plays: &[Play],
    next: &Mutex<usize>,
    seen: &Mutex<Seen>,
) -> std::io::Result<()> {
    let play = || {
        let mut next = next.lock().unwrap();
        let play = plays.get(*next).or(plays.last()).cloned();
        *next += 1;
        play.unwrap_or(Play::Close)
    };
    let mut upcoming = play();
    loop {
        if matches!(upcoming, Play::Close) {
            return Ok(());
        }
        let Some(request) = read(&mut stream).await? else {
            return Ok(());
        };
        seen.lock().unwrap().requests.push(request);
        match upcoming {
            Play::Reply(text) => stream.write_all(text.as_bytes()).await?,
            Play::ReplyAndClose(text) => {
                stream.write_all(text.as_bytes()).await?;
                return stream.shutdown().await;
            }
            Play::Silent => std::future::pending().await,
            Play::Close => return Ok(()),
        }
        upcoming = play();
    }
}

/// One request; `None` when the connection ends before one begins.
async fn read(stream: &mut TcpStream) -> std::io::Result<Option<String>> {
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
