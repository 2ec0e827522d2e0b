//! Codes and messages of services in errors.

use std::fmt;

use crate::base::printable::write_line;
use crate::call::operation::ModeledError;

/// The maximum length of a displayed code, in characters.
pub(super) const CODE_LIMIT: usize = 128;

/// The maximum length of a displayed message of a service or of a cause, in
/// characters.
pub(super) const MESSAGE_LIMIT: usize = 1024;

/// Writes a modeled error on one line: its code, and the service's message if
/// there is one.
///
/// ```
/// # use runtime::ModeledError;
/// # use runtime::codegen::write_modeled;
/// use std::fmt;
///
/// #[derive(Debug)]
/// struct OutOfStock { message: Option<String> }
///
/// impl ModeledError for OutOfStock {
///     fn code(&self) -> &'static str {
///         "OutOfStock"
///     }
///
///     fn message(&self) -> Option<&str> {
///         self.message.as_deref()
///     }
/// }
///
/// impl fmt::Display for OutOfStock {
///     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
///         write_modeled(f, self)
///     }
/// }
///
/// impl std::error::Error for OutOfStock {}
///
/// let error = OutOfStock { message: Some("No copies\nleft".to_owned()) };
/// assert_eq!(error.to_string(), r"OutOfStock: No copies\nleft");
/// ```
///
/// # Errors
/// The formatter fails.
pub fn write_modeled(f: &mut fmt::Formatter<'_>, error: &dyn ModeledError) -> fmt::Result {
    write_line(f, error.code(), CODE_LIMIT)?;
    write_message(f, error.message())
}

/// Writes `: ` and the message, if there is one.
pub(super) fn write_message(f: &mut fmt::Formatter<'_>, message: Option<&str>) -> fmt::Result {
    match message {
        Some(message) if !message.trim().is_empty() => {
            f.write_str(": ")?;
            write_line(f, message.trim(), MESSAGE_LIMIT)
        }
        _ => Ok(()),
    }
}
