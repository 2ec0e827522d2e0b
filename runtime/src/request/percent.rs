//! Percent-encoding as RFC 3986 has it: unreserved characters are kept, every
//! other byte becomes `%` and two upper-case hexadecimal digits.

/// Whether a slash is kept, as in greedy labels, or encoded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slash {
    Keep,
    Encode,
}

/// Appends the encoded text.
pub(crate) fn push(out: &mut String, text: &str, slash: Slash) {
    const HEX: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied().unwrap_or('0');
    out.reserve(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            b'/' if slash == Slash::Keep => out.push('/'),
            _ => out.extend(['%', digit(byte >> 4), digit(byte & 15)]),
        }
    }
}

/// The text with all but RFC 3986's unreserved characters percent-encoded.
///
/// ```
/// assert_eq!(runtime::request::percent_encode("a b/ü~"), "a%20b%2F%C3%BC~");
/// ```
#[must_use]
pub fn percent_encode(text: &str) -> String {
    let mut out = String::new();
    push(&mut out, text, Slash::Encode);
    out
}
