//! Paths to values in an input.

use std::fmt::Write as _;

use crate::wire::pointer::push_segment;

/// A step of a path.
#[derive(Clone, Copy)]
pub(super) enum PathSegment<'a> {
    /// A member by its name in the model, or several names joined by slashes.
    Member(&'static str),
    /// An entry of a list.
    Index(usize),
    /// An entry of a map.
    Key(&'a str),
}

/// Whether violations may show values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Secrecy {
    Open,
    Sensitive,
}

/// A path, linked from its end to the root through the stack frames of the
/// check, so that valid input needs no allocation.
#[derive(Clone, Copy)]
pub(super) struct Path<'a> {
    pub(super) parent: Option<&'a Path<'a>>,
    pub(super) segment: PathSegment<'a>,
}

/// The maximum length of a map key in a path, in characters.
const KEY_LIMIT: usize = 64;

impl Path<'_> {
    /// Appends the path as a JSON pointer (RFC 6901), with `*` for each
    /// sensitive map key.
    pub(super) fn write(&self, out: &mut String, secrecy: Secrecy) {
        if let Some(parent) = self.parent {
            parent.write(out, secrecy);
        }
        out.push('/');
        match self.segment {
            PathSegment::Member(name) => out.push_str(name),
            // Writing to a String cannot fail.
            PathSegment::Index(index) => drop(write!(out, "{index}")),
            PathSegment::Key(_) if secrecy == Secrecy::Sensitive => out.push('*'),
            PathSegment::Key(key) => push_segment(out, key, KEY_LIMIT),
        }
    }
}
