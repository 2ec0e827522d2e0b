//! Bodies that are not held in memory.
//!
//! [`ByteStream`] is the type of blobs with the trait `streaming`: bytes, or a
//! stream of chunks that are requested one at a time, so that a slow reader
//! applies backpressure.

mod error;
mod file;
mod outgoing;
mod paced;

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body;
use http_body_util::BodyExt;
use http_body_util::combinators::UnsyncBoxBody;
use tokio::time::Instant;

use error::Cause;
pub use error::StreamError;
pub(crate) use outgoing::Outgoing;
pub(crate) use paced::Paced;

use crate::message::body::collect::{Collector, TooLarge};
use crate::wire::json::{Base64, Codec};

/// A body: bytes in memory, or a stream of bytes.
///
/// Bytes in memory can be read any number of times, and retries send them
/// again. A stream has one position, which its clones share: each chunk is read
/// only once, and a request is never sent again once any of its body was read.
/// A file is read from its start for each attempt. In JSON, bytes in memory are
/// base64, and a stream is `null`.
///
/// ```
/// # use runtime::ByteStream;
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let mut body = ByteStream::from("chunk by chunk");
/// assert_eq!(body.length(), Some(14));
/// while let Some(chunk) = body.next().await {
///     println!("{} bytes", chunk?.len());
/// }
///
/// let body = ByteStream::from("all at once");
/// assert_eq!(body.collect(1024).await?, "all at once");
/// # Ok::<(), runtime::StreamError>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct ByteStream(BodySource);

#[derive(Clone)]
enum BodySource {
    Memory(Bytes),
    File(Arc<file::FileSource>),
    Shared(Arc<Shared>),
}

struct Shared {
    length: Option<u64>,
    state: Mutex<State>,
}

struct State {
    body: UnsyncBoxBody<Bytes, Cause>,
    /// When the last chunk was read, or the first one requested.
    touched: Option<Instant>,
}

impl ByteStream {
    /// Creates a body of unknown length, which HTTP/1.1 sends in chunks.
    pub fn new<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Cause>,
    {
        Self::shared(None, StreamBody(Box::pin(stream)))
    }

