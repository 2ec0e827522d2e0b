//! Texts in errors: foreign ones made harmless, and codes that mean slow down.

use std::fmt;

use crate::operation::ModeledError;

/// Writes a foreign text on one line: control characters are escaped, so that
/// no log line can be forged, and what is beyond `limit` bytes is cut.
pub(crate) fn write_line(out: &mut impl fmt::Write, text: &str, limit: usize) -> fmt::Result {
    let mut left = limit;
    for character in text.trim().chars() {
        let Some(rest) = left.checked_sub(character.len_utf8()) else {
            return out.write_char('…');
        };
        left = rest;
        match character {
            // Line and paragraph separators, and what turns the direction of
            // text, are no control characters but do the same harm.
            character if character.is_control() || is_format(character) => {
                write!(out, "{}", character.escape_default())?;
            }
            character => out.write_char(character)?,
        }
    }
    Ok(())
}

pub(crate) fn is_format(character: char) -> bool {
    matches!(
        character,
        '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// The longest code that is displayed, in bytes.
pub(super) const CODE_LIMIT: usize = 128;

/// The longest message of a service, or of a cause, that is displayed, in
/// bytes.
pub(super) const MESSAGE_LIMIT: usize = 1024;

/// Writes an error that the model describes, on one line: its code, and the
/// service's message if there is one.
///
/// ```
/// use std::fmt;
///
/// #[derive(Debug)]
/// struct OutOfStock { message: Option<String> }
///
/// impl runtime::ModeledError for OutOfStock {
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
///         runtime::error::write_modeled(f, self)
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
/// Those of the formatter.
pub fn write_modeled(f: &mut fmt::Formatter<'_>, error: &dyn ModeledError) -> fmt::Result {
    write_line(f, error.code(), CODE_LIMIT)?;
    write_message(f, error.message())
}

/// Writes `: ` and the message, if there is one.
pub(super) fn write_message(f: &mut fmt::Formatter<'_>, message: Option<&str>) -> fmt::Result {
    match message {
        Some(message) if !message.trim().is_empty() => {
            f.write_str(": ")?;
            write_line(f, message, MESSAGE_LIMIT)
        }
        _ => Ok(()),
    }
}

/// Whether AWS services answer with this code when they want fewer requests.
///
/// The list is the one that AWS gives to the authors of its SDKs.
#[must_use]
pub fn is_throttling_code(code: &str) -> bool {
    matches!(
        code,
        "Throttling"
            | "ThrottlingException"
            | "ThrottledException"
            | "RequestThrottledException"
            | "TooManyRequestsException"
            | "ProvisionedThroughputExceededException"
            | "TransactionInProgressException"
            | "RequestLimitExceeded"
            | "BandwidthLimitExceeded"
            | "LimitExceededException"
            | "RequestThrottled"
            | "SlowDown"
            | "PriorRequestNotComplete"
            | "EC2ThrottledException"
    )
}
