//! Errors that do not have the type of an operation yet.

use runtime::{Error, HeaderMap, OperationError, Response, StatusCode};

use crate::emulator::account::{Account, PhoneNumber};
use crate::emulator::state::State;
use crate::emulator::store_error::StoreError;

/// An error of the service, before it is an error of an operation.
#[derive(Debug)]
pub(super) struct ApiError {
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl ApiError {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::new("ResourceNotFoundException", message)
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new("InvalidParametersException", message)
    }

    pub(super) fn denied_by_meta(message: impl Into<String>) -> Self {
        Self::new("AccessDeniedByMetaException", message)
    }

    pub(super) fn conflict(message: impl Into<String>) -> Self {
        Self::new("ConflictException", message)
    }

    pub(super) fn no_account(id: &str) -> Self {
        Self::not_found(format!(
            "no linked WhatsApp Business Account has the id {id}"
        ))
    }

    pub(super) fn no_phone_number(id: &str) -> Self {
        Self::not_found(format!(
            "no phone number of a linked account has the id {id}"
        ))
    }
}

impl State {
    /// Returns the linked account with this identifier or ARN.
    pub(super) fn linked(&self, id: &str) -> Result<&Account, ApiError> {
        self.account(id).ok_or_else(|| ApiError::no_account(id))
    }

    /// Returns a copy of the account of a phone number, with a changed phone number.
    pub(super) fn with_phone_number(
        &self,
        id: &str,
        change: impl FnOnce(&mut PhoneNumber),
    ) -> Result<Account, ApiError> {
        let (account, _) = self
            .phone_number(id)
            .ok_or_else(|| ApiError::no_phone_number(id))?;
        let mut account = account.clone();
        let mut numbers = account.phone_numbers.iter_mut();
        if let Some(number) = numbers.find(|number| number.is(id)) {
            change(number);
        }
        Ok(account)
    }
}

impl<E: OperationError> From<ApiError> for Error<E> {
    fn from(error: ApiError) -> Self {
        let status = crate::service::SERVICE
            .error(error.code)
            .map(|shape| shape.status);
        let status = status.and_then(|status| StatusCode::from_u16(status).ok());
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::json!({ "code": error.code, "message": error.message });
        Self::from_response(&Response::new(status, HeaderMap::new(), body.to_string()))
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::new("InternalServiceException", error.to_string())
    }
}
