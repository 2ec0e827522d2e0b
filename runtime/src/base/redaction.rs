//! `Debug` output that keeps secrets.

use std::fmt;

/// Prints `** redacted **` in place of a sensitive value.
///
/// ```
/// assert_eq!(format!("{:?}", runtime::codegen::Redacted), "** redacted **");
/// ```
#[derive(Clone, Copy)]
pub struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("** redacted **")
    }
}

/// What to print in place of a sensitive optional value: whether it is set.
///
/// ```
/// assert_eq!(format!("{:?}", runtime::codegen::redact(&Some("1234"))), "Some(** redacted **)");
/// assert_eq!(format!("{:?}", runtime::codegen::redact(&None::<String>)), "None");
/// ```
#[must_use]
pub fn redact<T>(value: &Option<T>) -> Option<Redacted> {
    value.as_ref().map(|_| Redacted)
}
