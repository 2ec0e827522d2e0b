//! A body with an idle timeout.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Instant, Sleep};

use super::ByteStream;
use super::error::{Cause, StreamError};

/// Fails if a reader waits longer than `limit` for a chunk.
pub(crate) struct Paced {
    stream: ByteStream,
    limit: Duration,
    /// Runs while a reader waits.
    timer: Option<Pin<Box<Sleep>>>,
    stalled: bool,
}

impl Paced {
    pub(crate) fn new(stream: ByteStream, limit: Duration) -> Self {
        Self {
            stream,
            limit,
            timer: None,
            stalled: false,
        }
    }
}

impl Body for Paced {
    type Data = Bytes;
    type Error = Cause;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cause>>> {
        if self.stalled {
            return Poll::Ready(None);
        }
        if let Poll::Ready(chunk) = self.stream.poll_chunk(context) {
            self.timer = None;
            return Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data).map_err(Into::into)));
        }
        let limit = self.limit;
        let Some(end) = Instant::now().checked_add(limit) else {
            // A timeout beyond the range of the clock never expires.
            return Poll::Pending;
        };
        let timer = self
            .timer
            .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(end)));
        match timer.as_mut().poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(()) => {
                self.stalled = true;
                // Drop the connection behind the body: it is unusable.
                self.stream = ByteStream::default();
                Poll::Ready(Some(Err(StreamError::Stalled { limit }.into())))
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.stream
            .length()
            .map(SizeHint::with_exact)
            .unwrap_or_default()
    }
}
