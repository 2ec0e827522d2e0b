//! Line and column numbers.

/// A line and column, both counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// The byte offsets at which the lines of a text start.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let breaks = text.match_indices('\n').map(|(position, _)| position + 1);
        Self {
            starts: std::iter::once(0).chain(breaks).collect(),
        }
    }

    /// Returns the index, from 0, of the line that contains a byte.
    pub(super) fn index(&self, byte: usize) -> usize {
        self.starts
            .partition_point(|&start| start <= byte)
            .saturating_sub(1)
    }

    /// Returns the first byte of a line, or the end of the text after the last line.
    pub(super) fn start(&self, index: usize, text: &str) -> usize {
        self.starts.get(index).copied().unwrap_or(text.len())
    }

    pub(super) fn position(&self, text: &str, byte: usize) -> LineColumn {
        let index = self.index(byte);
        let start = self.start(index, text);
        let before = text.get(start..byte).unwrap_or_default();
        LineColumn {
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
