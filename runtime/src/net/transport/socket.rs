//! The stream of a connection, which checks that it is open before a request is
//! written.

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_rustls::MaybeHttpsStream;
use hyper_util::rt::TokioIo;
use socket2::SockRef;
use tokio::net::TcpStream;

/// A stream over TCP, with or without TLS. Boxed, because the state of TLS is
/// large, and each future that moves it would reserve memory for it.
pub(super) type Stream = Box<dyn Socket>;

/// A stream over TCP.
pub(super) trait Socket: Read + Write + Send + Unpin {
    /// The connection below TLS.
    fn tcp(&self) -> &TcpStream;
}

impl Socket for TokioIo<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.inner()
    }
}

impl Socket for MaybeHttpsStream<TokioIo<TcpStream>> {
    fn tcp(&self) -> &TcpStream {
        match self {
            Self::Http(tcp) => tcp.inner(),
            Self::Https(tls) => tls.inner().get_ref().0.inner().inner(),
        }
    }
}

/// A stream for hyper, which checks that an idle connection is open before it
/// writes a request.
pub(super) struct CheckedStream {
    stream: Stream,
    /// Whether the next write begins a request on an idle connection.
    check: Arc<AtomicBool>,
    /// The time of the last check in a read.
    checked: Option<Instant>,
}

/// How long a check is valid. Between its read, which is checked, and the first
/// write, hyper only formats the head of the request. More time only passes if
/// the thread or the process is suspended in between.
const VALID: Duration = Duration::from_micros(50);

/// Requests the checks of a stream.
pub(super) struct StreamMonitor(Arc<AtomicBool>);

/// The server had closed the connection before a byte of the request was
/// written.
#[derive(Debug)]
struct ClosedWhileIdle;

/// Creates the stream for hyper and the monitor that requests its checks.
pub(super) fn checked(stream: Stream) -> (CheckedStream, StreamMonitor) {
    let check = Arc::new(AtomicBool::new(false));
    let monitor = StreamMonitor(Arc::clone(&check));
    let stream = CheckedStream {
        stream,
        check,
        checked: None,
    };
    (stream, monitor)
}

impl StreamMonitor {
    /// Makes the stream fail unless it stays idle until a byte is written:
    /// open, and with nothing to read.
    ///
    /// hyper reads an idle connection before it takes a request, so it returns
    /// the request if that read fails. The first write checks again, unless
    /// that was a moment ago; [`is_closed_while_idle`] recognizes its error.
    pub(super) fn check_next_request(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Returns whether the stream is open and has nothing to read.
///
/// The system call sees a close that the reactor has not: the thread of a
/// current-thread runtime may have been busy or frozen since the close. A
/// server that writes to an idle connection is about to close it (status 408,
/// or the alert `close_notify` of TLS).
fn is_idle(tcp: &TcpStream) -> bool {
    let mut byte = [MaybeUninit::uninit()];
    let peeked = SockRef::from(tcp).peek(&mut byte);
    peeked.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
}

/// Returns whether an error of hyper is the failed check of an idle connection.
/// If so, nothing of the request was written.
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

impl CheckedStream {
    /// Fails if a request would begin on a connection that is not idle.
    fn check(&self) -> io::Result<()> {
        if !is_idle(self.stream.tcp()) {
            let kind = io::ErrorKind::ConnectionAborted;
            return Err(io::Error::new(kind, ClosedWhileIdle));
        }
        Ok(())
    }

    fn for_write(&mut self) -> io::Result<Pin<&mut Stream>> {
        let is_first = self.check.swap(false, Ordering::Relaxed);
        // Taken, so that no check counts for two requests.
        if is_first && self.checked.take().is_none_or(|at| at.elapsed() > VALID) {
            self.check()?;
        }
        Ok(Pin::new(&mut self.stream))
    }
}

impl Read for CheckedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        if self.check.load(Ordering::Relaxed) {
            self.check()?;
            self.checked = Some(Instant::now());
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl Write for CheckedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.for_write()?.poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.for_write()?.poll_write_vectored(context, slices)
    }
}

impl std::fmt::Display for ClosedWhileIdle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the server closed the idle connection")
    }
}

impl std::error::Error for ClosedWhileIdle {}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn rechecks_before_a_write_unless_just_checked() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a listener");
        let address = listener.local_addr().expect("an address");
        let client = TcpStream::connect(address).await.expect("a connection");
        let (server, _) = listener.accept().await.expect("a connection");
        drop(server);
        client.readable().await.expect("a close");
        let (mut stream, monitor) = checked(Box::new(TokioIo::new(client)));
        let (now, hour) = (Instant::now(), Duration::from_secs(3600));
        for (checked, expected) in [
            (None, true),
            (now.checked_sub(Duration::from_millis(1)), true),
            // A time in the future is a moment ago, however long the test takes.
            (now.checked_add(hour), false),
        ] {
            stream.checked = checked;
            monitor.check_next_request();
            let write = |context: &mut Context<'_>| Pin::new(&mut stream).poll_write(context, b"x");
            let is_rejected = match poll_fn(write).await {
                Ok(_) => false,
                Err(error) => is_closed_while_idle(&error),
            };
            assert_eq!(is_rejected, expected, "{checked:?}");
        }
    }
}
