//! Walks to the values at a path inside a value, without allocation.

use std::fmt;
use std::ops::ControlFlow;

use super::name::MemberName;
use super::path::{Path, PathSegment, quoted};

/// A value that rules compare with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scalar<'a> {
    /// A string, or a value of an enum.
    Text(&'a str),
    /// An integer, a value of an intEnum, or a number of entries.
    Integer(i64),
    /// A boolean.
    Boolean(bool),
    /// The member of a union that is set.
    Variant(&'static str),
    /// A value of another type.
    Set,
    /// No value.
    Unset,
}

impl Scalar<'_> {
    /// Returns the number of entries of a list or map.
    #[must_use]
    pub fn count(entries: usize) -> Self {
        Self::Integer(i64::try_from(entries).unwrap_or(i64::MAX))
    }

    /// Returns whether there is a value.
    #[must_use]
    pub fn set(is_set: bool) -> Self {
        if is_set { Self::Set } else { Self::Unset }
    }

    /// Returns the value for violations, cut to this number of characters.
    pub(super) fn shown(self, limit: usize) -> String {
        match self {
            Self::Text(text) => quoted(text, limit),
            other => other.to_string(),
        }
    }
}

impl fmt::Display for Scalar<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Integer(number) => number.fmt(f),
            Self::Boolean(value) => value.fmt(f),
            Self::Variant(name) => f.write_str(name),
            Self::Set => f.write_str("set"),
            Self::Unset => f.write_str("unset"),
        }
    }
}

impl<'a> From<&'a str> for Scalar<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Scalar<'_> {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for Scalar<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

/// Receives a value and its path, and decides whether the walk continues.
type Visit<'a> = dyn FnMut(Option<&Path<'_>>, Scalar<'_>) -> ControlFlow<()> + 'a;

/// A walk through a value. Generated code takes each step and ends with
/// [`visit`](Self::visit).
pub struct Walk<'a, 'v> {
    path: Option<&'a Path<'a>>,
    visit: &'a mut Visit<'v>,
    state: ControlFlow<()>,
}

impl<'a, 'v> Walk<'a, 'v> {
    pub(super) fn new(path: Option<&'a Path<'a>>, visit: &'a mut Visit<'v>) -> Self {
        Self {
            path,
            visit,
            state: ControlFlow::Continue(()),
        }
    }

    fn enter(&mut self, segment: PathSegment<'_>, next: impl FnOnce(&mut Walk<'_, 'v>)) {
        if self.state.is_break() {
            return;
        }
        let path = Path {
            parent: self.path,
            segment,
        };
        let mut inner = Walk {
            path: Some(&path),
            visit: &mut *self.visit,
            state: ControlFlow::Continue(()),
        };
        next(&mut inner);
        self.state = inner.state;
    }

    /// Walks into a member if it is set.
    pub fn member<T: ?Sized>(
        &mut self,
        name: impl Into<MemberName>,
        value: Option<&T>,
        next: impl FnOnce(&T, &mut Walk<'_, 'v>),
    ) {
        if let Some(value) = value {
            self.enter(PathSegment::Member(name.into()), |walk| next(value, walk));
        }
    }

    /// Walks into each entry of a list.
    pub fn items<T>(&mut self, value: &[T], next: impl Fn(&T, &mut Walk<'_, 'v>)) {
        for (index, item) in value.iter().enumerate() {
            if self.state.is_break() {
                return;
            }
            self.enter(PathSegment::Index(index), |walk| next(item, walk));
        }
    }

    /// Visits a member that is the end of the path, set or not.
    pub fn presence(&mut self, name: impl Into<MemberName>, is_set: bool) {
        self.enter(PathSegment::Member(name.into()), |walk| {
            walk.visit(Scalar::set(is_set));
        });
    }

    /// Visits the value at the end of the path.
    pub fn visit<'s>(&mut self, value: impl Into<Scalar<'s>>) {
        if self.state.is_continue() {
            self.state = (self.visit)(self.path, value.into());
        }
    }
}
