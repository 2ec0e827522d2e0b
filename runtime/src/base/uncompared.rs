//! Fields that are excluded from comparisons.

use std::fmt;
use std::ops::Deref;

/// A field that `==` ignores, so that types with such a field can derive
/// `PartialEq`.
#[derive(Clone, Copy, Default)]
pub struct Uncompared<T>(T);

impl<T> From<T> for Uncompared<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for Uncompared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> PartialEq for Uncompared<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Uncompared<T> {}

impl<T: fmt::Debug> fmt::Debug for Uncompared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
