//! Foreign text in errors and logs: on one line, truncated, and without secrets
//! in URLs.

use std::fmt;

/// Writes foreign text on one line: escapes characters that could forge or
/// reorder log lines, and truncates it after `limit` characters.
pub(crate) fn write_line(out: &mut impl fmt::Write, text: &str, limit: usize) -> fmt::Result {
    for (index, character) in text.chars().enumerate() {
        match character {
            _ if index == limit => return out.write_char('…'),
            character if character.is_control() || is_format(character) => {
                write!(out, "{}", character.escape_default())?;
            }
            character => out.write_char(character)?,
        }
    }
    Ok(())
}

/// Returns whether a character separates lines or changes the text direction:
/// these are not control characters, but just as harmful.
fn is_format(character: char) -> bool {
    matches!(
        character,
        '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// Displays foreign text on one line: characters that could forge or reorder lines are
/// escaped, and it is truncated after 200 characters.
#[derive(Clone, Copy, Debug)]
pub struct OneLine<'a> {
    text: &'a str,
    limit: usize,
}

impl<'a> OneLine<'a> {
    /// Displays this text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, limit: 200 }
    }

    /// Truncates the text after this number of characters.
    #[must_use]
    pub fn at_most(self, limit: usize) -> Self {
        Self { limit, ..self }
    }
}

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_line(f, self.text, self.limit)
    }
}

/// Displays a URL without user, password, query and fragment.
pub(crate) struct RedactedUrl<'a>(pub(crate) &'a str);

impl fmt::Display for RedactedUrl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_scheme = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let (scheme, rest) = match self.0.split_once("://") {
            Some((before, _)) if is_scheme(before) => self.0.split_at(before.len() + 3),
            _ => ("", self.0),
        };
        // An unescaped slash in a password would end the authority too early,
        // so everything up to the last `@` is hidden.
        match rest.rfind('@') {
            // The text before the `@` may contain a query, so nothing is shown.
            Some(at)
                if rest
                    .get(..at)
                    .is_some_and(|before| before.contains(AFTER_PATH)) =>
            {
                write!(f, "{scheme}…")
            }
            Some(at) => write!(
                f,
                "{scheme}…{}",
                PathOnly(rest.get(at..).unwrap_or_default())
            ),
            None => write!(f, "{scheme}{}", PathOnly(rest)),
        }
    }
}

/// The characters that end the path of a URL.
const AFTER_PATH: [char; 2] = ['?', '#'];

/// Displays the part of a URL before its query and fragment.
struct PathOnly<'a>(&'a str);

impl fmt::Display for PathOnly<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = self.0.find(AFTER_PATH);
        let (shown, hidden) = self.0.split_at(end.unwrap_or(self.0.len()));
        OneLine::new(shown).fmt(f)?;
        match hidden.chars().next() {
            Some(mark) => write!(f, "{mark}…"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redacts_secret_parts_of_urls() {
        for (url, shown) in [
            ("https://host:1/path", "https://host:1/path"),
            ("https://user:pass@host/x", "https://…@host/x"),
            ("user:pass@host", "…@host"),
            ("user:pass@host/a://b", "…@host/a://b"),
            ("https://host/x?token=se-cret", "https://host/x?…"),
            ("https://host/x#se-cret", "https://host/x#…"),
            ("https://user:pass@host/x?se-cret", "https://…@host/x?…"),
            ("https://user:pa?ss@host/", "https://…"),
            ("https://host/?se-cret@se-cret", "https://…"),
            ("https://user:pa/ss@host", "https://…@host"),
            ("http://h\r\nx", "http://h\\r\\nx"),
            ("http://h\u{2028}x", "http://h\\u{2028}x"),
            ("", ""),
        ] {
            assert_eq!(RedactedUrl(url).to_string(), shown);
        }
    }

    proptest::proptest! {
        #[test]
        fn never_shows_secrets_of_urls(
            scheme in "(https?:)?(//)?",
            before in "[a-z:/?#@%]{0,4}",
            after in "[a-z:/?#@%]{0,4}",
            rest in "h[a-z:/@%]{0,8}",
        ) {
            for url in [
                format!("{scheme}{before}:SECRET{after}@{rest}"),
                format!("{scheme}{rest}?{before}SECRET{after}"),
                format!("{scheme}{rest}#{before}SECRET{after}"),
            ] {
                let shown = RedactedUrl(&url).to_string();
                proptest::prop_assert!(!shown.contains("SECRET"), "{url}: {shown}");
            }
        }
    }
}
