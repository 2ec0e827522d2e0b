//! Whether malformed values of optional members are ignored.
//!
//! One malformed timestamp must not make a whole response unreadable: readers of
//! responses treat it as absent. Servers reject it.
//!
//! The setting belongs to the thread while one body is read: readers are
//! functions of serde, which hand no context on.

use std::cell::Cell;
use std::fmt;

use serde::de::{Error, Visitor};

thread_local! {
    static LENIENT: Cell<bool> = const { Cell::new(false) };
}

/// Restores the setting of the caller, also after a panic.
struct Restore(bool);

impl Drop for Restore {
    fn drop(&mut self) {
        LENIENT.set(self.0);
    }
}

/// Reads a body in which malformed values of optional members are ignored.
pub(crate) fn lenient<T>(read: impl FnOnce() -> T) -> T {
    let _restore = Restore(LENIENT.replace(true));
    read()
}

/// Reads a scalar with `V`. A malformed one is `None` where reading is lenient.
pub(super) struct OptionalVisitor<V>(pub(super) V);

impl<V> OptionalVisitor<V> {
    fn or_absent<T, E: Error>(value: Result<T, E>) -> Result<Option<T>, E> {
        match value {
            Ok(value) => Ok(Some(value)),
            // The error quotes the value, which may be secret.
            Err(_) if LENIENT.get() => {
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
