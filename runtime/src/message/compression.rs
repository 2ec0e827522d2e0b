//! Compressed request bodies: the trait `requestCompression`.

use std::io::{Read as _, Write as _};
#[cfg(feature = "streaming")]
use std::pin::Pin;
#[cfg(feature = "streaming")]
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use flate2::write::GzEncoder;
#[cfg(feature = "streaming")]
use futures_core::Stream;
use http::Extensions;
use http::header::{CONTENT_ENCODING, HeaderValue};

#[cfg(feature = "streaming")]
use crate::message::body::stream::ByteStream;
use crate::message::request::{Request, RequestError};

/// The request bodies that are compressed.
///
/// ```
/// # use runtime::Compression;
/// assert_eq!(Compression::default(), Compression::AtLeast(10_240));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// No bodies.
    Off,
    /// Bodies of at least this size in bytes, and all streams.
    AtLeast(usize),
}

/// The default of Smithy's `requestCompression`.
impl Default for Compression {
    fn default() -> Self {
        Self::AtLeast(10_240)
    }
}

impl Request {
    /// Compresses the body with gzip if the settings select it, and appends
    /// `gzip` to Content-Encoding.
    ///
    /// # Errors
    /// The compressor fails; in memory, it never does.
    pub fn gzip(&mut self, settings: &Extensions) -> Result<&mut Self, RequestError> {
        let compression = settings.get::<Compression>().copied().unwrap_or_default();
        let Compression::AtLeast(min_size) = compression else {
            return Ok(self);
        };
        #[cfg(feature = "streaming")]
        if let Some(stream) = self.stream.take() {
            self.stream = Some(ByteStream::new(Gzip::new(stream)));
            return Ok(self.encoded());
        }
        if self.body.is_empty() || self.body.len() < min_size {
            return Ok(self);
        }
        self.body = gzip(&self.body).map_err(|error| RequestError::Compression {
            reason: error.to_string(),
        })?;
        Ok(self.encoded())
    }

    fn encoded(&mut self) -> &mut Self {
        let before = self.headers.get(CONTENT_ENCODING);
        let before = before.and_then(|value| value.to_str().ok());
        let value = match before {
            Some(before) => HeaderValue::try_from(format!("{before}, gzip")).ok(),
            None => None,
        };
        let value = value.unwrap_or(HeaderValue::from_static("gzip"));
        self.headers.insert(CONTENT_ENCODING, value);
        self
    }
}

/// Decodes a body with the content coding `gzip`, up to `limit` bytes.
///
/// # Errors
/// The body is not in gzip's format, or larger.
pub(crate) fn decode_gzip(body: &[u8], limit: usize) -> std::io::Result<Bytes> {
    let mut decoded = Vec::new();
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    let mut reader = flate2::read::GzDecoder::new(body).take(limit.saturating_add(1));
    reader.read_to_end(&mut decoded)?;
    if decoded.len() as u64 > limit {
        return Err(std::io::ErrorKind::FileTooLarge.into());
    }
    Ok(decoded.into())
}

fn gzip(bytes: &[u8]) -> std::io::Result<Bytes> {
    let mut encoder = encoder();
    encoder.write_all(bytes)?;
    encoder.finish().map(Bytes::from)
}

fn encoder() -> GzEncoder<Vec<u8>> {
    GzEncoder::new(Vec::new(), flate2::Compression::default())
}

/// A stream that is compressed chunk by chunk.
#[cfg(feature = "streaming")]
struct Gzip {
    stream: ByteStream,
    /// `None` after the end of the stream.
    encoder: Option<GzEncoder<Vec<u8>>>,
}

#[cfg(feature = "streaming")]
impl Gzip {
    fn new(stream: ByteStream) -> Self {
        Self {
            stream,
            encoder: Some(encoder()),
        }
    }
}

#[cfg(feature = "streaming")]
impl Stream for Gzip {
    type Item = Result<Bytes, Box<dyn std::error::Error + Send + Sync>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        while let Some(encoder) = &mut this.encoder {
            match ready!(Pin::new(&mut this.stream).poll_next(context)) {
                Some(Ok(chunk)) => {
                    encoder.write_all(&chunk)?;
                    let written = std::mem::take(encoder.get_mut());
                    if !written.is_empty() {
                        return Poll::Ready(Some(Ok(written.into())));
                    }
                }
                Some(Err(error)) => {
                    this.encoder = None;
                    return Poll::Ready(Some(Err(error.into())));
                }
                None => {
                    let rest = this.encoder.take().map(GzEncoder::finish).transpose()?;
                    return Poll::Ready(rest.map(|rest| Ok(rest.into())));
                }
            }
        }
        Poll::Ready(None)
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;

    fn gunzip(bytes: &[u8]) -> String {
        let mut text = String::new();
        flate2::read::GzDecoder::new(bytes)
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    #[test]
    fn decodes_up_to_the_limit() {
        let body = gzip(b"0123456789").expect("in memory");
        assert_eq!(
            decode_gzip(&body, 10).expect("within the limit"),
            "0123456789"
        );
        let error = decode_gzip(&body, 9).expect_err("too large");
        assert_eq!(error.kind(), std::io::ErrorKind::FileTooLarge);
        assert!(decode_gzip(b"{}", 10).is_err());
    }

    #[test]
    fn compresses_bodies_from_the_minimum_size() {
        for (setting, before, size, after) in [
            (None, None, 10_240, Some("gzip")),
            (None, None, 10_239, None),
            (None, Some("custom"), 10_240, Some("custom, gzip")),
            (
                Some(Compression::Off),
                Some("custom"),
                20_000,
                Some("custom"),
            ),
            (Some(Compression::AtLeast(0)), None, 1, Some("gzip")),
            (Some(Compression::AtLeast(0)), None, 0, None),
        ] {
            let mut request = Request::new(Method::PUT, "/");
            request
                .header("Content-Encoding", &before.map(str::to_owned))
                .unwrap();
            request.payload("text/plain", "a".repeat(size));
            let mut settings = Extensions::new();
            if let Some(setting) = setting {
                settings.insert::<Compression>(setting);
            }
            request.gzip(&settings).unwrap();
            let found = request.headers.get("content-encoding");
            assert_eq!(
                found.map(|value| value.to_str().unwrap()),
                after,
                "{setting:?} {size}"
            );
            if after.is_some_and(|after| after.ends_with("gzip")) {
                assert_eq!(gunzip(&request.body), "a".repeat(size));
            } else {
                assert_eq!(request.body, "a".repeat(size));
            }
        }
    }

    #[cfg(feature = "streaming")]
    #[tokio::test]
    async fn compresses_streams_incrementally() {
        let text: String = (0..50_000).map(|number| number.to_string()).collect();
        let mut request = Request::new(Method::PUT, "/");
        let body = ByteStream::from_body(http_body_util::Full::new(Bytes::from(text.clone())));
        request.stream("text/plain", &body);
        request.gzip(&Extensions::new()).unwrap();
        assert_eq!(request.headers["content-encoding"], "gzip");
        let sent = request.stream.unwrap();
        assert_eq!(sent.length(), None);
        let sent = sent.collect(usize::MAX).await.unwrap();
        assert!(sent.len() < text.len());
        assert_eq!(gunzip(&sent), text);
    }
}
