//! The stream of a connection, which its owner can check for a close.

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll};

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_rustls::MaybeHttpsStream;
use hyper_util::rt::TokioIo;
use socket2::SockRef;
use tokio::net::TcpStream;

/// A stream over TCP, with or without TLS.
pub(super) type Stream = MaybeHttpsStream<TokioIo<TcpStream>>;

/// The half that hyper reads and writes.
pub(super) struct SharedStream(Arc<Mutex<State>>);

/// The half that checks the stream. It does not keep the stream open.
pub(super) struct StreamMonitor(Weak<Mutex<State>>);

struct State {
    stream: Stream,
    /// Whether the next write begins a request on an idle connection.
    check_before_write: bool,
}

/// The server had closed the connection before a byte of the request was
/// written.
#[derive(Debug)]
struct ClosedWhileIdle;

/// Splits a stream into the half for hyper and the half that checks it.
pub(super) fn share(stream: Stream) -> (SharedStream, StreamMonitor) {
    let state = Arc::new(Mutex::new(State {
        stream,
        check_before_write: false,
    }));
    let monitor = StreamMonitor(Arc::downgrade(&state));
    (SharedStream(state), monitor)
}

impl StreamMonitor {
    /// Returns whether an idle connection can carry another request: it is open
    /// and nothing has arrived on it.
    ///
    /// If so, the next write checks this again, immediately before it writes,
    /// and fails with an error that [`is_closed_while_idle`] recognizes.
    pub(super) fn check(&self) -> bool {
        let Some(state) = self.0.upgrade() else {
            return false;
        };
        let mut state = lock(&state);
        state.check_before_write = is_idle(&state.stream);
        state.check_before_write
    }
}

/// Returns whether the stream is open and has nothing to read.
///
/// The system call sees a close that the reactor has not: the thread of a
/// current-thread runtime may have been busy or frozen since the close. A
/// server that writes to an idle connection is about to close it (status 408,
/// or the alert `close_notify` of TLS).
fn is_idle(stream: &Stream) -> bool {
    let tcp = match stream {
        MaybeHttpsStream::Http(tcp) => tcp.inner(),
        MaybeHttpsStream::Https(tls) => tls.inner().get_ref().0.inner().inner(),
    };
    let mut byte = [MaybeUninit::uninit()];
    let peeked = SockRef::from(tcp).peek(&mut byte);
    peeked.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
}

/// Returns whether an error of hyper is the failed check of an idle connection.
/// Nothing of the request was written.
pub(super) fn is_closed_while_idle(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        let inner = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        if inner.is_some_and(|inner| inner.is::<ClosedWhileIdle>()) {
            return true;
        }
        next = error.source();
    }
    false
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl SharedStream {
    /// The stream for a write. Fails if the write would begin a request on a
    /// connection that is closed.
    fn for_write(&self) -> io::Result<MutexGuard<'_, State>> {
        let mut state = lock(&self.0);
        if std::mem::take(&mut state.check_before_write) && !is_idle(&state.stream) {
            return Err(io::Error::new(
                io::ErrorKind::ConnectionAborted,
                ClosedWhileIdle,
            ));
        }
        Ok(state)
    }
}

impl Read for SharedStream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut lock(&self.0).stream).poll_read(context, buffer)
    }
}

impl Write for SharedStream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.for_write()?.stream).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut lock(&self.0).stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut lock(&self.0).stream).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        lock(&self.0).stream.is_write_vectored()
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.for_write()?.stream).poll_write_vectored(context, slices)
    }
}

impl std::fmt::Display for ClosedWhileIdle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the server closed the idle connection")
    }
}

impl std::error::Error for ClosedWhileIdle {}
