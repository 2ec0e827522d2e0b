//! Files and text for command-line programs.

use std::io::{self, Read as _};

/// Reads a file; `-` is standard input.
pub(crate) fn read(file: &str) -> io::Result<Vec<u8>> {
    if file != "-" {
        return std::fs::read(file);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns foreign text on one line, truncated after `limit` characters.
///
/// Characters that control a terminal, begin a line, change the direction of
/// text, or are invisible become escapes.
pub(crate) fn one_line(text: &str, limit: usize) -> String {
    let mut line = String::new();
    for (index, character) in text.chars().enumerate() {
        match character {
            _ if index == limit => {
                line.push('…');
                break;
            }
            // Combining accents and variation selectors follow a character.
            '\'' | '\u{300}'..='\u{36f}' | '\u{fe0f}' => line.push(character),
            // Leaves printable characters as they are.
            _ => line.extend(character.escape_debug()),
        }
    }
    line
}
