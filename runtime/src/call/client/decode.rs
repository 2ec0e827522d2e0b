//! Content codings of responses.

use std::io::ErrorKind;

use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::response::Parts;

use crate::message::compression::decode_gzip;
use crate::net::transport::{Limits, TransportError};

/// Decodes a body with the content coding `gzip`. Only clients that compress
/// requests do this: they contain the code anyway.
pub(super) fn decoded(
    mut head: Parts,
    body: Bytes,
    limits: Limits,
) -> Result<(Parts, Bytes), TransportError> {
    let coding = head.headers.get(CONTENT_ENCODING);
    if coding.is_none_or(|coding| coding.as_bytes() != b"gzip") || body.is_empty() {
        return Ok((head, body));
    }
    match decode_gzip(&body, limits.response_size) {
        Ok(body) => {
            head.headers.remove(CONTENT_ENCODING);
            Ok((head, body))
        }
        Err(error) if error.kind() == ErrorKind::FileTooLarge => {
            let error = TransportError::response_too_large(limits.response_size);
            Err(error.with_status(head.status).with_headers(head.headers))
        }
        // Reading the body reports the coding.
        Err(_) => Ok((head, body)),
    }
}
