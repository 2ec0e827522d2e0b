//! Collecting the pieces of a body, up to a limit.

use bytes::{Bytes, BytesMut};

/// The size up to which responses are read by default: 8 MiB.
pub const DEFAULT_RESPONSE_SIZE: usize = 8 * 1024 * 1024;

/// The pieces of a body so far.
pub(crate) struct Collector {
    limit: usize,
    /// The length of the whole, as far as that is known and can be believed.
    expected: usize,
    /// Most bodies come in one piece, which needs no copy.
    first: Bytes,
    rest: BytesMut,
}

/// The body has more bytes than the limit.
pub(crate) struct TooLarge;

impl Collector {
    /// Starts a body of at most `limit` bytes. Fails when the announced length
    /// is larger.
    pub(crate) fn new(announced: Option<u64>, limit: usize) -> Result<Self, TooLarge> {
        let announced = announced.map_or(Ok(0), usize::try_from);
        let expected = announced.ok().filter(|length| *length <= limit);
        Ok(Self {
            limit,
            // Room for all of an announced length is made at once, but for no
            // more than the usual limit: a client may allow any size.
            expected: expected.ok_or(TooLarge)?.min(DEFAULT_RESPONSE_SIZE),
            first: Bytes::new(),
            rest: BytesMut::new(),
        })
    }

    /// Adds the next piece.
    pub(crate) fn push(&mut self, piece: Bytes) -> Result<(), TooLarge> {
        let before = self.first.len() + self.rest.len();
        if piece.len() > self.limit - before {
            return Err(TooLarge);
        }
        if before == 0 {
            self.first = piece;
            return Ok(());
        }
        if self.rest.is_empty() {
            let room = self.expected.max(before + piece.len());
            self.rest.reserve(room);
            self.rest
                .extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.rest.extend_from_slice(&piece);
        Ok(())
    }

    /// The whole body.
    pub(crate) fn into_bytes(self) -> Bytes {
        if self.rest.is_empty() {
            self.first
        } else {
            self.rest.freeze()
        }
    }
}
