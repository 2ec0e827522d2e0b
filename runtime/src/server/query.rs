//! Decoding of paths and query strings.

use crate::wire::percent;

/// Returns the decoded parameters of a query string, in order, like
/// [`percent_decode`].
#[must_use]
pub fn query_pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            (percent_decode(name), percent_decode(value))
        })
        .collect()
}

/// Decodes percent-encoding. A plus sign is kept: AWS's clients encode spaces
/// as `%20`. Invalid UTF-8 becomes replacement characters.
#[must_use]
pub fn percent_decode(text: &str) -> String {
    String::from_utf8_lossy(&percent::decode(text)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_and_decodes_queries() {
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
            assert_eq!(query_pairs(query), expected, "{query}");
        }
    }
}
