//! Bodies that come in pieces, put together up to a limit.

use bytes::{Bytes, BytesMut};

use crate::transport::DEFAULT_RESPONSE_SIZE;

/// The pieces of a body so far.
pub(crate) struct Pieces {
    limit: usize,
    /// The length of the whole, as far as that is known and can be believed.
    expected: usize,
    /// Most bodies come in one piece, which needs no copy.
    first: Bytes,
    rest: BytesMut,
}

/// The body has more bytes than the limit.
pub(crate) struct TooLarge;

impl Pieces {
    /// None of a body whose length may have been announced.
    pub(crate) fn of(announced: Option<u64>, limit: usize) -> Result<Self, TooLarge> {
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
    pub(crate) fn add(&mut self, piece: Bytes) -> Result<(), TooLarge> {
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
    pub(crate) fn whole(self) -> Bytes {
        if self.rest.is_empty() {
            self.first
        } else {
            self.rest.freeze()
        }
    }
}
