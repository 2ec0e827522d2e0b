//! Paths to values in an input.

use std::fmt::Write as _;

use super::name::MemberName;
use crate::wire::pointer::push_segment;

/// A step of a path.
#[derive(Clone, Copy)]
pub(super) enum PathSegment<'a> {
    /// A member, or a nested member: names in the model joined by slashes, names
    /// in Rust by dots.
    Member(MemberName),
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
            PathSegment::Member(name) => out.push_str(name.model()),
            // Writing to a String cannot fail.
            PathSegment::Index(index) => drop(write!(out, "{index}")),
            PathSegment::Key(_) if secrecy == Secrecy::Sensitive => out.push('*'),
            PathSegment::Key(key) => push_segment(out, key, KEY_LIMIT),
        }
    }

    /// Appends the path in Rust's terms: `phone_numbers[0].tags["team"]`, with
    /// `*` for each sensitive map key.
    pub(super) fn write_field(&self, out: &mut String, secrecy: Secrecy) {
        if let Some(parent) = self.parent {
            parent.write_field(out, secrecy);
        }
        // Writing to a String cannot fail.
        match self.segment {
            PathSegment::Member(name) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(name.field());
            }
            PathSegment::Index(index) => drop(write!(out, "[{index}]")),
            PathSegment::Key(_) if secrecy == Secrecy::Sensitive => out.push_str("[*]"),
            PathSegment::Key(key) => drop(write!(out, "[{}]", quoted(key, KEY_LIMIT))),
        }
    }

    /// Whether any member has a different name in Rust than in the model.
    pub(super) fn is_renamed(&self) -> bool {
        let own = matches!(self.segment, PathSegment::Member(name) if name.is_renamed());
        own || self.parent.is_some_and(Path::is_renamed)
    }
}

/// Quotes the text on one line and cuts it if it has more characters.
pub(super) fn quoted(text: &str, limit: usize) -> String {
    let mut characters = text.chars();
    let shown: String = characters.by_ref().take(limit).collect();
    match characters.next() {
        None => format!("{shown:?}"),
        Some(_) => format!("{shown:?}…"),
    }
}
