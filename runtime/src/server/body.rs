//! The bodies of responses: whole, or a stream.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::sync::mpsc::Receiver;

use crate::base::future::BoxFuture;

/// The body of a response.
pub enum ResponseBody {
    /// The whole body.
    Whole(Bytes),
    /// The chunks of a body that is written over time. The response ends with
    /// the channel, or when the server stops. Its capacity bounds the memory of
    /// a slow reader.
    Stream(Receiver<Bytes>),
}

impl From<Bytes> for ResponseBody {
    fn from(bytes: Bytes) -> Self {
        Self::Whole(bytes)
    }
}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(bytes) => f.debug_tuple("Whole").field(&bytes.len()).finish(),
            Self::Stream(_) => f.debug_tuple("Stream").finish_non_exhaustive(),
        }
    }
}

/// A body on a connection.
pub(super) enum SentBody {
    Whole(Option<Bytes>),
    Stream {
        pieces: Receiver<Bytes>,
        stopped: BoxFuture<'static, ()>,
    },
}

impl SentBody {
    /// A stream ends when `stopped` is ready.
    pub(super) fn new(
        body: ResponseBody,
        stopped: impl Future<Output = ()> + Send + 'static,
    ) -> Self {
        match body {
            ResponseBody::Whole(bytes) => Self::Whole(Some(bytes).filter(|it| !it.is_empty())),
            ResponseBody::Stream(pieces) => Self::Stream {
                pieces,
                stopped: Box::pin(stopped),
            },
        }
    }
}

impl Body for SentBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let piece = match self.get_mut() {
            Self::Whole(bytes) => bytes.take(),
            Self::Stream { pieces, stopped } => {
                if stopped.as_mut().poll(context).is_ready() {
                    return Poll::Ready(None);
                }
                std::task::ready!(pieces.poll_recv(context))
            }
        };
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => {
                let length = bytes.as_ref().map_or(0, Bytes::len);
                SizeHint::with_exact(u64::try_from(length).unwrap_or(u64::MAX))
            }
            Self::Stream { .. } => SizeHint::default(),
        }
    }
}
