//! Serving over HTTP/1.1.

use std::collections::VecDeque;
use std::future::{Future as _, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream, ToSocketAddrs};
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinHandle, JoinSet};

use super::body::SentBody;
use super::exchange::Server;
use super::fault::Reset;

/// The delay after a failure to accept, such as too many open files.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(100);

/// A listening server. Dropping it stops it at once;
/// [`shutdown`](Self::shutdown) lets active requests finish first.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    accepting: JoinHandle<()>,
}

impl Server {
    /// Listens for HTTP/1.1 connections until the returned server is dropped or
    /// shut down. Port 0 selects a free port. Connections without a request for
    /// 30 seconds are closed.
    ///
    /// Anyone who can reach the address can use the server, so prefer a
    /// loopback address.
    ///
    /// # Errors
    /// The address cannot be bound.
    pub async fn serve(&self, address: impl ToSocketAddrs) -> io::Result<Running> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let accepting = tokio::spawn(accept(listener, self.clone(), stopped));
        Ok(Running {
            address,
            stop,
            accepting,
        })
    }
}

impl Running {
    /// Returns the address that the server listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the URL of the service, for the endpoint setting of a client.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops accepting connections and waits for active requests.
    pub async fn shutdown(mut self) {
        // Sending fails only if the task has already ended.
        let _ = self.stop.send(true);
        let _ = Pin::new(&mut self.accepting).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

enum ListenEvent {
    Stop,
    /// A connection has closed, so another one can be accepted.
    ConnectionClosed,
    Accepted(io::Result<(TcpStream, SocketAddr)>),
}

/// Accepts connections until `stopped` is set, then waits for the open ones.
async fn accept(listener: TcpListener, server: Server, mut stopped: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    let mut silent = SilentConnections::default();
    let stop = stopped.clone();
    let mut stopping = pin!(stopped.wait_for(|stop| *stop));
    loop {
        // Remove closed connections from the set.
        while connections.try_join_next().is_some() {}
        let next = poll_fn(|context| {
            if stopping.as_mut().poll(context).is_ready() {
                return Poll::Ready(ListenEvent::Stop);
            }
            if connections.len() >= server.connection_limit() && !silent.has_any() {
                return connections
                    .poll_join_next(context)
                    .map(|_| ListenEvent::ConnectionClosed);
            }
            listener.poll_accept(context).map(ListenEvent::Accepted)
        });
        match next.await {
            ListenEvent::Accepted(Ok((stream, _))) => {
                if connections.len() >= server.connection_limit() {
                    silent.close_oldest();
                }
                let spoke = Arc::new(AtomicBool::new(false));
                let serving =
                    serve_connection(stream, server.clone(), stop.clone(), Arc::clone(&spoke));
                let task = connections.spawn(serving);
                silent.add(task, spoke);
            }
            ListenEvent::ConnectionClosed => {}
            ListenEvent::Accepted(Err(error)) if is_connection_error(&error) => {}
            // An immediate retry would fail again.
            ListenEvent::Accepted(Err(_)) => {
                if tokio::time::timeout(ACCEPT_RETRY_DELAY, stopping.as_mut())
                    .await
                    .is_ok()
                {
                    break;
                }
            }
            ListenEvent::Stop => break,
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// The connections without a request so far, the oldest first. At the limit,
/// new connections replace them: clients that connect and send nothing must not
/// occupy the server until they time out.
#[derive(Default)]
struct SilentConnections(VecDeque<SilentConnection>);

struct SilentConnection {
    task: AbortHandle,
    /// Whether a request arrived.
    spoke: Arc<AtomicBool>,
}

impl SilentConnections {
    fn add(&mut self, task: AbortHandle, spoke: Arc<AtomicBool>) {
        // Removes the others at the latest when the queue doubles.
        if self.0.len() == self.0.capacity() {
            self.0.retain(SilentConnection::is_silent);
        }
        self.0.push_back(SilentConnection { task, spoke });
    }

    fn has_any(&mut self) -> bool {
        while let Some(oldest) = self.0.front() {
            if oldest.is_silent() {
                return true;
            }
            self.0.pop_front();
        }
        false
    }

    fn close_oldest(&mut self) {
        if self.has_any()
            && let Some(oldest) = self.0.pop_front()
        {
            oldest.task.abort();
        }
    }
}

impl SilentConnection {
    fn is_silent(&self) -> bool {
        !self.spoke.load(Ordering::Relaxed) && !self.task.is_finished()
    }
}

/// Returns whether only one connection failed, so that others can be accepted.
fn is_connection_error(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}

/// Serves the requests of a connection. Sets `spoke` when the first one arrives.
async fn serve_connection(
    stream: TcpStream,
    server: Server,
    mut stopped: watch::Receiver<bool>,
    spoke: Arc<AtomicBool>,
) {
    // Responses are written at once, so Nagle's algorithm would only delay
    // them.
    let _ = stream.set_nodelay(true);
    let stop = stopped.clone();
    let service = service_fn(|request| {
        spoke.store(true, Ordering::Relaxed);
        let server = server.clone();
        let mut stop = stop.clone();
        Box::pin(async move {
            let response = server.exchange(request).await?;
            // An error means that the server was dropped.
            let stopped = async move { drop(stop.wait_for(|stop| *stop).await) };
            Ok::<_, Reset>(response.map(|body| SentBody::new(body, stopped)))
        })
    });
    let mut connection = http1::Builder::new()
        // With a timer, hyper closes connections without a complete head after
        // 30 seconds, so that idle clients cannot occupy all of them.
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service);
    let mut stopping = pin!(stopped.wait_for(|stop| *stop));
    let mut shutting_down = false;
    let ended = poll_fn(|context| {
        if !shutting_down && stopping.as_mut().poll(context).is_ready() {
            shutting_down = true;
            Pin::new(&mut connection).graceful_shutdown();
        }
        connection.poll_without_shutdown(context)
    })
    .await;
    let stream = connection.into_parts().io.into_inner();
    match ended {
        // With zero linger, closing sends a TCP reset.
        Err(error) if error.is_user() => drop(stream.set_zero_linger()),
        _ => {
            let mut stream = stream;
            let shut = poll_fn(|context| {
                tokio::io::AsyncWrite::poll_shutdown(Pin::new(&mut stream), context)
            });
            // This fails if the peer has already closed.
            let _ = shut.await;
        }
    }
}
