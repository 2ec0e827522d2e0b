//! Text as readers see it after they decode it, with the ranges of the
//! original text.

/// The bytes of a decoded text without white space, so that a secret is found
/// although a line break or an escape sequence is in the middle of it.
pub(super) struct View {
    pub(super) bytes: Vec<u8>,
    /// The range of the original text from which each byte comes.
    ranges: Vec<(usize, usize)>,
    /// Whether anything was decoded.
    changed: bool,
}

impl View {
    /// The text itself.
    pub(super) fn new(text: &str) -> Self {
        let mut view = Self::with_capacity(text.len());
        for (at, byte) in text.bytes().enumerate() {
            view.push(byte, (at, at + 1));
        }
        view
    }

    /// Decodes percent-encoding, escape sequences of JSON and character
    /// references of HTML; `None` if the view has none of them.
    pub(super) fn decoded(&self) -> Option<Self> {
        let mut view = Self::with_capacity(self.bytes.len());
        let mut at = 0;
        while let Some(rest) = self.bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let (decoded, length) = match decode(rest) {
                Some((character, length)) => {
                    view.changed = true;
                    (character, length)
                }
                None => (Decoded::Byte(rest.first().copied().unwrap_or_default()), 1),
            };
            let range = self.range(at, at + length);
            match decoded {
                Decoded::Byte(byte) => view.push(byte, range),
                Decoded::Char(character) => {
                    let mut buffer = [0; 4];
                    for byte in character.encode_utf8(&mut buffer).bytes() {
                        view.push(byte, range);
                    }
                }
            }
            at += length;
        }
        view.changed.then_some(view)
    }

    /// The range of the original text from which these bytes come.
    pub(super) fn range(&self, start: usize, end: usize) -> (usize, usize) {
        let first = self.ranges.get(start).map_or(0, |(start, _)| *start);
        let last = end.checked_sub(1).and_then(|last| self.ranges.get(last));
        (first, last.map_or(first, |(_, end)| *end))
    }

    fn with_capacity(length: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(length),
            ranges: Vec::with_capacity(length),
            changed: false,
        }
    }

    fn push(&mut self, byte: u8, range: (usize, usize)) {
        if !byte.is_ascii_whitespace() {
            self.bytes.push(byte);
            self.ranges.push(range);
        }
    }
}

enum Decoded {
    Byte(u8),
    Char(char),
}

/// Decodes the sequence at the start of the text, and returns its length.
fn decode(text: &[u8]) -> Option<(Decoded, usize)> {
    match text {
        [b'%', high, low, ..] => Some((Decoded::Byte(hex(*high)? << 4 | hex(*low)?), 3)),
        [b'\\', b'u', digits @ ..] => {
            let code = digits
                .get(..4)?
                .iter()
                .try_fold(0, |code, digit| Some(code << 4 | u32::from(hex(*digit)?)))?;
            Some((Decoded::Char(char::from_u32(code)?), 6))
        }
        [b'\\', escaped, ..] => {
            let byte = match escaped {
                b'n' | b'r' | b't' => b' ',
                b'/' | b'"' | b'\'' | b'\\' => *escaped,
                _ => return None,
            };
            Some((Decoded::Byte(byte), 2))
        }
        [b'&', ..] => {
            let end = text.iter().take(10).position(|byte| *byte == b';')?;
            let name = std::str::from_utf8(text.get(1..end)?).ok()?;
            let character = match (name, name.strip_prefix('#')) {
                (_, Some(number)) => {
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(digits) => u32::from_str_radix(digits, 16),
                        None => number.parse(),
                    };
                    char::from_u32(code.ok()?)?
                }
                ("amp", _) => '&',
                ("lt", _) => '<',
                ("gt", _) => '>',
                ("quot", _) => '"',
                ("apos", _) => '\'',
                _ => return None,
            };
            Some((Decoded::Char(character), end + 1))
        }
        _ => None,
    }
}

fn hex(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_every_encoding() {
        for (text, expected) in [
            ("a%2Fb%2fc", "a/b/c"),
            (r#"a\/b\"c\u002Fd\\"#, "a/b\"c/d\\"),
            (r"a\nb\tc", "abc"),
            ("a&#x2F;b&#47;c&amp;d&quot;", "a/b/c&d\""),
            ("100% of %zz &c; \\x", "100%of%zz&c;\\x"),
            ("\\u00fc", "ü"),
        ] {
            let view = View::new(text);
            let decoded = view.decoded().unwrap_or(view);
            assert_eq!(String::from_utf8_lossy(&decoded.bytes), expected, "{text}");
        }
    }

    #[test]
    fn keeps_ranges_of_the_original_text() {
        let text = "x a%252Fb";
        let once = View::new(text).decoded().expect("encoded");
        let twice = once.decoded().expect("encoded twice");
        assert_eq!(twice.bytes, b"xa/b");
        let (start, end) = twice.range(1, 4);
        assert_eq!(text.get(start..end), Some("a%252Fb"));
        assert!(twice.decoded().is_none());
    }
}
