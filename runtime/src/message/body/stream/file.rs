//! Bodies that are files.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::task::{JoinHandle, spawn_blocking};

/// The size of the pieces that a file is read in.
const PIECE: usize = 64 * 1024;

/// A file that can be read any number of times from its beginning.
pub(super) struct Source {
    path: Arc<Path>,
    pub(super) length: u64,
}

impl Source {
    /// The file at this path, if it is one.
    pub(super) async fn find(path: Arc<Path>) -> io::Result<Self> {
        let looked_at = Arc::clone(&path);
        let metadata = spawn_blocking(move || std::fs::metadata(looked_at)).await??;
        if !metadata.is_file() {
            let problem = format!("`{}` is not a file", path.display());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, problem));
        }
        Ok(Self {
            path,
            length: metadata.len(),
        })
    }

    /// The content, from the beginning.
    pub(super) fn content(&self) -> Content {
        Content {
            state: State::Closed(Arc::clone(&self.path)),
            length: self.length,
        }
    }
}

/// The content of a file, of which the next piece is read when it is asked for.
pub(super) struct Content {
    state: State,
    length: u64,
}

enum State {
    Closed(Arc<Path>),
    Open(File),
    /// A piece is read where it may block.
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
                    let (state, piece) = match read.map_err(io::Error::other).and_then(|read| read)
                    {
                        Ok((_, piece)) if piece.is_empty() => (State::Ended, None),
                        Ok((file, piece)) => (State::Open(file), Some(Ok(Frame::data(piece)))),
                        Err(error) => (State::Ended, Some(Err(error))),
                    };
                    self.state = state;
                    return Poll::Ready(piece);
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
    let mut piece = Vec::with_capacity(PIECE);
    file.by_ref().take(PIECE as u64).read_to_end(&mut piece)?;
    Ok((file, piece.into()))
}
