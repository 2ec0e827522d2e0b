//! Finds an unclosed bracket by indentation.
//!
//! A parser notices an unclosed bracket only at the end of the text. The
//! content of a bracket is usually indented deeper than the line that opens it,
//! so the first line with less indentation that does not close the bracket
//! shows where it should be closed.

use crate::source::Span;

/// An unclosed bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unclosed {
    /// The opening bracket.
    pub(super) opening: Span,
    /// The first text after the position where the closing bracket is missing.
    pub(super) before: Span,
    /// The missing bracket.
    pub(super) closing: char,
}

/// An open bracket.
struct Open {
    start: usize,
    closing: char,
    /// The line that opens it, and the width of its indentation.
    line: usize,
    indent: usize,
}

/// Finds the first bracket that ends by indentation, but is not closed. `None`
/// if the text is not indented that way.
pub(super) fn unclosed(text: &str) -> Option<Unclosed> {
    let mut open: Vec<Open> = Vec::new();
    let mut offset = 0;
    for (line, content) in text.split_inclusive('\n').enumerate() {
        let indent = content.len() - content.trim_start_matches([' ', '\t']).len();
        let mut in_string = false;
        let mut escaped = false;
        for (position, char) in content.char_indices() {
            let start = offset + position;
            if in_string {
                match char {
                    _ if escaped => escaped = false,
                    '\\' => escaped = true,
                    '"' => in_string = false,
                    _ => {}
                }
                continue;
            }
            let is_first = position == indent;
            if is_first && !char.is_whitespace() {
                let found = dedented(&open, line, indent, char);
                if let Some(found) = found {
                    return Some(Unclosed {
                        opening: place(found.start, 1),
                        before: place(start, char.len_utf8()),
                        closing: found.closing,
                    });
                }
            }
            match char {
                '"' => in_string = true,
                '{' | '[' => open.push(Open {
                    start,
                    closing: if char == '{' { '}' } else { ']' },
                    line,
                    indent,
                }),
                // The parser reports other mismatches.
                '}' | ']' if open.pop()?.closing != char => return None,
                _ => {}
            }
        }
        offset += content.len();
    }
    None
}

/// The innermost bracket, if a line that begins like this is outside it.
fn dedented(open: &[Open], line: usize, indent: usize, first: char) -> Option<&Open> {
    let innermost = open.last().filter(|innermost| innermost.line < line)?;
    let is_outside = match first {
        '}' | ']' => indent < innermost.indent,
        _ => indent <= innermost.indent && innermost.indent > 0,
    };
    is_outside.then_some(innermost)
}

fn place(start: usize, length: usize) -> Span {
    Span {
        start,
        end: start + length,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line of the unclosed bracket and the line before which it has to be closed,
    /// from 1.
    fn lines(text: &str) -> Option<(usize, usize, char)> {
        let line = |at: usize| text[..at].matches('\n').count() + 1;
        let found = unclosed(text)?;
        Some((
            line(found.opening.start),
            line(found.before.start),
            found.closing,
        ))
    }

    #[test]
    fn finds_the_bracket_that_the_indentation_closes() {
        for (text, expected) in [
            // The object `b` lacks its brace.
            (
                "{\n  \"b\": {\n    \"c\": 1,\n  \"d\": 2\n}\n",
                Some((2, 4, '}')),
            ),
            (
                "{\n  \"b\": [\n    1,\n    2\n  \"d\": 2\n}\n",
                Some((2, 5, ']')),
            ),
            // The brace of `b` closes the inner object.
            (
                "{\n  \"b\": {\n    \"c\": {\n      \"d\": 1\n  },\n  \"e\": 2\n}\n",
                Some((3, 5, '}')),
            ),
            ("{\n  \"b\": { \"c\": 1 },\n  \"d\": 2\n}\n", None),
            ("{\n\"b\": {\n\"c\": 1\n}\n}\n", None),
            ("{ \"b\": { \"c\": 1 }", None),
            ("{\n  \"}\": \"{\\\"\"\n}\n", None),
        ] {
            assert_eq!(lines(text), expected, "{text}");
        }
    }
}
