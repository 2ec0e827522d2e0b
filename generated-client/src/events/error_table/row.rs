//! A row of the table of error codes.

use crate::events::error_class::ErrorClass;

/// The entry for a code or a block of codes.
#[derive(Debug)]
pub(crate) struct ErrorRow {
    pub(super) first: i32,
    pub(super) last: i32,
    pub(crate) class: ErrorClass,
    pub(crate) also: Option<ErrorClass>,
    pub(crate) meaning: &'static str,
    pub(crate) advice: &'static str,
    pub(crate) proves_not_sent: bool,
}

pub(super) const fn row(
    code: i32,
    class: ErrorClass,
    meaning: &'static str,
    advice: &'static str,
) -> ErrorRow {
    rows(code, code, class, meaning, advice)
}

pub(super) const fn rows(
    first: i32,
    last: i32,
    class: ErrorClass,
    meaning: &'static str,
    advice: &'static str,
) -> ErrorRow {
    ErrorRow {
        first,
        last,
        class,
        also: None,
        meaning,
        advice,
        proves_not_sent: false,
    }
}

impl ErrorRow {
    /// Adds a second class.
    pub(super) const fn also(mut self, class: ErrorClass) -> Self {
        self.also = Some(class);
        self
    }

    /// Marks the code as proof that the message was not sent.
    pub(super) const fn not_sent(mut self) -> Self {
        self.proves_not_sent = true;
        self
    }
}
