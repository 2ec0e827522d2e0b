//! Foreign text on a terminal.

use std::fmt;

/// Foreign text in quotes, on one line and of limited length.
///
/// Characters that a terminal obeys, that begin a line, change the direction of
/// text, or are invisible become escapes.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

/// A foreign id or name without quotes. Otherwise like [`Quoted`].
pub(crate) struct Plain<'a>(pub(crate) &'a str);

/// The maximum number of characters shown of a text, and of ids and URLs.
const TEXT: usize = 80;
const ID: usize = 1000;

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        write(f, self.0, TEXT)?;
        f.write_str("\"")
    }
}

impl fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, self.0, ID)
    }
}

fn write(f: &mut fmt::Formatter<'_>, text: &str, limit: usize) -> fmt::Result {
    let mut rest = text.chars();
    for character in rest.by_ref().take(limit) {
        match character {
            // Accents and the form of emojis follow a character.
            '\'' | '\u{300}'..='\u{36f}' | '\u{fe0f}' => write!(f, "{character}")?,
            // Leaves printable characters as they are.
            _ => write!(f, "{}", character.escape_debug())?,
        }
    }
    match rest.next() {
        Some(_) => f.write_str("…"),
        None => Ok(()),
    }
}
