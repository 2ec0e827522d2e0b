//! Regular expressions, in the form that the runtime matches.

/// A regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    /// The expression in the model, for violations.
    pub(crate) source: String,
    /// Its pieces; `None` if the client needs a library for it.
    pub(crate) pieces: Option<Vec<Piece>>,
}

/// A part of a regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// The start of the text.
    Start,
    /// The end of the text.
    End,
    Text(String),
    /// Characters in these ranges.
    Chars(Vec<(char, char)>, Count),
    /// Characters other than a line feed.
    Any(Count),
    /// One of these alternatives.
    OneOf(Vec<Vec<Self>>),
    /// These pieces any number of times.
    Repeat(Vec<Self>),
}

/// The number of repetitions of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) min: u32,
    pub(crate) max: Option<u32>,
}

/// An explanation of a common invalid value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// Matches part of the value.
    pub(crate) pattern: Pattern,
    /// The explanation, which completes "the value …".
    pub(crate) message: String,
}
