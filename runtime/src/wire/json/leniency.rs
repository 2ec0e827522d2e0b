//! The treatment of JSON that the model does not allow.
//!
//! One malformed timestamp must not make a whole response unreadable: readers
//! of responses treat it as absent. Servers reject it, and everything else in a
//! request that is malformed according to Smithy's specification.
//!
//! The setting is thread-local while a body is read, because serde does not
//! pass a context to readers.

use std::cell::Cell;
use std::fmt;

use serde::de::{Error, Visitor};

/// The origin of the JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// A value in memory.
    Value,
    Response,
    Request,
}

thread_local! {
    static ORIGIN: Cell<Origin> = const { Cell::new(Origin::Value) };
}

/// Restores the setting of the caller, even after a panic.
struct Restore(Origin);

impl Drop for Restore {
    fn drop(&mut self) {
        ORIGIN.set(self.0);
    }
}

/// Reads a response, in which malformed values of optional members are ignored.
pub(crate) fn lenient<T>(read: impl FnOnce() -> T) -> T {
    let _restore = Restore(ORIGIN.replace(Origin::Response));
    read()
}

/// Reads a request, in which all malformed values are errors.
#[cfg(feature = "server")]
pub(crate) fn strict<T>(read: impl FnOnce() -> T) -> T {
    let _restore = Restore(ORIGIN.replace(Origin::Request));
    read()
}

/// Whether a request is read.
#[inline]
pub(super) fn is_strict() -> bool {
    ORIGIN.get() == Origin::Request
}

/// Reads a scalar with `V`. A malformed one is `None` where reading is lenient.
pub(super) struct OptionalVisitor<V>(pub(super) V);

impl<V> OptionalVisitor<V> {
    fn or_absent<T, E: Error>(value: Result<T, E>) -> Result<Option<T>, E> {
        match value {
            Ok(value) => Ok(Some(value)),
            // The error quotes the value, which may be secret.
            Err(_) if ORIGIN.get() == Origin::Response => {
                tracing::warn!("ignored a malformed timestamp of an optional member");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

macro_rules! visit {
    ($($visit:ident: $value:ty;)*) => {$(
        fn $visit<E: Error>(self, value: $value) -> Result<Option<V::Value>, E> {
            Self::or_absent(self.0.$visit(value))
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for OptionalVisitor<V> {
    type Value = Option<V::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    visit! {
        visit_bool: bool;
        visit_i64: i64;
        visit_u64: u64;
        visit_f64: f64;
        visit_str: &str;
    }
}
