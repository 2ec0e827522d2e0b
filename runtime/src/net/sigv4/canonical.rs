//! The canonical request of Signature Version 4.

use std::fmt;
use std::ops::Range;

use http::{HeaderMap, Method, Uri};

use super::date::SigningTime;
use super::settings::{PathEncoding, PathNormalization, Scope, SigningSettings};
use crate::base::hashing::Hashing;
use crate::base::hex::HexHash;
use crate::wire::percent;

/// The name of the algorithm.
pub(super) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The signed parts of a request.
pub(crate) struct Signable<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The path on the wire.
    pub path: &'a str,
    /// The query on the wire, without the `?`.
    pub query: &'a str,
    /// Names in lower case and values of the headers, in wire order.
    pub headers: Vec<(&'a str, &'a [u8])>,
}

impl<'a> Signable<'a> {
    /// Borrows the parts of a request, with the headers that `is_signed` selects
    /// by their names.
    pub(crate) fn new(
        method: &'a Method,
        uri: &'a Uri,
        headers: &'a HeaderMap,
        is_signed: impl Fn(&str) -> bool,
    ) -> Self {
        let mut signed = Vec::with_capacity(headers.len());
        let named = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes()));
        signed.extend(named.filter(|(name, _)| is_signed(name)));
        Self {
            method: method.as_str(),
            path: uri.path(),
            query: uri.query().unwrap_or_default(),
            headers: signed,
        }
    }
}

/// Shows only the method, because headers, path and query may contain secrets.
impl fmt::Debug for Signable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signable")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// A request in canonical form, which client and service compute independently,
/// and the string to sign, in one buffer.
pub(crate) struct CanonicalRequest {
    buffer: Vec<u8>,
    /// The end of the canonical request in the buffer.
    end: usize,
    /// The names of the signed headers in the buffer.
    signed_headers: Range<usize>,
}

/// Returns the SHA-256 of the bytes.
pub(crate) fn sha256_hex(hashing: Hashing, bytes: &[u8]) -> HexHash {
    HexHash::new(hashing.sha256(bytes).as_ref())
}

/// Returns whether the client signs a header. It does not sign headers that
/// proxies change, and cannot sign the one with the signature.
pub(crate) fn is_signed_by_client(name: &str) -> bool {
    !UNSIGNED_HEADERS.contains(&name)
}

const UNSIGNED_HEADERS: [&str; 7] = [
    "authorization",
    "connection",
    "expect",
    "te",
    "transfer-encoding",
    "user-agent",
    "x-amzn-trace-id",
];

/// The space for the parts of both strings that have about the same length in
/// every request: the hashes, the dates, the scope and the line ends.
const ROOM: usize = 320;

impl CanonicalRequest {
    /// Computes the canonical form of `request`; `payload_hash` is the hash of
    /// its body.
    pub(crate) fn new(
        request: Signable<'_>,
        payload_hash: &str,
        settings: SigningSettings,
    ) -> Self {
        let mut headers = request.headers;
        // The sort is stable, so repeated headers keep their order.
        headers.sort_by_key(|(name, _)| *name);

        // Header names are in the text twice.
        let headers_size: usize = headers
            .iter()
            .map(|(name, value)| 2 * name.len() + value.len() + 3)
            .sum();
        let target_size = request.path.len() + request.query.len();
        let mut text = String::with_capacity(ROOM + target_size + headers_size);
        text.push_str(request.method);
        text.push('\n');
        push_path(&mut text, request.path, settings);
        text.push('\n');
        push_query(&mut text, request.query);
        text.push('\n');
        let mut buffer = text.into_bytes();
        // Repeated headers become one, with all values.
        for repeated in headers.chunk_by(|(one, _), (other, _)| one == other) {
            for (index, (name, value)) in repeated.iter().enumerate() {
                if index == 0 {
                    buffer.extend_from_slice(name.as_bytes());
                }
                buffer.push(if index == 0 { b':' } else { b',' });
                push_trimmed(&mut buffer, value);
            }
            buffer.push(b'\n');
        }
        buffer.push(b'\n');
        let start = buffer.len();
        for repeated in headers.chunk_by(|(one, _), (other, _)| one == other) {
            if buffer.len() > start {
                buffer.push(b';');
            }
            if let Some((name, _)) = repeated.first() {
                buffer.extend_from_slice(name.as_bytes());
            }
        }
        let signed_headers = start..buffer.len();
        buffer.push(b'\n');
        buffer.extend_from_slice(payload_hash.as_bytes());
        Self {
            end: buffer.len(),
            buffer,
            signed_headers,
        }
    }

    /// Returns the canonical request, whose hash is part of the string to sign.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.buffer.get(..self.end).unwrap_or_default()
    }

    /// Returns the names of the signed headers, sorted and joined by `;`.
    pub(crate) fn signed_headers(&self) -> &[u8] {
        let names = self.buffer.get(self.signed_headers.clone());
        names.unwrap_or_default()
    }

    /// Writes and returns the string to sign, whose HMAC is the signature.
    pub(crate) fn string_to_sign(
        &mut self,
        hashing: Hashing,
        scope: Scope<'_>,
        time: &SigningTime,
    ) -> &[u8] {
        let hash = sha256_hex(hashing, self.as_bytes());
        self.buffer.truncate(self.end);
        let parts: [&[u8]; 11] = [
            ALGORITHM.as_bytes(),
            b"\n",
            time.as_bytes(),
            b"\n",
            time.date(),
            b"/",
            scope.region.as_bytes(),
            b"/",
            scope.service.as_bytes(),
            b"/aws4_request\n",
            hash.as_bytes(),
        ];
        for part in parts {
            self.buffer.extend_from_slice(part);
        }
        self.buffer.get(self.end..).unwrap_or_default()
    }
}

