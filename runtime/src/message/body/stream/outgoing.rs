//! Request bodies for hyper.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::ByteStream;
use super::error::{Cause, StreamError};

/// Sends a stream that has not been read, with exactly the announced length.
pub(crate) struct Outgoing {
    stream: ByteStream,
    announced: Option<u64>,
    /// Whether a chunk has been requested.
    started: bool,
    sent: u64,
}

impl Outgoing {
    pub(crate) fn new(stream: ByteStream) -> Self {
        Self {
            announced: stream.length(),
            stream,
            started: false,
            sent: 0,
        }
    }

    /// Checks the number of bytes sent so far.
    fn check_length(&self, is_end: bool) -> Result<(), StreamError> {
        match self.announced {
            Some(announced) if self.sent > announced || (is_end && self.sent < announced) => {
                Err(StreamError::Length { announced })
            }
            _ => Ok(()),
        }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Cause;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cause>>> {
        if !self.started {
            self.started = true;
            if self.stream.touched().is_some() {
                return Poll::Ready(Some(Err(StreamError::Spent.into())));
            }
        }
        let chunk = ready!(self.stream.poll_chunk(context)).transpose()?;
        self.sent += chunk.as_ref().map_or(0, |chunk| chunk.len() as u64);
        self.check_length(chunk.is_none())?;
        Poll::Ready(chunk.map(|chunk| Ok(Frame::data(chunk))))
    }

    /// Makes hyper send Content-Length.
    fn size_hint(&self) -> SizeHint {
        let remaining = self
            .announced
            .map(|length| length.saturating_sub(self.sent));
        remaining.map(SizeHint::with_exact).unwrap_or_default()
    }
}
