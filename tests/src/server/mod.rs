//! A scripted loopback HTTP/1.1 server.
//!
//! A [`Server`] has one [`Play`] per expected request, in order; the last one is
//! repeated. The server records requests and counts connections. Dropping it
//! closes all connections.
//!
//! It implements HTTP directly over TCP instead of using the client's library,
//! so that it can send invalid responses.
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

/// The maximum number of connections; others wait in the accept queue.
const MAX_CONNECTIONS: usize = 256;

/// A running server. Dropping it closes the port and all connections.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    script: Arc<Script>,
    accept: JoinHandle<()>,
}

impl Server {
    /// Listens on a free port of 127.0.0.1 and plays `plays` in order, one per
    /// request; the last one is repeated.
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

    /// Returns the completely read requests, in the order of arrival.
    pub fn requests(&self) -> Vec<Recorded> {
        self.script.requests()
    }

    /// Returns the only request.
    pub fn request(&self) -> Recorded {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "requests that arrived");
        requests.remove(0)
    }

    /// Returns the number of requests that began to arrive, including unread ones.
    pub fn arrivals(&self) -> usize {
        self.script.counts().arrivals
    }

    /// Returns the number of accepted connections.
    pub fn connections(&self) -> usize {
        self.script.counts().connections
    }

    /// Returns the number of sent body bytes.
    pub fn bytes_sent(&self) -> usize {
        self.script.counts().bytes_sent
    }

    /// Waits until `count` requests were read completely.
    pub async fn received(&self, count: usize) {
        self.script.wait(|counts| counts.requests >= count).await;
    }

    /// Waits until the client closed `count` connections before their response.
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
        // Remove finished tasks.
        while connections.try_join_next().is_some() {}
        let Ok((stream, _)) = listener.accept().await else {
            return;
        };
        script.count(|counts| counts.connections += 1);
        connections.spawn(connection::serve(stream, Arc::clone(&script)));
    }
}

/// A port that refuses connections: it is bound, but does not listen.
#[derive(Debug)]
pub struct RefusingPort {
    address: SocketAddr,
    _socket: TcpSocket,
}

impl RefusingPort {
    /// Binds a free port of 127.0.0.1.
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
