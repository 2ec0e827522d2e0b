//! Percent-encoded text as it comes in.

/// The parameters of a query string in order, decoded.
pub(super) fn pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            (decode(name), decode(value))
        })
        .collect()
}

/// The text without percent-encoding. A plus sign stays one: AWS's clients
/// encode spaces as `%20`. What is not UTF-8 becomes replacement characters.
pub(super) fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
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
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_taken_apart() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        for (query, expected) in [
            ("", vec![]),
            ("a=1&b", vec![pair("a", "1"), pair("b", "")]),
            ("a=x%20y&a=+", vec![pair("a", "x y"), pair("a", "+")]),
            ("%61=%C3%9C&&c==", vec![pair("a", "Ü"), pair("c", "=")]),
            (
                "a=%4&b=%zz&c=%FF",
                vec![pair("a", "%4"), pair("b", "%zz"), pair("c", "\u{FFFD}")],
            ),
        ] {
            assert_eq!(pairs(query), expected, "{query}");
        }
    }
}
