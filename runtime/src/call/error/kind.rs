//! What an error is inside.

use std::time::Duration;

use super::build::ResponseMeta;
use crate::message::request::RequestError;
use crate::message::response::ResponseError;
use crate::wire::validation::Violations;

/// The cause of an error, of whatever type.
pub(super) type Cause = Box<dyn std::error::Error + Send + Sync + 'static>;

#[derive(Debug)]
pub(super) struct Inner<E> {
    /// The operation's own error: set for [`Kind::Modeled`], and only then.
    pub(super) service: Option<E>,
    pub(super) failure: Failure,
}

/// All of an error that does not depend on the operation's type, so that what
/// is done with it is compiled once.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) kind: Kind,
    pub(super) operation: Option<&'static str>,
    /// Scheme, host and port of the server that did not answer.
    pub(super) server: Option<String>,
    pub(super) attempts: u32,
    pub(super) maybe_sent: bool,
}

#[derive(Debug)]
pub(super) enum Kind {
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
            Kind::Unreadable { meta, .. } | Kind::Modeled(meta) | Kind::Unmodeled { meta, .. } => {
                Some(meta)
            }
            _ => None,
        }
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
