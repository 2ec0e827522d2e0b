//! Inputs in the form of HTTP messages, which are readable, and whose headers
//! and bodies are mutated independently.

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue};

/// A first line, headers, and a body after an empty line.
#[derive(Debug)]
pub(crate) struct Message<'a> {
    first: &'a [u8],
    headers: &'a [u8],
    /// The body.
    pub(crate) body: &'a [u8],
}

impl<'a> Message<'a> {
    /// Splits an input. Every input is a message.
    pub(crate) fn parse(input: &'a [u8]) -> Self {
        let (head, body) = split(input, b"\n\n");
        let (first, headers) = split(head, b"\n");
        Self {
            first,
            headers,
            body,
        }
    }

    /// A word of the first line; empty if there is none.
    pub(crate) fn word(&self, position: usize) -> &'a str {
        let line = std::str::from_utf8(self.first).unwrap_or_default();
        line.split(' ').nth(position).unwrap_or_default()
    }

    /// The names and values of the headers that HTTP allows.
    pub(crate) fn headers(&self) -> HeaderMap {
        let lines = self.headers.split(|byte| *byte == b'\n');
        let valid = lines.filter_map(|line| {
            let (name, value) = split(line, b": ");
            let name = HeaderName::from_bytes(name).ok()?;
            Some((name, HeaderValue::from_bytes(value).ok()?))
        });
        let mut headers = HeaderMap::new();
        for (name, value) in valid.take(64) {
            headers.append(name, value);
        }
        headers
    }

    /// The status in the first line at this position, or 200.
    pub(crate) fn status(&self, position: usize) -> http::StatusCode {
        let status = self.word(position).parse().ok();
        let status = status.and_then(|status| http::StatusCode::from_u16(status).ok());
        status.unwrap_or(http::StatusCode::OK)
    }

    /// The response with the status at this position of the first line.
    pub(crate) fn response(&self, position: usize) -> http::Response<Bytes> {
        let mut response = http::Response::new(Bytes::copy_from_slice(self.body));
        *response.status_mut() = self.status(position);
        *response.headers_mut() = self.headers();
        response
    }
}

/// Writes a message.
pub(crate) fn write(first: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let headers = headers.iter();
    let headers: String = headers
        .map(|(name, value)| format!("\n{name}: {value}"))
        .collect();
    format!("{first}{headers}\n\n{body}").into_bytes()
}

/// Splits at the first separator. Without one, the second part is empty.
pub(crate) fn split<'a>(input: &'a [u8], separator: &[u8]) -> (&'a [u8], &'a [u8]) {
    let found = input
        .windows(separator.len())
        .position(|window| window == separator);
    match found {
        Some(at) => {
            let (before, rest) = input.split_at(at);
            (before, rest.split_at(separator.len()).1)
        }
        None => (input, &[]),
    }
}

/// Splits at a separator.
pub(crate) fn parts<'a>(mut input: &'a [u8], separator: &[u8]) -> Vec<&'a [u8]> {
    let mut found = Vec::new();
    while !input.is_empty() {
        let (part, rest) = split(input, separator);
        found.push(part);
        input = rest;
    }
    found
}

/// Selects an entry of a list by its name, or by the bytes of an unknown name.
pub(crate) fn select<'t, T>(
    entries: &'t [T],
    name: &str,
    name_of: impl Fn(&T) -> &str,
) -> Option<&'t T> {
    let known = entries.iter().find(|entry| name_of(entry) == name);
    known.or_else(|| {
        let sum: usize = name.bytes().map(usize::from).sum();
        entries.get(sum % entries.len().max(1))
    })
}