/// Shows only the names of the headers, because the values may be secret.
impl fmt::Debug for CanonicalRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CanonicalRequest")
            .field(
                "signed_headers",
                &String::from_utf8_lossy(self.signed_headers()),
            )
            .finish_non_exhaustive()
    }
}

/// Appends a header value, trimmed and with runs of spaces collapsed.
fn push_trimmed(to: &mut Vec<u8>, value: &[u8]) {
    if !value.contains(&b' ') {
        to.extend_from_slice(value);
        return;
    }
    let words = value.split(|byte| *byte == b' ').filter(|w| !w.is_empty());
    for (index, word) in words.enumerate() {
        if index > 0 {
            to.push(b' ');
        }
        to.extend_from_slice(word);
    }
}

fn push_path(to: &mut String, path: &str, settings: SigningSettings) {
    let resolved;
    let path = match settings.path_normalization {
        PathNormalization::Keep if path.is_empty() => "/",
        PathNormalization::Resolve if !is_resolved(path) => {
            resolved = resolve_segments(path);
            &resolved
        }
        PathNormalization::Keep | PathNormalization::Resolve => path,
    };
    let keep: &[u8] = match settings.path_encoding {
        PathEncoding::Double => b"/",
        PathEncoding::Single => b"/%",
    };
    percent::push(to, path.as_bytes(), keep);
}

/// Returns whether `resolve_segments` would return the same path. False for some
/// paths that it would not change, such as those with a slash at the end.
fn is_resolved(path: &str) -> bool {
    let is_plain = |pair: &[u8]| !matches!(pair, [b'/', b'/' | b'.']);
    path.starts_with('/') && !path.ends_with('/') && path.as_bytes().windows(2).all(is_plain)
}

/// Resolves `.` and `..` and drops empty segments (RFC 3986, section 5.2.4).
fn resolve_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            _ => kept.push(segment),
        }
    }
    let mut resolved = String::with_capacity(path.len());
    for segment in &kept {
        resolved.push('/');
        resolved.push_str(segment);
    }
    let ends_in_directory = matches!(path.rsplit('/').next(), Some("" | "." | ".."));
    if kept.is_empty() || ends_in_directory {
        resolved.push('/');
    }
    resolved
}

/// Re-encodes the parameters and sorts them by name, then value. A parameter
/// without `=` has an empty value.
fn push_query(to: &mut String, query: &str) {
    let mut parameters: Vec<(String, String)> = query
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            (reencode(name), reencode(value))
        })
        .collect();
    parameters.sort();

    for (index, (name, value)) in parameters.iter().enumerate() {
        if index > 0 {
            to.push('&');
        }
        to.push_str(name);
        to.push('=');
        to.push_str(value);
    }
}

/// Decodes `%XX` and encodes again, so that equivalent spellings give the same
/// result.
fn reencode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    percent::push(&mut encoded, &percent::decode(text), b"");
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str, path_encoding: PathEncoding, normalization: PathNormalization) -> String {
        let settings = SigningSettings {
            path_encoding,
            path_normalization: normalization,
            ..SigningSettings::default()
        };
        let mut canonical = String::new();
        push_path(&mut canonical, path, settings);
        canonical
    }

    #[test]
    fn canonicalizes_paths() {
        use PathEncoding::{Double, Single};
        use PathNormalization::{Keep, Resolve};
        for (input, encoding, normalization, expected) in [
            ("", Double, Resolve, "/"),
            ("", Double, Keep, "/"),
            ("/", Double, Resolve, "/"),
            ("/a/./b/", Double, Resolve, "/a/b/"),
            ("/a/../b/.", Double, Resolve, "/b/"),
            ("/../..", Double, Resolve, "/"),
            ("/a//b", Double, Keep, "/a//b"),
            ("/a%20b", Double, Resolve, "/a%2520b"),
            ("/a%20b", Single, Resolve, "/a%20b"),
            ("/a b@", Single, Resolve, "/a%20b%40"),
            ("/~-._", Double, Resolve, "/~-._"),
        ] {
            assert_eq!(path(input, encoding, normalization), expected, "{input}");
        }
    }

    #[test]
    fn debug_output_hides_header_values() {
        let signable = Signable {
            method: "GET",
            path: "/",
            query: "",
            headers: vec![("x-amz-security-token", b"to-ken")],
        };
        let shown = format!("{signable:?}");
        let canonical = CanonicalRequest::new(signable, "", SigningSettings::default());
        assert_eq!(
            format!("{shown} {canonical:?}"),
            "Signable { method: \"GET\", .. } \
             CanonicalRequest { signed_headers: \"x-amz-security-token\", .. }"
        );
    }

    #[test]
    fn canonicalizes_queries() {
        for (input, expected) in [
            ("", ""),
            ("b=2&a=1", "a=1&b=2"),
            ("a=2&a=1", "a=1&a=2"),
            ("a", "a="),
            ("a&b=", "a=&b="),
            ("a=%7e%2f", "a=~%2F"),
            ("a=100%", "a=100%25"),
            ("a=x=y", "a=x%3Dy"),
            ("a=+", "a=%2B"),
        ] {
            let mut canonical = String::new();
            push_query(&mut canonical, input);
            assert_eq!(canonical, expected, "{input}");
        }
    }
}
