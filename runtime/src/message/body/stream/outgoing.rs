//! The body of a request as hyper takes it.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::ByteStream;
use super::error::{Cause, StreamError};

/// Sends a stream from its beginning, and no other length than announced.
pub(crate) struct Outgoing {
    stream: ByteStream,
    announced: Option<u64>,
    /// Whether a piece has been asked for.
    begun: bool,
    sent: u64,
}

impl Outgoing {
    pub(crate) fn new(stream: ByteStream) -> Self {
        Self {
            announced: stream.length(),
            stream,
            begun: false,
            sent: 0,
        }
    }

    /// Whether there may be so many bytes.
    fn check(&self, is_end: bool) -> Result<(), StreamError> {
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
        if !self.begun {
            self.begun = true;
            if self.stream.touched().is_some() {
                return Poll::Ready(Some(Err(StreamError::Spent.into())));
            }
        }
        let piece = ready!(self.stream.poll_piece(context)).transpose()?;
        self.sent += piece.as_ref().map_or(0, |piece| piece.len() as u64);
        self.check(piece.is_none())?;
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece))))
    }

    /// The announced length makes hyper send Content-Length.
    fn size_hint(&self) -> SizeHint {
        let left = self
            .announced
            .map(|length| length.saturating_sub(self.sent));
        left.map(SizeHint::with_exact).unwrap_or_default()
    }
}
