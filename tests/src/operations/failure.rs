//! Errors of every operation as one type.

use runtime::OperationError;
use socialmessaging::Error;

/// An `Error<E>` without its `E`.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The operation that failed.
    pub operation: Option<String>,
    /// `Debug` of the typed error, when it is one of the operation's own.
    pub typed: Option<String>,
    /// Which predicate holds.
    pub kind: Kind,
    /// The error's code.
    pub code: Option<String>,
    /// The service's words.
    pub message: Option<String>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The service's name for the request.
    pub request_id: Option<String>,
    /// How many requests were begun.
    pub attempts: u32,
    /// Whether the service asked to slow down.
    pub throttled: bool,
    /// Whether the request may have been carried out.
    pub maybe_sent: bool,
    /// The one line for a log.
    pub display: String,
    /// The `Debug` form.
    pub debug: String,
    /// `Display` of every violation, when the input was refused.
    pub violations: Vec<String>,
    /// `Display` of every error down the chain of sources.
    pub sources: Vec<String>,
}

/// What the predicates of an error say, of which exactly one holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The input broke a rule; nothing was sent.
    InvalidInput,
    /// The client's settings do not work.
    Config,
    /// No credentials, or none that can sign.
    Credentials,
    /// No response, for want of a connection.
    Connection,
    /// A limit of time was reached.
    Timeout,
    /// The service answered with an error.
    Service,
    /// The response is not what the service sends.
    Unreadable,
    /// A stub has no answer.
    NotStubbed,
}

impl<E: OperationError + std::fmt::Debug> From<Error<E>> for Failure {
    fn from(error: Error<E>) -> Self {
        let kinds = [
            (error.is_invalid_input(), Kind::InvalidInput),
            (error.is_config(), Kind::Config),
            (error.is_credentials(), Kind::Credentials),
            (error.is_connection(), Kind::Connection),
            (error.is_timeout(), Kind::Timeout),
            (error.is_service(), Kind::Service),
            (error.is_unreadable_response(), Kind::Unreadable),
            (error.is_not_stubbed(), Kind::NotStubbed),
        ];
        let mut held = kinds.iter().filter(|(holds, _)| *holds);
        let (_, kind) = held.next().expect("an error of some kind");
        assert!(held.next().is_none(), "two kinds at once: {error:?}");
        let chain = std::iter::successors(std::error::Error::source(&error), |e| e.source());
        Self {
            operation: error.operation().map(str::to_owned),
            typed: error.service_error().map(|typed| format!("{typed:?}")),
            kind: *kind,
            code: error.code().map(str::to_owned),
            message: error.message().map(str::to_owned),
            status: error.status(),
            request_id: error.request_id().map(str::to_owned),
            attempts: error.attempts(),
            throttled: error.is_throttled(),
            maybe_sent: error.maybe_sent(),
            violations: error
                .violations()
                .map(|violations| violations.iter().map(ToString::to_string).collect())
                .unwrap_or_default(),
            display: error.to_string(),
            debug: format!("{error:?}"),
            sources: chain.map(ToString::to_string).collect(),
        }
    }
}
