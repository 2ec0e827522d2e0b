//! Locates the value at which a JSON reader failed.
//!
//! serde_json reports a line and a column, and includes unexpected values in
//! its messages. This module turns the position into a JSON pointer with the
//! model's names, and the value into the name of its type, because the value
//! may be secret.

use super::reader::from_slice;

/// The position and type of a JSON value.
pub(crate) struct Location {
    /// The JSON pointer (RFC 6901) of the value, with long keys cut and all
    /// keys escaped.
    pub(crate) pointer: String,
    /// The type of the value, with an article.
    pub(crate) kind: &'static str,
}

/// The maximum length of a key in a pointer, in characters.
const KEY_LIMIT: usize = 64;

/// Converts a line and a column of serde_json to an offset in bytes. Lines
/// count from 1; the column is the number of bytes consumed on the line.
pub(crate) fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let lines = text.split_inclusive(|byte| *byte == b'\n');
    let before: usize = lines.take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    before.saturating_add(column).min(text.len())
}

/// Locates the value that a reader rejected after consuming the text up to
/// `end`: a scalar that ends there, or a list or an object that starts there.
/// The text must be well-formed up to that point.
pub(crate) fn locate(text: &[u8], end: usize) -> Location {
    let (consumed, rest) = text.split_at(end.min(text.len()));
    let mut scan = Scan::default();
    let mut left = consumed;
    while let Some((token, after)) = next_token(left) {
        scan.take(token);
        left = after;
    }
    Location {
        pointer: scan.pointer(),
        kind: match rest.trim_ascii_start().first() {
            Some(b'{') => "an object",
            Some(b'[') => "a list",
            _ => kind(scan.scalar),
        },
    }
}

/// Splits off the first token: a string with its quotes, a punctuation mark, a
/// number or a keyword.
pub(crate) fn next_token(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let text = text.trim_ascii_start();
    let length = match text.first()? {
        b'"' => string_length(text),
        b'{' | b'}' | b'[' | b']' | b',' | b':' => 1,
        _ => text
            .iter()
            .position(|byte| b"{}[],:\"".contains(byte) || byte.is_ascii_whitespace())
            .unwrap_or(text.len()),
    };
    text.split_at_checked(length)
}

fn string_length(text: &[u8]) -> usize {
    let mut escaped = true; // So that the opening quote does not close it.
    for (index, byte) in text.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}

/// The state of the scan: open containers and the last scalar.
#[derive(Default)]
struct Scan<'a> {
    open: Vec<Container<'a>>,
    /// The last scalar value.
    scalar: &'a [u8],
}

/// An object or a list that is still open.
enum Container<'a> {
    /// The key of the current value; `None` before a key.
    Object(Option<&'a [u8]>),
    /// The index of the current entry.
    List(usize),
}

impl<'a> Scan<'a> {
    fn take(&mut self, token: &'a [u8]) {
        match (token, self.open.last_mut()) {
            (b"{", _) => self.open.push(Container::Object(None)),
            (b"[", _) => self.open.push(Container::List(0)),
            (b"}" | b"]", _) => drop(self.open.pop()),
            (b",", Some(Container::List(index))) => *index += 1,
            (b",", Some(Container::Object(key))) => *key = None,
            (b":" | b",", _) => {}
            (_, Some(Container::Object(key @ None))) => *key = Some(token),
            _ => self.scalar = token,
        }
    }

    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for container in &self.open {
            match container {
                Container::Object(None) => {}
                Container::Object(Some(key)) => {
                    pointer.push('/');
                    push_key(&mut pointer, key);
                }
                Container::List(index) => {
                    pointer.push('/');
                    pointer.push_str(&index.to_string());
                }
            }
        }
        pointer
    }
}

fn push_key(pointer: &mut String, quoted: &[u8]) {
    let key: String = from_slice(quoted).unwrap_or_default();
    crate::wire::pointer::push_segment(pointer, &key, KEY_LIMIT);
}

fn kind(scalar: &[u8]) -> &'static str {
    match scalar.first() {
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        Some(_) if scalar.iter().any(|byte| b".eE".contains(byte)) => "a number with a fraction",
        Some(_) => "an integer",
        None => "something else",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locates_values() {
        // The reader has consumed the text up to the bar.
        let cases = [
            (r#"1|"#, "", "an integer"),
            (r#"|{}"#, "", "an object"),
            (r#"[true|]"#, "/0", "a boolean"),
            (r#"[1, 2, "x"|]"#, "/2", "a string"),
            (r#"{"a":1.5|}"#, "/a", "a number with a fraction"),
            (r#"{"a":1,"b":|[]}"#, "/b", "a list"),
            (r#"{"a":{"b":[[],[{"c":null|"#, "/a/b/1/0/c", "null"),
            (r#"{"a":[{}],"b":"x"|"#, "/b", "a string"),
            (r#"{"a/~\"b":1e3|"#, "/a~1~0\"b", "a number with a fraction"),
            (r#"{"{\"a\":[":"},"|"#, r#"/{"a":["#, "a string"),
            ("{\"a\\nb\":true|", r"/a\nb", "a boolean"),
            ("|", "", "something else"),
        ];
        for (text, pointer, kind) in cases {
            let end = text.find('|').unwrap();
            let location = locate(text.replacen('|', "", 1).as_bytes(), end);
            assert_eq!(
                (location.pointer.as_str(), location.kind),
                (pointer, kind),
                "{text}"
            );
        }
    }

    #[test]
    fn converts_line_and_column_to_offset() {
        let cases = [
            (1, 0, 0),
            (1, 2, 2),
            (2, 0, 3),
            (2, 1, 4),
            (3, 1, 6),
            (9, 9, 8),
        ];
        for (line, column, expected) in cases {
            assert_eq!(
                offset(b"{\"\n\"\n\n{}", line, column),
                expected,
                "{line}:{column}"
            );
        }
    }

    #[test]
    fn truncated_text_never_panics() {
        let text = br#"{"a":[1,{"b":"\"c"}],"d":nul"#;
        for end in 0..=text.len() + 1 {
            let _ = locate(text, end);
            let _ = locate(&text[end.min(text.len())..], end);
        }
    }
}
