//! Lines and columns of a text.

/// A place in a text, for people: both count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// Where the lines of a text start.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// Finds the lines of a text.
    pub(super) fn new(text: &str) -> Self {
        let breaks = text.match_indices('\n').map(|(position, _)| position + 1);
        Self {
            starts: std::iter::once(0).chain(breaks).collect(),
        }
    }

    /// The number of the line, from 0, that holds a byte.
    pub(super) fn index(&self, byte: usize) -> usize {
        self.starts
            .partition_point(|&start| start <= byte)
            .saturating_sub(1)
    }

    /// The first byte of a line; the end of the text after the last one.
    pub(super) fn start(&self, index: usize, text: &str) -> usize {
        self.starts.get(index).copied().unwrap_or(text.len())
    }

    /// The line and column of a byte.
    pub(super) fn position(&self, text: &str, byte: usize) -> Position {
        let index = self.index(byte);
        let start = self.start(index, text);
        let before = text.get(start..byte).unwrap_or_default();
        Position {
            line: index + 1,
            column: before.chars().count() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "é{\n\n  x";
        let lines = Lines::new(text);
        for (byte, expected) in [
            (0, (1, 1)),
            (2, (1, 2)),
            (3, (1, 3)),
            (4, (2, 1)),
            (7, (3, 3)),
        ] {
            let position = lines.position(text, byte);
            assert_eq!((position.line, position.column), expected, "byte {byte}");
        }
    }
}
