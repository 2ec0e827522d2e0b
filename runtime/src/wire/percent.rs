//! Percent-encoding (RFC 3986): unreserved characters are kept; every other
//! byte becomes `%` and two upper-case hexadecimal digits.

/// Appends the percent-encoded bytes; those in `keep` are not encoded.
pub(crate) fn push(out: &mut String, bytes: &[u8], keep: &[u8]) {
    const HEX: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied().unwrap_or('0');
    let is_kept =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || keep.contains(&byte);
    out.reserve(bytes.len());
    let mut rest = bytes;
    loop {
        let kept = rest.iter().position(|byte| !is_kept(*byte));
        let (run, after) = rest.split_at(kept.unwrap_or(rest.len()));
        // It is ASCII.
        out.push_str(str::from_utf8(run).unwrap_or_default());
        let Some((byte, after)) = after.split_first() else {
            return;
        };
        out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        rest = after;
    }
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
pub(crate) fn percent_encode(text: &str) -> String {
    let mut out = String::new();
    push(&mut out, text.as_bytes(), b"");
    out
}

/// Decodes percent-encoded text. A percent sign without two digits is kept.
pub(crate) fn decode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'%'
            && let [high, low, tail @ ..] = after
            && let (Some(high), Some(low)) = (digit(*high), digit(*low))
        {
            bytes.push(high << 4 | low);
            rest = tail;
        } else {
            bytes.push(byte);
        }
    }
    bytes
}

fn digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}
