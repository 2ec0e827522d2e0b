//! JSON pointers (RFC 6901) in errors.

use std::fmt;

use crate::base::printable::write_line;

/// Appends a map key to a JSON pointer, cut after `limit` characters, with line
/// breaks escaped.
pub(crate) fn push_segment(pointer: &mut String, key: &str, limit: usize) {
    // Writing to a String cannot fail.
    let _ = write_line(&mut EscapedSegment(pointer), key, limit);
}

/// Escapes `~` and `/`, the special characters of pointers.
struct EscapedSegment<'a>(&'a mut String);

impl fmt::Write for EscapedSegment<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.chars()
            .try_for_each(|character| self.write_char(character))
    }

    fn write_char(&mut self, character: char) -> fmt::Result {
        match character {
            '~' => self.0.push_str("~0"),
            '/' => self.0.push_str("~1"),
            character => self.0.push(character),
        }
        Ok(())
    }
}