    /// Creates a body of this length in bytes. Sending fails if the stream is
    /// shorter or longer.
    pub fn with_length<S, B, E>(length: u64, stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Cause>,
    {
        Self::shared(Some(length), StreamBody(Box::pin(stream)))
    }

    /// Creates a body from a file. The file is read in chunks while it is sent,
    /// and from its start for each attempt. Sending fails if its length
    /// changes.
    ///
    /// ```
    /// # use runtime::ByteStream;
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("cover.png");
    /// # std::fs::write(&path, "a picture")?;
    /// let body = ByteStream::from_path(path).await?;
    /// assert_eq!(body.length(), Some(9));
    /// # Ok::<(), std::io::Error>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The path is not a file, or its metadata cannot be read.
    pub async fn from_path(path: impl Into<PathBuf>) -> io::Result<Self> {
        let source = file::FileSource::find(path.into().into()).await?;
        Ok(Self(BodySource::File(Arc::new(source))))
    }

    /// Creates a body from another crate's body, with the length of its size
    /// hint.
    pub fn from_body<B>(body: B) -> Self
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Cause>,
    {
        Self::shared(body.size_hint().exact(), body)
    }

    fn shared<B>(length: Option<u64>, body: B) -> Self
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Cause>,
    {
        Self(BodySource::Shared(Arc::new(Shared {
            length,
            state: Mutex::new(State {
                body: body.map_err(Into::into).boxed_unsync(),
                touched: None,
            }),
        })))
    }

    /// Returns the body of one attempt: a file from its start, others
    /// unchanged.
    pub(crate) fn for_attempt(&self) -> Self {
        match &self.0 {
            BodySource::File(source) => Self::from_body(source.content()),
            _ => self.clone(),
        }
    }

    /// Returns the bytes if they are in memory.
    #[must_use]
    pub fn in_memory(&self) -> Option<&Bytes> {
        match &self.0 {
            BodySource::Memory(bytes) => Some(bytes),
            BodySource::File(_) | BodySource::Shared(_) => None,
        }
    }

    /// Returns the length in bytes if it is known: the unread length of bytes
    /// in memory, the total length of a stream.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            BodySource::Memory(bytes) => Some(bytes.len() as u64),
            BodySource::File(source) => Some(source.length),
            BodySource::Shared(shared) => shared.length,
        }
    }

    /// Returns the next chunk; `None` after the last one.
    ///
    /// # Errors
    /// Reading fails or takes too long.
    pub async fn next(&mut self) -> Option<Result<Bytes, StreamError>> {
        poll_fn(|context| self.poll_chunk(context)).await
    }

    /// Reads the rest of the body, at most `limit` bytes.
    ///
    /// # Errors
    /// The body is larger, or reading it fails.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, StreamError> {
        let too_large = |TooLarge| StreamError::TooLarge { limit };
        let mut collected = Collector::new(self.length(), limit).map_err(too_large)?;
        while let Some(chunk) = self.next().await {
            collected.push(chunk?).map_err(too_large)?;
        }
        Ok(collected.into_bytes())
    }

    /// Returns when the last chunk was read; `None` if none was requested.
    pub(crate) fn touched(&self) -> Option<Instant> {
        match &self.0 {
            BodySource::Memory(_) | BodySource::File(_) => None,
            BodySource::Shared(shared) => shared.state().touched,
        }
    }

    fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, StreamError>>> {
        if let BodySource::File(_) = self.0 {
            *self = self.for_attempt();
        }
        match &mut self.0 {
            BodySource::File(_) => Poll::Ready(None),
            BodySource::Memory(bytes) if bytes.is_empty() => Poll::Ready(None),
            BodySource::Memory(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            BodySource::Shared(shared) => shared.state().poll_chunk(context),
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, StreamError>>> {
        self.touched.get_or_insert_with(Instant::now);
        loop {
            let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
            self.touched = Some(Instant::now());
            match frame {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(StreamError::from_cause(error)))),
                // Frames without data are trailers, which no member is bound
                // to.
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data()
                        && !data.is_empty()
                    {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_chunk(context)
    }
}

/// Adapts a stream to a body.
struct StreamBody<S>(Pin<Box<S>>);

impl<S, B, E> Body for StreamBody<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
{
    type Data = Bytes;
    type Error = E;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, E>>> {
        let item = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(item.map(|item| item.map(|bytes| http_body::Frame::data(bytes.into()))))
    }
}

/// An empty body.
impl Default for ByteStream {
    fn default() -> Self {
        Bytes::new().into()
    }
}

macro_rules! in_memory {
    ($($of:ty),*) => {
        $(impl From<$of> for ByteStream {
            fn from(bytes: $of) -> Self {
                Self(BodySource::Memory(bytes.into()))
            }
        })*
    };
}

in_memory!(Bytes, Vec<u8>, String, &'static [u8], &'static str);

/// Compares bytes in memory by value; a file or stream equals only its clones.
impl PartialEq for ByteStream {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (BodySource::Memory(one), BodySource::Memory(other)) => one == other,
            (BodySource::File(one), BodySource::File(other)) => Arc::ptr_eq(one, other),
            (BodySource::Shared(one), BodySource::Shared(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// Shows the length, not the content.
impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("in_memory", &self.in_memory().is_some())
            .field("length", &self.length())
            .finish()
    }
}

/// Writes a stream in memory as base64 and others as `null`: waiters and
/// endpoint rules read only other members.
impl Codec<ByteStream> for Base64 {
    fn write<S: serde::Serializer>(value: &ByteStream, serializer: S) -> Result<S::Ok, S::Error> {
        match value.in_memory() {
            Some(bytes) => <Self as Codec<Bytes>>::write(bytes, serializer),
            None => serializer.serialize_none(),
        }
    }

    fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<ByteStream, D::Error> {
        <Self as Codec<Bytes>>::read(deserializer).map(ByteStream::from)
    }
}
