//! Meta's error codes.

use std::fmt;

use super::error_class::ErrorClass;
use super::error_table::{self, ErrorRow};
use crate::whatsapp::PlatformError;

/// A Meta error code, with the action that it calls for.
///
/// AWS delivers these codes only in events: `SendWhatsAppMessage` succeeds
/// before Meta sees the message.
///
/// ```
/// # use socialmessaging::events::{ErrorClass, ErrorCode};
/// let code = ErrorCode::new(131047);
/// assert_eq!(code.class(), ErrorClass::Window);
/// assert!(code.advice().contains("template"));
/// // Codes that are not in the table have the class of their block, if any.
/// assert_eq!(ErrorCode::new(132999).class(), ErrorClass::Template);
/// assert_eq!(ErrorCode::new(7).class(), ErrorClass::Unknown);
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ErrorCode(i32);

impl ErrorCode {
    /// Creates a code.
    #[must_use]
    pub const fn new(code: i32) -> Self {
        Self(code)
    }

    /// Returns the code of an error in an event, from Meta or EventBridge.
    #[must_use]
    pub fn from_error(error: &PlatformError) -> Option<Self> {
        error.code().map(Self)
    }

    /// Returns the number.
    #[must_use]
    pub const fn get(self) -> i32 {
        self.0
    }

    /// Returns the class of the code, or else of its block of numbers.
    #[must_use]
    pub fn class(self) -> ErrorClass {
        self.row().map_or(ErrorClass::Unknown, |row| row.class)
    }

    /// Returns the second class that some codes have: 368 concerns the account, and
    /// is a reason to stop.
    #[must_use]
    pub fn second_class(self) -> Option<ErrorClass> {
        self.row()?.also
    }

    /// Returns whether this is the first or second class of the code.
    ///
    /// ```
    /// # use socialmessaging::events::{ErrorClass, ErrorCode};
    /// assert!(ErrorCode::new(368).is(ErrorClass::Account));
    /// assert!(ErrorCode::new(368).is(ErrorClass::Stop));
    /// ```
    #[must_use]
    pub fn is(self, class: ErrorClass) -> bool {
        self.class() == class || self.second_class() == Some(class)
    }

    /// Returns whether the table contains the code itself, not only its block.
    #[must_use]
    pub fn is_listed(self) -> bool {
        error_table::listed(self.0).is_some()
    }

    /// Returns the meaning of the code in one sentence.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        self.row()
            .map_or("The code is not known.", |row| row.meaning)
    }

    /// Returns the recommended next step.
    #[must_use]
    pub fn advice(self) -> &'static str {
        self.row().map_or(
            "Read the details of the error, and Meta's documentation of the code.",
            |row| row.advice,
        )
    }

    /// Returns whether the code proves that the message was not sent, so that a
    /// retry cannot send it twice. Only the codes for limits and one for
    /// maintenance prove that.
    #[must_use]
    pub fn proves_not_sent(self) -> bool {
        self.row().is_some_and(|row| row.proves_not_sent)
    }

    fn row(self) -> Option<&'static ErrorRow> {
        error_table::listed(self.0).or_else(|| error_table::block(self.0))
    }
}

impl From<i32> for ErrorCode {
    fn from(code: i32) -> Self {
        Self(code)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
