//! The contents of an error.

use std::time::Duration;

use http::StatusCode;

use crate::message::request::RequestError;
use crate::message::response::{self, Response, ResponseError};
use crate::wire::validation::Violations;

/// The cause of an error, of whatever type.
pub(super) type Cause = Box<dyn std::error::Error + Send + Sync + 'static>;

#[derive(Debug)]
pub(super) struct Inner<E> {
    /// The operation's own error: set for [`FailureKind::Modeled`], and only then.
    pub(super) service: Option<E>,
    pub(super) failure: Failure,
}

/// All of an error that does not depend on the operation's type, so that what
/// is done with it is compiled once.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) kind: FailureKind,
    pub(super) operation: Option<&'static str>,
    /// Scheme, host and port of the server that did not answer.
    pub(super) server: Option<String>,
    pub(super) attempts: u32,
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
    Unreadable {
        error: ResponseError,
        meta: ResponseMeta,
    },
    Modeled(ResponseMeta),
    Unmodeled {
        code: Option<String>,
        message: Option<String>,
        meta: ResponseMeta,
    },
    RepeatedToken(String),
    NotStubbed,
}

impl Failure {
    pub(super) fn meta(&self) -> Option<&ResponseMeta> {
        match &self.kind {
            FailureKind::Unreadable { meta, .. }
            | FailureKind::Modeled(meta)
            | FailureKind::Unmodeled { meta, .. } => Some(meta),
            _ => None,
        }
    }
}

/// Status and request id of the response that an error came with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResponseMeta {
    pub(super) status: Option<StatusCode>,
    pub(super) request_id: Option<String>,
}

impl ResponseMeta {
    /// Creates the metadata of a response with this status.
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        Self {
            status: Some(status),
            request_id: None,
        }
    }

    /// Sets the service's name for the request.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        self.request_id = Some(id.into());
        self
    }

    /// Takes status and request id from a response.
    #[must_use]
    pub fn from_response(response: &Response) -> Self {
        Self {
            status: Some(response.status),
            request_id: response::request_id(response),
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status.map(|status| status.as_u16())
    }

    /// The service's name for the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}

/// Which time limit passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeoutKind {
    /// That for establishing a connection: nothing was sent.
    Connect,
    /// That for one attempt.
    Attempt,
    /// That for the whole operation.
    Operation,
}
