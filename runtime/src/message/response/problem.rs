//! Errors of reading a response.

use std::fmt;
use std::str::Utf8Error;

use http::header::{CONTENT_ENCODING, HeaderMap};
use serde_json::error::Category;

use crate::base::printable::OneLine;
use crate::wire::json::locate;

/// A response that does not match the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseError {
    reason: String,
    path: Option<String>,
    is_too_large: bool,
}

const NOT_JSON: &str = "the body is not JSON";

impl ResponseError {
    /// Creates an error with this reason, a clause without a full stop.
    #[must_use]
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            path: None,
            is_too_large: false,
        }
    }

    /// Creates the error of a body whose values need too much memory.
    pub(super) fn too_large(limit: usize) -> Self {
        Self {
            is_too_large: true,
            ..Self::new(format!(
                "the values in the body need more memory than the limit of {limit} bytes \
                 (`response_limit` of the builder)"
            ))
        }
    }

    /// Returns whether the values in the body need too much memory.
    #[cfg(feature = "server")]
    pub(crate) fn is_too_large(&self) -> bool {
        self.is_too_large
    }

    /// Returns the JSON pointer of the invalid value in the body.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// Adds the beginning of a body that is text, but not JSON.
    ///
    /// The caller knows that responses have no sensitive members.
    pub(crate) fn with_excerpt(mut self, body: &[u8]) -> Self {
        if self.reason == NOT_JSON
            && let Some(text) = excerpt(body)
        {
            self.reason = format!("{NOT_JSON}; it begins with {text:?}");
        }
        self
    }

    /// Replaces the reason if the body has a content coding, which is then the
    /// cause.
    pub(crate) fn with_coding(self, headers: &HeaderMap) -> Self {
        let codings = headers.get(CONTENT_ENCODING);
        let codings = codings.and_then(|codings| codings.to_str().ok());
        match codings.map(str::trim).unwrap_or_default() {
            "" | "identity" => self,
            codings => Self::new(format!(
                "the body has the content coding {}, which the client did not request; look for \
                a proxy that compresses responses",
                OneLine::new(codings)
            )),
        }
    }

    /// Removes the path to the invalid value: keys of maps may be sensitive.
    pub(crate) fn without_path(mut self) -> Self {
        if let Some(path) = self.path.take().filter(|path| !path.is_empty()) {
            self.reason = self.reason.replace(&format!(" at {path}"), "");
        }
        self
    }

    /// Changes the text.
    pub(crate) fn map_text(mut self, change: impl Fn(&str) -> String) -> Self {
        self.reason = change(&self.reason);
        self.path = self.path.map(|path| change(&path));
        self
    }

    pub(super) fn header(name: &str) -> Self {
        Self::new(format!("the header {name} has an invalid value"))
    }

    /// Creates the error of a JSON body that is not UTF-8.
    pub(super) fn encoding(body: &[u8], error: Utf8Error) -> Self {
        Self::unlike_json(body).unwrap_or_else(|| {
            let valid = error.valid_up_to();
            Self::new(format!("the body is not UTF-8 text, from byte {valid} on"))
        })
    }

    /// Creates the error of a body that does not begin like JSON.
    fn unlike_json(body: &[u8]) -> Option<Self> {
        if looks_like_json(body) {
            return None;
        }
        Some(match excerpt(body) {
            Some(_) => Self::new(NOT_JSON),
            None => Self::new(format!(
                "the body is neither JSON nor text ({} bytes)",
                body.len()
            )),
        })
    }

    /// Creates the error of a body that cannot be deserialized from JSON.
    pub(super) fn json(error: &serde_json::Error, text: &str) -> Self {
        let body = text.as_bytes();
        if let Some(error) = Self::unlike_json(body) {
            return error;
        }
        let (line, column) = (error.line(), error.column());
        let message = error.to_string();
        let message = message
            .strip_suffix(&format!(" at line {line} column {column}"))
            .unwrap_or(&message);
        match error.classify() {
            Category::Data => {
                let location = locate::locate(body, locate::offset(body, line, column));
                // serde repeats the found value before this comma, and it may
                // be a secret; the expected type after it is fixed text.
                let expected = message
                    .rsplit_once(", expected ")
                    .map_or("another value", |(_, expected)| type_name(expected));
                let kind = match location.kind {
                    // An integer where one is expected is too large.
                    "an integer" if expected.ends_with("-bit integer") => "a larger one",
                    kind => kind,
                };
                let root = if location.pointer.is_empty() {
                    "the root"
                } else {
                    &location.pointer
                };
                Self {
                    reason: format!(
                        "expected {expected}, found {kind} at {root} (line {line}, column {column})"
                    ),
                    path: Some(location.pointer),
                    is_too_large: false,
                }
            }
            Category::Eof => Self::new(format!(
                "the JSON body is truncated after {} bytes",
                body.len()
            )),
            // These messages are fixed.
            Category::Syntax | Category::Io => Self::new(format!(
                "the body is not valid JSON: {message} (line {line}, column {column})"
            )),
        }
    }
}

/// Translates Rust's names of integers, which serde uses.
fn type_name(expected: &str) -> &str {
    match expected {
        "i8" => "an 8-bit integer",
        "i16" => "a 16-bit integer",
        "i32" => "a 32-bit integer",
        "i64" => "a 64-bit integer",
        expected => expected,
    }
}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for ResponseError {}

/// Returns whether the first character of a body may start JSON.
fn looks_like_json(body: &[u8]) -> bool {
    matches!(
        body.trim_ascii_start().first(),
        None | Some(b'{' | b'[' | b'"' | b'-' | b'0'..=b'9')
    )
}

/// The maximum length of an excerpt, in characters.
const EXCERPT_LIMIT: usize = 100;

/// Returns the start of a body that is text, on one line.
fn excerpt(body: &[u8]) -> Option<String> {
    // A character has at most four bytes, and runs of white space shrink: this
    // is enough text, and it limits the work.
    let head = body.get(..8 * EXCERPT_LIMIT).unwrap_or(body);
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // Text that is cut in the middle of a character is still text.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(head.get(..error.valid_up_to())?).ok()?
        }
        Err(_) => return None,
    };
    if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return None;
    }
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if let Some((end, _)) = line.char_indices().nth(EXCERPT_LIMIT) {
        line.truncate(end);
        line.push('…');
    }
    Some(line)
}
