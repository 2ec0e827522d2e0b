//! What is wrong with a response that cannot be read.

use std::fmt;

use serde_json::error::Category;

use crate::wire::json::locate;

/// A response that is not what the model describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseError {
    reason: String,
    path: Option<String>,
}

impl ResponseError {
    /// A response that cannot be used for this reason, a clause without a
    /// full stop.
    #[must_use]
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            path: None,
        }
    }

    /// The JSON pointer of the value in the body that is not as expected.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    pub(super) fn header(name: &str) -> Self {
        Self::new(format!("the header {name} is not in the expected form"))
    }

    /// The body cannot be read as JSON of the expected type.
    pub(super) fn json(error: &serde_json::Error, body: &[u8]) -> Self {
        if !looks_like_json(body) {
            return Self::new(match excerpt(body) {
                Some(text) => format!("the body is not JSON; it begins with {text:?}"),
                None => format!("the body is neither JSON nor text ({} bytes)", body.len()),
            });
        }
        let (line, column) = (error.line(), error.column());
        let words = error.to_string();
        let words = words
            .strip_suffix(&format!(" at line {line} column {column}"))
            .unwrap_or(&words);
        match error.classify() {
            Category::Data => {
                let place = locate::place(body, locate::offset(body, line, column));
                // What was found is repeated before this comma, and may be a
                // secret; what was expected is text of the reader's own.
                let expected = words
                    .rsplit_once(", expected ")
                    .map_or("another value", |(_, expected)| in_words(expected));
                let kind = match place.kind {
                    // An integer in place of an integer: it is too large.
                    "an integer" if expected.starts_with("an integer") => "a larger one",
                    kind => kind,
                };
                let root = if place.pointer.is_empty() {
                    "the root"
                } else {
                    &place.pointer
                };
                Self {
                    reason: format!(
                        "expected {expected}, found {kind} at {root} (line {line}, column {column})"
                    ),
                    path: Some(place.pointer),
                }
            }
            Category::Eof => Self::new(format!(
                "the body ends in the middle of its JSON, after {} bytes",
                body.len()
            )),
            // The words of these are fixed texts.
            Category::Syntax | Category::Io => Self::new(format!(
                "the body is not well-formed JSON: {words} (line {line}, column {column})"
            )),
        }
    }
}

/// serde's names of integers are Rust's.
fn in_words(expected: &str) -> &str {
    match expected {
        "i8" => "an integer of 8 bits",
        "i16" => "an integer of 16 bits",
        "i32" => "an integer of 32 bits",
        "i64" => "an integer of 64 bits",
        expected => expected,
    }
}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for ResponseError {}

/// Whether a body can be JSON, by its first character.
fn looks_like_json(body: &[u8]) -> bool {
    // A byte order mark is an error in JSON, and what follows it may be secret.
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    matches!(
        body.trim_ascii_start().first(),
        None | Some(b'{' | b'[' | b'"' | b'-' | b'0'..=b'9')
    )
}

/// The longest excerpt, in characters.
const EXCERPT_LIMIT: usize = 100;

/// The beginning of a body that is not JSON, on one line, if it is text.
fn excerpt(body: &[u8]) -> Option<String> {
    // A character has at most four bytes, and runs of white space shrink:
    // this is enough, and bounds the work.
    let head = body.get(..8 * EXCERPT_LIMIT).unwrap_or(body);
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // Cut in the middle of a character is still text.
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
