//! The text of a model, and spans in it.

use std::ops::Range;

/// The text of a model, and its path in diagnostics.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path of the file, for diagnostics. It is never read.
    pub path: String,
    /// The text of the file.
    pub text: String,
}

impl Source {
    /// Creates a source from a path and a text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }
}

/// A byte range in the text; the end is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The bytes as a range.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The empty span before the first byte.
    pub(crate) fn start_only(self) -> Self {
        Self {
            start: self.start,
            end: self.start,
        }
    }

    /// The span from the start of this one to the end of another.
    pub(crate) fn to(self, last: Self) -> Self {
        Self {
            start: self.start,
            end: last.end,
        }
    }
}
