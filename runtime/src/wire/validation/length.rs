//! Lengths of values.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::rule::Unit;

/// A value with a length: characters of a string (Unicode scalar values), bytes
/// of a blob, entries of a list or a map.
pub trait Length {
    /// Returns the length, counted in [`unit`](Self::unit).
    fn length(&self) -> usize;

    /// Returns the unit of the length.
    fn unit(&self) -> Unit;
}

impl Length for str {
    fn length(&self) -> usize {
        self.chars().count()
    }

    fn unit(&self) -> Unit {
        Unit::Characters
    }
}

impl Length for Bytes {
    fn length(&self) -> usize {
        self.len()
    }

    fn unit(&self) -> Unit {
        Unit::Bytes
    }
}

impl<T> Length for [T] {
    fn length(&self) -> usize {
        self.len()
    }

    fn unit(&self) -> Unit {
        Unit::Entries
    }
}

impl<V> Length for BTreeMap<String, V> {
    fn length(&self) -> usize {
        self.len()
    }

    fn unit(&self) -> Unit {
        Unit::Entries
    }
}
