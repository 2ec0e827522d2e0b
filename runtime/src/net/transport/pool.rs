//! Idle connections, kept for the next request to the same origin.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use ::http::{Request, Response};
use hyper::body::Incoming;
use hyper::client::conn::TrySendError;
use hyper::client::conn::http1::{self, SendRequest};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::request::{Origin, RequestBody};
use super::socket::{self, Stream, StreamMonitor};

/// The maximum idle time of a connection in the pool.
pub(super) const KEPT: Duration = Duration::from_secs(20);

/// The maximum number of headers of a response. AWS's have about 10, but
/// proxies may add any number. With any value other than its default of 100,
/// hyper allocates memory for all of them twice for each response.
const MAX_HEADERS: usize = 256;
/// The maximum size of the head of a response, in bytes. AWS's have less than
/// 10 KiB.
const HEAD_LIMIT: usize = 64 * 1024;

/// A connection without a request.
pub(super) struct Connection {
    sender: SendRequest<RequestBody>,
    monitor: StreamMonitor,
}

/// A request without a response.
pub(super) struct SendError {
    pub(super) error: hyper::Error,
    /// Whether no byte of the request was written.
    pub(super) unwritten: bool,
    /// The request, if it can be sent on another connection.
    pub(super) request: Option<Box<Request<RequestBody>>>,
}

impl From<TrySendError<Request<RequestBody>>> for SendError {
    fn from(mut error: TrySendError<Request<RequestBody>>) -> Self {
        // hyper returns a request that it has not begun to write.
        let request = error.take_message().map(Box::new);
        Self {
            unwritten: request.is_some() || socket::is_closed_while_idle(error.error()),
            error: error.into_error(),
            request,
        }
    }
}

impl Connection {
    /// Starts HTTP/1.1 on a stream.
    pub(super) async fn start(stream: Stream) -> hyper::Result<Self> {
        let (stream, monitor) = socket::checked(stream);
        let (sender, connection) = http1::Builder::new()
            // A line break in the value of a header (RFC 9112, section 5.2) and
            // white space before its colon come from old proxies.
            .allow_obsolete_multiline_headers_in_responses(true)
            .allow_spaces_after_header_name_in_responses(true)
            .max_headers(MAX_HEADERS)
            .max_buf_size(HEAD_LIMIT)
            .handshake(stream)
            .await?;
        // The sender returns the errors of the connection, too.
        tokio::spawn(async move { drop(connection.await) });
        Ok(Self { sender, monitor })
    }

    /// Sends a request and returns the head of its response. Not an async
    /// function, because its future would reserve memory for the request while
    /// it waits.
    pub(super) fn send(
        &mut self,
        request: Request<RequestBody>,
    ) -> impl Future<Output = Result<Response<Incoming>, TrySendError<Request<RequestBody>>>> {
        self.sender.try_send_request(request)
    }

    /// Returns whether the connection may carry another request; its stream checks
    /// that before it writes.
    fn is_usable(&self) -> bool {
        self.monitor.check_next_request();
        self.sender.is_ready()
    }
}

/// The idle connections of a transport.
#[derive(Default)]
pub(super) struct Pool {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Sorted by the time of last use.
    idle: Vec<Idle>,
    /// Closes connections that are idle for too long.
    reaper: Option<JoinHandle<()>>,
    /// Whether the reaper found no idle connection last time.
    was_empty: bool,
}

struct Idle {
    origin: Origin,
    connection: Connection,
    since: Instant,
    /// Unlike the monotonic clock, this one does not stop while the machine
    /// sleeps.
    since_by_clock: SystemTime,
}

impl Idle {
    fn time(&self) -> Duration {
        let by_clock = self.since_by_clock.elapsed().unwrap_or_default();
        self.since.elapsed().max(by_clock)
    }
}

impl Pool {
    /// Takes the most recently used connection to this origin, if it is usable
    /// and has been idle for at most `max_idle`.
    pub(super) fn take(&self, origin: &Origin, max_idle: Duration) -> Option<Connection> {
        let max_idle = max_idle.min(KEPT);
        loop {
            let mut state = self.lock();
            let index = state.idle.iter().rposition(|idle| idle.origin == *origin)?;
            if state.idle.get(index)?.time() > max_idle {
                return None;
            }
            let Idle { connection, .. } = state.idle.remove(index);
            drop(state);
            if connection.is_usable() {
                return Some(connection);
            }
        }
    }

    /// Keeps a connection once its response has been read to the end.
    pub(super) fn keep(self: &Arc<Self>, origin: Origin, mut connection: Connection) {
        if connection.sender.is_ready() {
            self.add(origin, connection);
            return;
        }
        let pool = Arc::clone(self);
        tokio::spawn(async move {
            if connection.sender.ready().await.is_ok() {
                pool.add(origin, connection);
            }
        });
    }

    fn add(self: &Arc<Self>, origin: Origin, connection: Connection) {
        let mut state = self.lock();
        state.idle.push(Idle {
            origin,
            connection,
            since: Instant::now(),
            since_by_clock: SystemTime::now(),
        });
        // The reaper ends early if its runtime ends.
        if state.reaper.as_ref().is_none_or(JoinHandle::is_finished) {
            let pool = Arc::downgrade(self);
            state.reaper = Some(tokio::spawn(async move {
                while let Some(next) = pool.upgrade().and_then(|pool| pool.reap()) {
                    tokio::time::sleep_until(next).await;
                }
            }));
        }
    }

    /// Closes the connections that have been idle for too long. Returns when
    /// the next one is due; `None` if there have been none for a while, which
    /// ends the reaper.
    fn reap(&self) -> Option<Instant> {
        let mut state = self.lock();
        state
            .idle
            .retain(|idle| idle.time() < KEPT && !idle.connection.sender.is_closed());
        let oldest = state.idle.iter().map(|idle| idle.since).min();
        let was_empty = std::mem::replace(&mut state.was_empty, oldest.is_none());
        // The pool of a busy client is empty for moments, and a new reaper for each of
        // its calls would be expensive.
        if oldest.is_none() && was_empty {
            state.was_empty = false;
            state.reaper = None;
            return None;
        }
        oldest.unwrap_or_else(Instant::now).checked_add(KEPT)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
