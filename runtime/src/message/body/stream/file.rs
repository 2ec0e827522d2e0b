//! File bodies.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::task::{JoinHandle, spawn_blocking};

/// The size of the chunks in which a file is read.
const CHUNK_SIZE: usize = 64 * 1024;

/// A file that can be read any number of times from its start.
pub(super) struct FileSource {
    path: Arc<Path>,
    pub(super) length: u64,
}

impl FileSource {
    /// Returns the file at this path. Fails if there is no file.
    pub(super) async fn find(path: Arc<Path>) -> io::Result<Self> {
        let inspected = Arc::clone(&path);
        let metadata = spawn_blocking(move || std::fs::metadata(inspected)).await??;
        if !metadata.is_file() {
            let message = format!("`{}` is not a file", path.display());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        Ok(Self {
            path,
            length: metadata.len(),
        })
    }

    /// Returns the content from its start.
    pub(super) fn content(&self) -> Content {
        Content {
            state: State::Closed(Arc::clone(&self.path)),
            length: self.length,
        }
    }
}

/// The content of a file, read on demand.
pub(super) struct Content {
    state: State,
    length: u64,
}

enum State {
    Closed(Arc<Path>),
    Open(File),
    /// A blocking task reads the next chunk.
    Reading(JoinHandle<io::Result<(File, Bytes)>>),
    Ended,
}

impl Body for Content {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        loop {
            let next = match &mut self.state {
                State::Reading(reading) => {
                    let read = ready!(Pin::new(reading).poll(context));
                    let (state, chunk) = match read.map_err(io::Error::other).and_then(|read| read)
                    {
                        Ok((_, chunk)) if chunk.is_empty() => (State::Ended, None),
                        Ok((file, chunk)) => (State::Open(file), Some(Ok(Frame::data(chunk)))),
                        Err(error) => (State::Ended, Some(Err(error))),
                    };
                    self.state = state;
                    return Poll::Ready(chunk);
                }
                state => std::mem::replace(state, State::Ended),
            };
            let reading = match next {
                State::Closed(path) => spawn_blocking(move || read(File::open(path)?)),
                State::Open(file) => spawn_blocking(move || read(file)),
                State::Reading(_) | State::Ended => return Poll::Ready(None),
            };
            self.state = State::Reading(reading);
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}

fn read(mut file: File) -> io::Result<(File, Bytes)> {
    let mut chunk = Vec::with_capacity(CHUNK_SIZE);
    file.by_ref()
        .take(CHUNK_SIZE as u64)
        .read_to_end(&mut chunk)?;
    Ok((file, chunk.into()))
}
