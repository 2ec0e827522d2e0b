//! Where a value stands in an input.

use std::fmt::Write as _;

use crate::wire::pointer::push_segment;

/// One step from a value to a part of it.
#[derive(Clone, Copy)]
pub(super) enum Segment<'a> {
    /// A member by its name in the model, or several joined by slashes.
    Member(&'static str),
    /// An entry of a list.
    Index(usize),
    /// An entry of a map.
    Key(&'a str),
}

/// Whether a violation may show what it was found in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Secrecy {
    Open,
    Sensitive,
}

/// A path, linked from its end to its beginning through the stack frames of
/// the check, so that nothing is allocated until a violation is found.
#[derive(Clone, Copy)]
pub(super) struct Path<'a> {
    pub(super) parent: Option<&'a Path<'a>>,
    pub(super) segment: Segment<'a>,
}

/// The longest map key that a path shows, in characters.
const KEY_LIMIT: usize = 64;

impl Path<'_> {
    /// Appends the path as a JSON pointer (RFC 6901), with a star for each
    /// map key that is not to be shown.
    pub(super) fn write(&self, out: &mut String, secrecy: Secrecy) {
        if let Some(parent) = self.parent {
            parent.write(out, secrecy);
        }
        out.push('/');
        match self.segment {
            Segment::Member(name) => out.push_str(name),
            // Writing to a String cannot fail.
            Segment::Index(index) => drop(write!(out, "{index}")),
            Segment::Key(_) if secrecy == Secrecy::Sensitive => out.push('*'),
            Segment::Key(key) => push_segment(out, key, KEY_LIMIT),
        }
    }
}
