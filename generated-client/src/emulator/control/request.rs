//! A request to a control path, and its response.

use http::Response;
use runtime::server::ResponseBody;
use serde_json::Value;

use crate::emulator::action::CustomerError;
use crate::emulator::handle::Emulator;
use crate::emulator::progress::StatusError;
use crate::emulator::store_error::StoreError;

/// A request with only known members.
pub(super) struct ControlRequest<'a> {
    pub(super) emulator: &'a Emulator,
    /// The part of the path in place of `{id}`.
    pub(super) id: String,
    /// The query parameters.
    pub(super) query: Vec<(String, String)>,
    /// The body; `null` if the path has none.
    pub(super) body: Value,
    /// The URL at which the caller reached the emulator.
    pub(super) url: String,
    /// The last id that a reader of the stream received.
    pub(super) last_event_id: Option<&'a str>,
}

impl ControlRequest<'_> {
    /// Returns a query parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.iter();
        let (_, value) = pairs.find(|(known, _)| known == name)?;
        Some(value)
    }
}

/// The response to a request.
pub(super) enum ControlResponse {
    Json(Value),
    Text(&'static str, String),
    Stream(Response<ResponseBody>),
}

/// The reason why a request is rejected.
pub(super) enum Problem {
    /// The request is invalid: status 400.
    Invalid(String),
    /// There is no such part: status 404.
    NotFound(String),
    /// The state file cannot be written: status 500.
    Store(StoreError),
}

pub(super) type ControlResult = Result<ControlResponse, Problem>;

impl From<String> for Problem {
    fn from(message: String) -> Self {
        Self::Invalid(message)
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<StatusError> for Problem {
    fn from(error: StatusError) -> Self {
        match error {
            StatusError::Store(error) => Self::Store(error),
            error => Self::NotFound(error.to_string()),
        }
    }
}

impl From<CustomerError> for Problem {
    fn from(error: CustomerError) -> Self {
        match error {
            CustomerError::Store(error) => Self::Store(error),
            error => Self::Invalid(error.to_string()),
        }
    }
}
