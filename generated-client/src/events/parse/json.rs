//! Conversion of text into documents, within limits.

use std::borrow::Cow;

use runtime::Document;

use super::error::ParseError;
use super::output::Output;

/// The maximum size of an input in bytes: 8 MiB, more than a Lambda function
/// receives.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// The byte order mark that some programs write before JSON.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads the input as one JSON value, or as lines of JSON.
pub(super) fn read_input(bytes: &[u8], output: &mut Output) -> Result<Document, ParseError> {
    if bytes.len() > MAX_BYTES {
        return Err(ParseError::TooLarge { limit: "8 MiB" });
    }
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| ParseError::NotJson {
        reason: format!("invalid UTF-8 at byte {}", error.valid_up_to()),
    })?;
    let document = match read(text) {
        Ok(document) => document,
        Err(error) => read_lines(text).ok_or(error)?,
    };
    output.charge(&document)?;
    Ok(document)
}

/// Reads text inside the input; `None` if it is not JSON.
pub(super) fn read_inner(text: &str, output: &mut Output) -> Result<Option<Document>, ParseError> {
    let Ok(document) = read(text) else {
        return Ok(None);
    };
    output.charge(&document)?;
    Ok(Some(document))
}

fn read(text: &str) -> Result<Document, ParseError> {
    let parsed: Result<Document, _> = text.parse();
    parsed.or_else(|error| match replace_lone_surrogates(text) {
        Cow::Borrowed(_) => Err(ParseError::not_json(&error)),
        Cow::Owned(text) => text.parse().map_err(|error| ParseError::not_json(&error)),
    })
}

/// Reads several lines of JSON, as Firehose writes them. A line that is not JSON
/// becomes a string, unless it is the first.
fn read_lines(text: &str) -> Option<Document> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = read(lines.next()?)
        .ok()
        .filter(|it| it.as_map().is_some())?;
    let rest = lines.map(|line| read(line).unwrap_or_else(|_| line.into()));
    Some(Document::List(std::iter::once(first).chain(rest).collect()))
}

/// Replaces escaped lone surrogates, because one of them would make the whole text
/// unreadable. Programs that cut text after 100 UTF-16 code units leave them
/// behind.
fn replace_lone_surrogates(text: &str) -> Cow<'_, str> {
    let mut replaced = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        let start = at + found;
        let rest = text.get(start..).unwrap_or_default();
        at = match (surrogate(rest), rest.get(6..).and_then(surrogate)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => start + 12,
            (Some(_), _) => {
                replaced.push_str(text.get(copied..start).unwrap_or_default());
                replaced.push('\u{fffd}');
                copied = start + 6;
                copied
            }
            // Another escape, such as that of a backslash.
            (None, _) => start + 2,
        };
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    replaced.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(replaced)
}

/// Parses an escaped surrogate at the start of the text.
fn surrogate(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let unit = u32::from_str_radix(digits, 16).ok()?;
    (0xd800..=0xdfff).contains(&unit).then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_only_lone_surrogates() {
        for (text, expected) in [
            (r"plain \n \\ud83d", r"plain \n \\ud83d"),
            (r"\ud83d\ude00", r"\ud83d\ude00"),
            (r"a\ud83d", "a\u{fffd}"),
            (r"\ude00é\ud83dx", "\u{fffd}é\u{fffd}x"),
            (r"\ud83d\ud83d\ude00", "\u{fffd}\\ud83d\\ude00"),
            (r"\\\ud83d", "\\\\\u{fffd}"),
            (r"\u00e9\ud8", r"\u00e9\ud8"),
            (r"\", r"\"),
            (r"\é\", r"\é\"),
        ] {
            assert_eq!(replace_lone_surrogates(text), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn replaces_in_any_text(text in r"([a\\é]|\\u(d83d|de00|00e9))*") {
            let replaced = replace_lone_surrogates(&text);
            proptest::prop_assert!(matches!(replace_lone_surrogates(&replaced), Cow::Borrowed(_)));
        }
    }
}
