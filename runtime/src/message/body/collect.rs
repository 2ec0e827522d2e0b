//! Collecting a body in memory, up to a limit.

use bytes::Bytes;

use super::DEFAULT_RESPONSE_SIZE;

/// The chunks of a body so far.
pub(crate) struct Collector {
    limit: usize,
    /// The announced length, at most the default limit.
    expected: usize,
    /// The first chunk: most bodies have only one, which needs no copy.
    first: Bytes,
    rest: Vec<u8>,
}

/// The body exceeds the limit.
pub(crate) struct TooLarge;

impl Collector {
    /// Creates a collector of at most `limit` bytes. Fails if the announced
    /// length is larger.
    pub(crate) fn new(announced: Option<u64>, limit: usize) -> Result<Self, TooLarge> {
        let announced = announced.map_or(Ok(0), usize::try_from);
        let expected = announced.ok().filter(|length| *length <= limit);
        Ok(Self {
            limit,
            // The announced length is reserved at once, but at most the default
            // limit: clients may allow any size.
            expected: expected.ok_or(TooLarge)?.min(DEFAULT_RESPONSE_SIZE),
            first: Bytes::new(),
            rest: Vec::new(),
        })
    }

    /// Appends the next chunk.
    pub(crate) fn push(&mut self, chunk: Bytes) -> Result<(), TooLarge> {
        let before = self.first.len() + self.rest.len();
        if chunk.len() > self.limit - before {
            return Err(TooLarge);
        }
        if before == 0 {
            self.first = chunk;
            return Ok(());
        }
        let length = before + chunk.len();
        if length > self.rest.capacity() {
            // Grows to twice the size, but not beyond the limit.
            let doubled = self.rest.capacity().saturating_mul(2).min(self.limit);
            let room = self.expected.max(length).max(doubled);
            self.rest.reserve_exact(room - self.rest.len());
        }
        self.rest
            .extend_from_slice(&std::mem::take(&mut self.first));
        self.rest.extend_from_slice(&chunk);
        Ok(())
    }

    /// Returns the whole body.
    pub(crate) fn into_bytes(self) -> Bytes {
        if self.rest.is_empty() {
            self.first
        } else {
            self.rest.into()
        }
    }
}
