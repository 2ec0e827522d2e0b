//! Values of enums and members of unions that the model does not list.

use std::fmt;

/// A value of an enum, or the name of a member of a union, that the model does
/// not list.
///
/// Only `From` and deserialization create one, after comparing the value with
/// those of the model. So every value has one representation: `Unknown` never
/// contains a value that has a variant.
///
/// ```
/// # use runtime::codegen::{UnknownValue, unknown_value};
/// #[derive(Debug, PartialEq)]
/// enum Suit {
///     Hearts,
///     Unknown(UnknownValue<String>),
/// }
///
/// impl From<&str> for Suit {
///     fn from(value: &str) -> Self {
///         match value {
///             "HEARTS" => Self::Hearts,
///             _ => Self::Unknown(unknown_value(value.to_owned())),
///         }
///     }
/// }
///
/// assert_eq!(Suit::from("HEARTS"), Suit::Hearts);
/// match Suit::from("CLUBS") {
///     Suit::Hearts => unreachable!(),
///     Suit::Unknown(value) => assert_eq!(value.as_str(), "CLUBS"),
/// }
/// ```
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UnknownValue<T>(T);

impl UnknownValue<String> {
    /// Returns the value on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl UnknownValue<i32> {
    /// Returns the value on the wire.
    pub const fn as_i32(&self) -> i32 {
        self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for UnknownValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: fmt::Display> fmt::Display for UnknownValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Wraps a value that the caller has compared with the values of the model.
///
/// It is a function in the hidden module `codegen`, not a method of the type,
/// so that users cannot wrap a value that has a variant:
///
/// ```compile_fail,E0423
/// # use runtime::UnknownValue;
/// let value = UnknownValue("COMPLETE".to_owned());
/// ```
pub const fn unknown_value<T>(value: T) -> UnknownValue<T> {
    UnknownValue(value)
}
