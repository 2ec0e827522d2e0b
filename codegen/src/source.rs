//! The text of a model, and stretches of it.

use std::ops::Range;

/// The text of a model and the name that diagnostics give it.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path of the file, as diagnostics print it. Nothing is read from it.
    pub path: String,
    /// The text of the file.
    pub text: String,
}

impl Source {
    /// A text and the path that it came from.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }
}

/// A stretch of the text, in bytes; the end is exclusive.
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

    /// The place before its first byte.
    pub(crate) fn start_only(self) -> Self {
        Self {
            start: self.start,
            end: self.start,
        }
    }

    /// From the start of this to the end of another.
    pub(crate) fn to(self, last: Self) -> Self {
        Self {
            start: self.start,
            end: last.end,
        }
    }
}
