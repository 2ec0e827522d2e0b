//! Errors before they have the type of an operation.

use runtime::{Error, HeaderMap, OperationError, Response, StatusCode};

use crate::emulator::store::StoreError;

/// An error of the service, before it is an error of an operation.
#[derive(Debug)]
pub(super) struct Refusal {
    code: &'static str,
    pub(super) message: String,
}

impl Refusal {
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

impl<E: OperationError> From<Refusal> for Error<E> {
    fn from(refusal: Refusal) -> Self {
        let status = crate::service::SERVICE
            .error(refusal.code)
            .map(|shape| shape.status);
        let status = status.and_then(|status| StatusCode::from_u16(status).ok());
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::json!({ "code": refusal.code, "message": refusal.message });
        Self::from_response(&Response::new(status, HeaderMap::new(), body.to_string()))
    }
}

impl<E: OperationError> From<StoreError> for Error<E> {
    fn from(error: StoreError) -> Self {
        Refusal::from(error).into()
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::new("InternalServiceException", error.to_string())
    }
}
