//! Settings of a client, and where they come from: what the program says, the
//! environment, and the shared configuration files of the AWS tools.

mod env;
mod error;
mod ini;
mod profiles;
mod region;
mod settings;

use std::fmt;

pub use env::Env;
use env::Place;
pub use error::{ConfigError, Searched};
#[cfg(feature = "credentials-chain")]
pub(crate) use ini::Section;
pub(crate) use profiles::Profiles;
pub use region::{InvalidRegion, Region};
pub(crate) use settings::Source;

use crate::error::is_format;

/// Shows a URL without the user and password that it may hold.
pub(crate) struct ShowUrl<'a>(pub(crate) &'a str);

impl fmt::Display for ShowUrl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, rest) = match self.0.find("://") {
            Some(at) => self.0.split_at(at + 3),
            None => ("", self.0),
        };
        // An unescaped slash in a password would end the authority too early,
        // so everything up to the last `@` is hidden.
        match rest.rfind('@') {
            Some(at) => {
                let shown = rest.get(at..).unwrap_or_default();
                write!(f, "{scheme}…{}", OneLine(shown))
            }
            None => OneLine(self.0).fmt(f),
        }
    }
}

/// Shows a foreign text on one line of moderate length.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

/// The most characters of a foreign text that are shown.
const SHOWN: usize = 200;

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        for (index, character) in self.0.chars().enumerate() {
            match character {
                _ if index == SHOWN => return f.write_char('…'),
                character if character.is_control() || is_format(character) => {
                    write!(f, "{}", character.escape_default())?;
                }
                character => f.write_char(character)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_shown_without_their_password() {
        for (url, shown) in [
            ("https://host:1/path", "https://host:1/path"),
            ("https://user:pass@host/x", "https://…@host/x"),
            ("user:pass@host", "…@host"),
            ("https://user:pa/ss@host", "https://…@host"),
            ("http://h\r\nx", "http://h\\r\\nx"),
            ("http://h\u{2028}x", "http://h\\u{2028}x"),
            ("", ""),
        ] {
            assert_eq!(ShowUrl(url).to_string(), shown);
        }
    }
}
