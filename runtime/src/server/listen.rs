//! Serving over HTTP/1.1.

use std::future::{Future as _, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use http_body_util::Full;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream, ToSocketAddrs};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use super::exchange::{Reset, Server};

/// How long no connection is taken after the system could not give one, as when
/// the process has too many files open.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(100);

/// A server that listens. Dropping it ends it at once;
/// [`shutdown`](Self::shutdown) lets requests finish first.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    accepting: JoinHandle<()>,
}

impl Server {
    /// Listens for HTTP/1.1 connections, until what it returns is dropped or
    /// shut down. Port 0 takes any that is free. Connections are kept alive, and
    /// closed when they bring no request for 30 seconds.
    ///
    /// Anyone who can reach the address can use the server, so think twice
    /// before giving it one that is not loopback.
    ///
    /// # Errors
    /// The address cannot be listened on.
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
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The URL of the service, for the endpoint of a client.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Takes no more connections, lets requests finish, and ends.
    pub async fn shutdown(mut self) {
        // A receiver that is gone has stopped already.
        let _ = self.stop.send(true);
        let _ = Pin::new(&mut self.accepting).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// What comes next.
enum ListenEvent {
    Stop,
    /// A connection has ended, and there is room for another.
    ConnectionClosed,
    Accepted(io::Result<(TcpStream, SocketAddr)>),
}

/// Takes connections until told to stop, then waits for those that are open.
async fn accept(listener: TcpListener, server: Server, mut stopped: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    let told = stopped.clone();
    let mut stopping = pin!(stopped.wait_for(|stop| *stop));
    loop {
        // What has ended is let go of.
        while connections.try_join_next().is_some() {}
        let next = poll_fn(|context| {
            if stopping.as_mut().poll(context).is_ready() {
                return Poll::Ready(ListenEvent::Stop);
            }
            if connections.len() >= server.connection_limit() {
                return connections
                    .poll_join_next(context)
                    .map(|_| ListenEvent::ConnectionClosed);
            }
            listener.poll_accept(context).map(ListenEvent::Accepted)
        });
        match next.await {
            ListenEvent::Accepted(Ok((stream, _))) => {
                connections.spawn(connection(stream, server.clone(), told.clone()));
            }
            ListenEvent::ConnectionClosed => {}
            ListenEvent::Accepted(Err(error)) if is_of_the_connection(&error) => {}
            // Asking again at once would be answered the same.
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

/// Whether a connection was gone before it was taken; those that follow are fine.
fn is_of_the_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}

/// Answers the requests of a connection.
async fn connection(stream: TcpStream, server: Server, mut stopped: watch::Receiver<bool>) {
    // Answers are small and whole: waiting to fill packets only costs time.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| {
        let server = server.clone();
        Box::pin(async move {
            let response = server.exchange(request).await?;
            Ok::<_, Reset>(response.map(Full::new))
        })
    });
    let mut connection = http1::Builder::new()
        // With a timer, hyper waits for the head of a request for 30 seconds, and
        // no longer, so that nobody can hold all connections.
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service);
    let mut stopping = pin!(stopped.wait_for(|stop| *stop));
    let mut told = false;
    let ended = poll_fn(|context| {
        if !told && stopping.as_mut().poll(context).is_ready() {
            told = true;
            Pin::new(&mut connection).graceful_shutdown();
        }
        connection.poll_without_shutdown(context)
    })
    .await;
    let stream = connection.into_parts().io.into_inner();
    match ended {
        // Closing with nothing left to wait for is a reset for the peer.
        Err(error) if error.is_user() => drop(stream.set_zero_linger()),
        _ => {
            let mut stream = stream;
            let shut = poll_fn(|context| {
                tokio::io::AsyncWrite::poll_shutdown(Pin::new(&mut stream), context)
            });
            // The peer may be gone already.
            let _ = shut.await;
        }
    }
}
