//! The `Display` of errors: one line.

use std::error::Error as StdError;
use std::fmt;

use super::failure::{Failure, FailureKind, TimeoutKind};
use super::message::{CODE_LIMIT, MESSAGE_LIMIT, write_message};
use super::rejection::CredentialsRejection;
use crate::base::printable::write_line;
use crate::net::transport::IgnoredProxy;
use crate::wire::validation::Violations;

/// The number of violations that the line shows; `violations()` has all.
const VIOLATIONS_SHOWN: usize = 3;

/// Writes the line. Code and message are the service's.
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
        FailureKind::Modeled | FailureKind::Unmodeled { .. } => {
            write_answer(error, code, message, f)?;
        }
        _ => write_failure(error, f)?,
    }
    if let Some(id) = error.response.request_id() {
        f.write_str("; request id ")?;
        write_line(f, id.trim(), CODE_LIMIT)?;
    }
    match error.response.attempts() {
        0 => {}
        1 => f.write_str("; 1 attempt")?,
        attempts => write!(f, "; {attempts} attempts")?,
    }
    if error.maybe_sent {
        f.write_str("; the request may have been processed")?;
    }
    Ok(())
}

fn write_failure(error: &Failure, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let server = error.server.as_deref();
    match &error.kind {
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
                match error.ignored_proxy {
                    Some(variable) => {
                        write!(f, ", `Timeouts::connect`); {}", IgnoredProxy(variable))
                    }
                    None => {
                        f.write_str(", `Timeouts::connect`); check that this machine can reach it")
                    }
                }
            }
            TimeoutKind::Attempt => {
                let server = Preposition("from", server);
                write!(f, "no response{server} within {after:?} (attempt timeout")?;
                f.write_str(", `Timeouts::attempt`)")
            }
            TimeoutKind::Operation => {
                if let Some(source) = &error.waiting_for {
                    write!(f, "no credentials within {after:?} (operation timeout")?;
                    f.write_str(", `Timeouts::operation`): still waiting for ")?;
                    return write_line(f, source, MESSAGE_LIMIT);
                }
                let server = Preposition("from", server);
                write!(f, "no result{server} within {after:?} (operation timeout")?;
                f.write_str(", `Timeouts::operation`)")
            }
        },
        FailureKind::Unreadable(cause) => {
            f.write_str("unreadable response")?;
            write_status(error, f)?;
            f.write_str(": ")?;
            write_line(f, cause.to_string().trim(), MESSAGE_LIMIT)
        }
        FailureKind::RepeatedToken(token) => {
            f.write_str("the service returned the page token \"")?;
            write_line(f, token.trim(), TOKEN_LIMIT)?;
            f.write_str("\" a second time; the pages end here")
        }
        FailureKind::NotStubbed => {
            f.write_str("the stub does not implement this operation; add its method")
        }
        FailureKind::Modeled | FailureKind::Unmodeled { .. } => Ok(()),
    }
}

/// A server after a preposition, if the server is known.
struct Preposition<'a>(&'static str, Option<&'a str>);

impl fmt::Display for Preposition<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self(word, Some(server)) => write!(f, " {word} {server}"),
            Self(_, None) => Ok(()),
        }
    }
}

/// The maximum length of a displayed page token, in characters.
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

/// Writes the service's error: `Code (status): message; advice`.
fn write_answer(
    error: &Failure,
    code: Option<&str>,
    message: Option<&str>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match code {
        Some(code) => write_line(f, code.trim(), CODE_LIMIT)?,
        None => f.write_str("error response without a code")?,
    }
    write_status(error, f)?;
    write_message(f, message)?;
    let Some(rejection) = code.and_then(CredentialsRejection::from_code) else {
        return Ok(());
    };
    write!(f, "; {}", rejection.advice())?;
    if let Some(source) = &error.credentials_source {
        f.write_str(" (credentials from: ")?;
        write_line(f, source, CODE_LIMIT)?;
        f.write_str(")")?;
    }
    Ok(())
}

fn write_status(error: &Failure, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match error.response.status() {
        Some(status) => write!(f, " ({status})"),
        None => Ok(()),
    }
}

/// Writes a cause and its causes, except those that were written before.
fn write_cause(
    label: &str,
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
    write!(f, "{label}: ")?;
    write_line(f, line.trim(), MESSAGE_LIMIT)
}
