//! The contents of an error.

use std::time::Duration;

use crate::call::response_metadata::ResponseMetadata;
use crate::call::service::Service;
use crate::message::request::RequestError;
use crate::message::response::ResponseError;
use crate::wire::validation::Violations;

pub(super) type Cause = Box<dyn std::error::Error + Send + Sync + 'static>;

#[derive(Debug)]
pub(super) struct Inner<E> {
    /// The error response of the service: set for [`FailureKind::Modeled`] only.
    pub(super) service: Option<E>,
    pub(super) failure: Failure,
}

/// The part of an error that does not depend on the operation, so that its code
/// is compiled once.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) kind: FailureKind,
    pub(super) operation: Option<&'static str>,
    pub(super) service: Option<&'static Service>,
    /// Scheme, host and port of the server that did not respond.
    pub(super) server: Option<String>,
    /// The environment variable with a proxy that the client does not use.
    pub(super) ignored_proxy: Option<&'static str>,
    /// The source of the credentials that the request was signed with.
    pub(super) credentials_source: Option<String>,
    /// The source of credentials that a call was waiting for when it timed out.
    pub(super) waiting_for: Option<String>,
    pub(super) response: ResponseMetadata,
    pub(super) maybe_sent: bool,
}

#[derive(Debug)]
pub(super) enum FailureKind {
    InvalidInput(Violations),
    Request(RequestError),
    Config(Cause),
    Credentials(Cause),
    Connection(Cause),
    Timeout {
        limit: TimeoutKind,
        after: Duration,
    },
    Unreadable(ResponseError),
    Modeled,
    Unmodeled {
        code: Option<String>,
        message: Option<String>,
    },
    RepeatedToken(String),
    NotStubbed,
}

/// The timeout that expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeoutKind {
    /// The limit for establishing a connection: nothing was sent.
    Connect,
    /// The limit for one attempt.
    Attempt,
    /// The limit for the whole operation.
    Operation,
}
