//! The one line that an error is displayed as.

use std::error::Error as StdError;
use std::fmt;

use super::failure::{Failure, FailureKind, ResponseMeta, TimeoutKind};
use super::text::{CODE_LIMIT, MESSAGE_LIMIT, write_message};
use crate::base::printable::write_line;
use crate::wire::validation::Violations;

/// How many violations the line shows; `violations()` has them all.
const VIOLATIONS_SHOWN: usize = 3;

/// Writes the line; code and message are those of the service's answer.
pub(super) fn write(
    error: &Failure,
    code: Option<&str>,
    message: Option<&str>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    if let Some(operation) = error.operation {
        write!(f, "{operation} failed: ")?;
    }
    match &error.kind {
        FailureKind::Modeled(meta) | FailureKind::Unmodeled { meta, .. } => {
            write_answer(code, message, meta, f)?;
        }
        kind => write_failure(kind, error.server.as_deref(), f)?,
    }
    if let Some(id) = error.meta().and_then(ResponseMeta::request_id) {
        f.write_str("; request id ")?;
        write_line(f, id.trim(), CODE_LIMIT)?;
    }
    match error.attempts {
        0 => {}
        1 => f.write_str("; 1 attempt")?,
        attempts => write!(f, "; {attempts} attempts")?,
    }
    if error.maybe_sent {
        f.write_str("; the request may have been carried out")?;
    }
    Ok(())
}

fn write_failure(
    kind: &FailureKind,
    server: Option<&str>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match kind {
        FailureKind::InvalidInput(violations) => write_violations(violations, f),
        FailureKind::Request(error) => write!(f, "invalid input: {error}"),
        FailureKind::Config(cause) => write_cause("configuration", &**cause, f),
        FailureKind::Credentials(cause) => write_cause("no credentials", &**cause, f),
        FailureKind::Connection(cause) => {
            let server = Preposition("to", server);
            write_cause(&format!("connection{server} failed"), &**cause, f)
        }
        FailureKind::Timeout { limit, after } => match limit {
            TimeoutKind::Connect => {
                let server = Preposition("to", server);
                write!(f, "no connection{server} within {after:?} (connect timeout")?;
                f.write_str(", `Timeouts::connect`); check that this machine can reach it")
            }
            TimeoutKind::Attempt => {
                let server = Preposition("from", server);
                write!(f, "no response{server} within {after:?} (attempt timeout")?;
                f.write_str(", `Timeouts::attempt`)")
            }
            TimeoutKind::Operation => {
                let server = Preposition("from", server);
                write!(f, "no result{server} within {after:?} (operation timeout")?;
                f.write_str(", `Timeouts::operation`)")
            }
        },
        FailureKind::Unreadable { error, meta } => {
            write_status("unreadable response", meta, f)?;
            f.write_str(": ")?;
            write_line(f, error.to_string().trim(), MESSAGE_LIMIT)
        }
        FailureKind::RepeatedToken(token) => {
            f.write_str("the service gave the page token \"")?;
            write_line(f, token.trim(), TOKEN_LIMIT)?;
            f.write_str("\" a second time; the pages end here, as following it would never end")
        }
        FailureKind::NotStubbed => {
            f.write_str("the stub has no answer; implement this operation's method on it")
        }
        FailureKind::Modeled(_) | FailureKind::Unmodeled { .. } => Ok(()),
    }
}

/// A server with the word before it, or nothing.
struct Preposition<'a>(&'static str, Option<&'a str>);

impl fmt::Display for Preposition<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self(word, Some(server)) => write!(f, " {word} {server}"),
            Self(_, None) => Ok(()),
        }
    }
}

/// How much of a page token is shown, in characters.
const TOKEN_LIMIT: usize = 32;

fn write_violations(violations: &Violations, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("invalid input: ")?;
    for (index, violation) in violations.iter().take(VIOLATIONS_SHOWN).enumerate() {
        if index > 0 {
            f.write_str("; ")?;
        }
        write_line(f, violation.to_string().trim(), MESSAGE_LIMIT)?;
    }
    match violations.len().saturating_sub(VIOLATIONS_SHOWN) {
        0 => Ok(()),
        more => write!(f, "; and {more} more"),
    }
}

/// What the service answered: `Code (status): message`.
fn write_answer(
    code: Option<&str>,
    message: Option<&str>,
    meta: &ResponseMeta,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match code {
        Some(code) => write_line(f, code.trim(), CODE_LIMIT)?,
        None => f.write_str("error response without a code")?,
    }
    write_status("", meta, f)?;
    write_message(f, message)
}

fn write_status(what: &str, meta: &ResponseMeta, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match meta.status() {
        Some(status) => write!(f, "{what} ({status})"),
        None => f.write_str(what),
    }
}

/// The cause and its own causes, but for those that a text before them
/// repeats already.
fn write_cause(
    what: &str,
    cause: &(dyn StdError + 'static),
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut line = cause.to_string();
    let mut next = cause.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !line.contains(&text) {
            line.push_str(": ");
            line.push_str(&text);
        }
        next = cause.source();
    }
    write!(f, "{what}: ")?;
    write_line(f, line.trim(), MESSAGE_LIMIT)
}
