//! The canonical request of Signature Version 4.

use std::fmt;

use http::{HeaderMap, Method, Uri};

use super::settings::{PathEncoding, PathNormalization, Settings};
use crate::wire::percent;

/// The signed parts of a request.
#[derive(Clone)]
pub(crate) struct Signable<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The path on the wire.
    pub path: &'a str,
    /// The query on the wire, without the `?`.
    pub query: &'a str,
    /// Names and values of the headers in wire order.
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
        Self {
            method: method.as_str(),
            path: uri.path(),
            query: uri.query().unwrap_or_default(),
            headers: headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_bytes()))
                .filter(|(name, _)| is_signed(name))
                .collect(),
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

/// A request in canonical form, which client and service compute independently.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct CanonicalRequest {
    bytes: Vec<u8>,
    signed_headers: String,
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

impl CanonicalRequest {
    /// Computes the canonical form of `request`; `payload_hash` is the hash of
    /// its body.
    pub(crate) fn new(request: &Signable<'_>, payload_hash: &str, settings: Settings) -> Self {
        let headers = canonical_headers(&request.headers);
        let signed_headers = headers
            .iter()
            .map(|(name, _)| name.as_str())
            .collect::<Vec<_>>()
            .join(";");

        let mut bytes = Vec::with_capacity(512);
        bytes.extend_from_slice(request.method.as_bytes());
        bytes.push(b'\n');
        bytes.extend_from_slice(canonical_path(request.path, settings).as_bytes());
        bytes.push(b'\n');
        bytes.extend_from_slice(canonical_query(request.query).as_bytes());
        bytes.push(b'\n');
        for (name, value) in &headers {
            bytes.extend_from_slice(name.as_bytes());
            bytes.push(b':');
            bytes.extend_from_slice(value);
            bytes.push(b'\n');
        }
        bytes.push(b'\n');
        bytes.extend_from_slice(signed_headers.as_bytes());
        bytes.push(b'\n');
        bytes.extend_from_slice(payload_hash.as_bytes());
        Self {
            bytes,
            signed_headers,
        }
    }

    /// Returns the canonical request, whose hash is part of the string to sign.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the names of the signed headers, sorted and joined by `;`.
    pub(crate) fn signed_headers(&self) -> &str {
        &self.signed_headers
    }
}

/// Shows only the names of the headers, because the values may be secret.
impl fmt::Debug for CanonicalRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CanonicalRequest")
            .field("signed_headers", &self.signed_headers)
            .finish_non_exhaustive()
    }
}

/// Sorts headers by lower-case name and joins the values of repeated ones in
/// order of appearance.
fn canonical_headers(headers: &[(&str, &[u8])]) -> Vec<(String, Vec<u8>)> {
    let mut sorted: Vec<(String, &[u8])> = headers
        .iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), *value))
        .collect();
    // The sort is stable, so repeated headers keep their order.
    sorted.sort_by(|(a, _), (b, _)| a.cmp(b));

    let mut merged: Vec<(String, Vec<u8>)> = Vec::with_capacity(sorted.len());
    for (name, value) in sorted {
        match merged.last_mut() {
            Some((last, values)) if *last == name => {
                values.push(b',');
                push_trimmed(values, value);
            }
            _ => {
                let mut values = Vec::with_capacity(value.len());
                push_trimmed(&mut values, value);
                merged.push((name, values));
            }
        }
    }
    merged
}

/// Appends a header value, trimmed and with runs of spaces collapsed.
fn push_trimmed(to: &mut Vec<u8>, value: &[u8]) {
    let words = value.split(|byte| *byte == b' ').filter(|w| !w.is_empty());
    for (index, word) in words.enumerate() {
        if index > 0 {
            to.push(b' ');
        }
        to.extend_from_slice(word);
    }
}

fn canonical_path(path: &str, settings: Settings) -> String {
    let normalized;
    let path = match settings.path_normalization {
        PathNormalization::Keep if path.is_empty() => "/",
        PathNormalization::Keep => path,
        PathNormalization::Resolve => {
            normalized = resolve_segments(path);
            &normalized
        }
    };
    let keep: &[u8] = match settings.path_encoding {
        PathEncoding::Double => b"/",
        PathEncoding::Single => b"/%",
    };
    let mut encoded = String::with_capacity(path.len());
    percent::push(&mut encoded, path.as_bytes(), keep);
    encoded
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
fn canonical_query(query: &str) -> String {
    let mut parameters: Vec<(String, String)> = query
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            (reencode(name), reencode(value))
        })
        .collect();
    parameters.sort();

    let mut canonical = String::with_capacity(query.len());
    for (index, (name, value)) in parameters.iter().enumerate() {
        if index > 0 {
            canonical.push('&');
        }
        canonical.push_str(name);
        canonical.push('=');
        canonical.push_str(value);
    }
    canonical
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
        let settings = Settings {
            path_encoding,
            path_normalization: normalization,
            ..Settings::default()
        };
        canonical_path(path, settings)
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
        let canonical = CanonicalRequest::new(&signable, "", Settings::default());
        assert_eq!(
            format!("{signable:?} {canonical:?}"),
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
            assert_eq!(canonical_query(input), expected, "{input}");
        }
    }
}
