//! `Debug` output without secrets.

use std::fmt;

/// Prints `** redacted **` in place of a sensitive value.
///
/// ```
/// # use runtime::codegen::Redacted;
/// assert_eq!(format!("{:?}", Redacted), "** redacted **");
/// ```
#[derive(Clone, Copy)]
pub struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("** redacted **")
    }
}

/// Returns the value to print for a sensitive optional value: it shows only
/// whether the value is set.
///
/// ```
/// # use runtime::codegen::redact;
/// assert_eq!(format!("{:?}", redact(&Some("1234"))), "Some(** redacted **)");
/// assert_eq!(format!("{:?}", redact(&None::<String>)), "None");
/// ```
#[must_use]
pub fn redact<T>(value: &Option<T>) -> Option<Redacted> {
    value.as_ref().map(|_| Redacted)
}
