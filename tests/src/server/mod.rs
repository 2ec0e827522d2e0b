//! A loopback HTTP/1.1 server that does what its script says.
//!
//! A [`Server`] is given one [`Play`] for each request it should expect, in
//! order; the last one is repeated. It records every request that arrived and
//! counts connections, and everything it started ends when it is dropped.
//!
//! It speaks HTTP through its own few lines over TCP, and not through the
//! library that the client uses, so that it can misbehave at any byte.
//!
//! ```
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! use tests::server::{Play, Reply, Server};
//!
//! let server = Server::start([Play::reply(Reply::html(502)), Play::json("{}")]).await;
//! assert!(server.url().starts_with("http://127.0.0.1:"));
//! assert_eq!(server.requests().len(), 0);
//! # });
//! ```

mod connection;
mod play;
mod recorded;
mod script;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::{TcpListener, TcpSocket};
use tokio::task::{JoinHandle, JoinSet};

pub use play::{Gate, Play, Reply};
pub use recorded::Recorded;
use script::Script;

/// More connections than this at a time are a defect of the test; the server
/// leaves them waiting in the accept queue.
const MAX_CONNECTIONS: usize = 256;

/// A running server; dropping it closes the port and every connection.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    script: Arc<Script>,
    accept: JoinHandle<()>,
}

impl Server {
    /// Listens on a free port of 127.0.0.1 and plays `plays` in order, one a
    /// request; the last is repeated for as long as requests come.
    pub async fn start(plays: impl IntoIterator<Item = Play>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a free loopback port");
        let address = listener.local_addr().expect("the address just bound");
        let script = Arc::new(Script::new(plays));
        let accept = tokio::spawn(accept(listener, Arc::clone(&script)));
        Self {
            address,
            script,
            accept,
        }
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// `127.0.0.1:PORT`.
    pub fn authority(&self) -> String {
        self.address.to_string()
    }

    /// Every request that was read whole, in the order of arrival.
    pub fn requests(&self) -> Vec<Recorded> {
        self.script.requests()
    }

    /// The single request that arrived.
    pub fn request(&self) -> Recorded {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "requests that arrived");
        requests.remove(0)
    }

    /// How many requests began to arrive, those among them that a [`Play`]
    /// refused to read.
    pub fn arrivals(&self) -> usize {
        self.script.counts().arrivals
    }

    /// How many connections were ever accepted.
    pub fn connections(&self) -> usize {
        self.script.counts().connections
    }

    /// Body bytes that the client let the server send.
    pub fn bytes_sent(&self) -> usize {
        self.script.counts().bytes_sent
    }

    /// Returns once `count` requests have been read whole.
    pub async fn received(&self, count: usize) {
        self.script.wait(|counts| counts.requests >= count).await;
    }

    /// Returns once the client has closed `count` connections on which it was
    /// still owed an answer.
    pub async fn abandoned(&self, count: usize) {
        self.script.wait(|counts| counts.abandoned >= count).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The accept task owns the listener and every connection task.
        self.accept.abort();
    }
}

async fn accept(listener: TcpListener, script: Arc<Script>) {
    let mut connections = JoinSet::new();
    loop {
        if connections.len() >= MAX_CONNECTIONS {
            connections.join_next().await;
        }
        // Finished ones are let go, so that the set holds only what is open.
        while connections.try_join_next().is_some() {}
        let Ok((stream, _)) = listener.accept().await else {
            return;
        };
        script.count(|counts| counts.connections += 1);
        connections.spawn(connection::serve(stream, Arc::clone(&script)));
    }
}

/// A port on which every connection is refused for as long as this lives: it is
/// bound, so that nobody else gets it, and nobody listens.
#[derive(Debug)]
pub struct RefusingPort {
    address: SocketAddr,
    _socket: TcpSocket,
}

impl RefusingPort {
    /// Takes a free port of 127.0.0.1.
    pub fn bind() -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket
            .bind((Ipv4Addr::LOCALHOST, 0).into())
            .expect("a free loopback port");
        let address = socket.local_addr().expect("the address just bound");
        Self {
            address,
            _socket: socket,
        }
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}
