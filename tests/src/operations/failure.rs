//! The error of any operation as one type.

use runtime::OperationError;
use socialmessaging::Error;

/// An `Error<E>` without its type parameter.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The operation that failed.
    pub operation: Option<String>,
    /// The `Debug` output of the modeled error, if the operation lists it.
    pub typed: Option<String>,
    /// The predicate that is true.
    pub kind: FailureKind,
    /// The error code.
    pub code: Option<String>,
    /// The message of the service.
    pub message: Option<String>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The request id.
    pub request_id: Option<String>,
    /// The number of attempts.
    pub attempts: u32,
    /// Whether the service throttled the request.
    pub throttled: bool,
    /// Whether the service may have processed the request.
    pub maybe_sent: bool,
    /// The `Display` output.
    pub display: String,
    /// The `Debug` output.
    pub debug: String,
    /// The `Display` output of each violation.
    pub violations: Vec<String>,
    /// The `Display` output of each source, outermost first.
    pub sources: Vec<String>,
}

/// The kind of an error: exactly one of its predicates is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The input is invalid; nothing was sent.
    InvalidInput,
    /// The configuration is invalid.
    Config,
    /// No valid credentials.
    Credentials,
    /// No connection.
    Connection,
    /// A timeout.
    Timeout,
    /// The service returned an error.
    Service,
    /// The response cannot be parsed.
    Unreadable,
    /// The stub does not implement the operation.
    NotStubbed,
}

impl<E: OperationError + std::fmt::Debug> From<Error<E>> for Failure {
    fn from(error: Error<E>) -> Self {
        let kinds = [
            (error.is_invalid_input(), FailureKind::InvalidInput),
            (error.is_config(), FailureKind::Config),
            (
                error.is_credentials() && !error.is_service(),
                FailureKind::Credentials,
            ),
            (error.is_connection(), FailureKind::Connection),
            (error.is_timeout(), FailureKind::Timeout),
            (error.is_service(), FailureKind::Service),
            (error.is_unreadable_response(), FailureKind::Unreadable),
            (error.is_not_stubbed(), FailureKind::NotStubbed),
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
            debug: format!("{error:#?}"),
            sources: chain.map(ToString::to_string).collect(),
        }
    }
}
