//! Characters that are invisible, or change how other text is displayed.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text with such characters as escapes: `\u{202e}`, `\u{1b}`, `\r`.
///
/// Rust rejects some of them in comments (a carriage return, and the characters
/// of `text_direction_codepoint_in_comment`); the others hide text from readers
/// or control their terminal.
///
/// ```
/// assert_eq!(codegen::visible("a\u{202e}b\n"), "a\\u{202e}b\\n");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    visible_except(text, |_| false)
}

/// Like [`visible`], but keeps some characters.
pub(crate) fn visible_except(text: &str, is_kept: impl Fn(char) -> bool) -> Cow<'_, str> {
    let is_hidden = |character| is_hidden(character) && !is_kept(character);
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_hidden(character) {
            // Writing into a string cannot fail.
            let _ = write!(shown, "{}", character.escape_default());
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// Whether a character is a control character, or a Unicode separator or format
/// character without a glyph. Joiners are allowed, because scripts and emoji
/// need them.
pub(super) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// The lines of a text, with any line ends, with tabs replaced by spaces and
/// trailing spaces removed.
pub(crate) fn lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\t', "    ");
    let lines = text.split(['\n', '\r']);
    lines
        .map(|line| visible(line.trim_end()).into_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_hidden_characters() {
        for (text, expected) in [
            ("plain é 👩‍🚀", "plain é 👩‍🚀"),
            ("a\u{202e}b", r"a\u{202e}b"),
            ("\u{1b}[2J", r"\u{1b}[2J"),
            ("a\rb\0", r"a\rb\u{0}"),
            ("\u{2028}\u{feff}\u{e0041}", r"\u{2028}\u{feff}\u{e0041}"),
        ] {
            assert_eq!(visible(text), expected);
        }
    }

    #[test]
    fn splits_lines_at_every_line_end() {
        assert_eq!(lines("a \r\nb\rc\n\td"), ["a", "b", "c", "    d"]);
    }
}
