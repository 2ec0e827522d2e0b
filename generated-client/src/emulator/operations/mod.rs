//! The operations.

mod accounts;
mod media;
mod messages;
mod signup;
mod tags;

use runtime::{Error, HeaderMap, OperationError, Response, StatusCode};

use super::Emulator;
use super::store::StoreError;
use crate::Stub;
use crate::input::*;
use crate::operation::*;
use crate::output::*;

/// A refusal by its code, before it is an error of an operation.
#[derive(Debug)]
pub(super) struct Refusal {
    code: &'static str,
    message: String,
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

    /// The operation's own error, when it lists the code.
    fn into_error<E: OperationError>(self) -> Error<E> {
        let status = crate::service::SERVICE
            .error(self.code)
            .map(|shape| shape.status);
        let status = status.and_then(|status| StatusCode::from_u16(status).ok());
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::json!({ "code": self.code, "message": self.message });
        Error::from_response(&Response::new(status, HeaderMap::new(), body.to_string()))
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::new("InternalServiceException", error.to_string())
    }
}

/// A member that validation has made sure of.
pub(super) fn given(member: Option<String>) -> String {
    member.unwrap_or_default()
}

macro_rules! operations {
    ($($method:ident: $input:ident => Result<$output:ident, $error:ident>;)*) => {
        impl Stub for Emulator {$(
            async fn $method(&self, input: $input) -> Result<$output, Error<$error>> {
                Emulator::$method(self, input).map_err(Refusal::into_error)
            }
        )*}
    };
}

operations! {
    associate_whatsapp_business_account: AssociateWhatsAppBusinessAccountInput
        => Result<AssociateWhatsAppBusinessAccountOutput, AssociateWhatsAppBusinessAccountError>;
    delete_whatsapp_message_media: DeleteWhatsAppMessageMediaInput
        => Result<DeleteWhatsAppMessageMediaOutput, DeleteWhatsAppMessageMediaError>;
    disassociate_whatsapp_business_account: DisassociateWhatsAppBusinessAccountInput
        => Result<
            DisassociateWhatsAppBusinessAccountOutput, DisassociateWhatsAppBusinessAccountError
        >;
    get_linked_whatsapp_business_account: GetLinkedWhatsAppBusinessAccountInput
        => Result<GetLinkedWhatsAppBusinessAccountOutput, GetLinkedWhatsAppBusinessAccountError>;
    get_linked_whatsapp_business_account_phone_number:
        GetLinkedWhatsAppBusinessAccountPhoneNumberInput
        => Result<
            GetLinkedWhatsAppBusinessAccountPhoneNumberOutput,
            GetLinkedWhatsAppBusinessAccountPhoneNumberError
        >;
    get_whatsapp_message_media: GetWhatsAppMessageMediaInput
        => Result<GetWhatsAppMessageMediaOutput, GetWhatsAppMessageMediaError>;
    list_linked_whatsapp_business_accounts: ListLinkedWhatsAppBusinessAccountsInput
        => Result<ListLinkedWhatsAppBusinessAccountsOutput, ListLinkedWhatsAppBusinessAccountsError>;
    list_tags_for_resource: ListTagsForResourceInput
        => Result<ListTagsForResourceOutput, ListTagsForResourceError>;
    post_whatsapp_message_media: PostWhatsAppMessageMediaInput
        => Result<PostWhatsAppMessageMediaOutput, PostWhatsAppMessageMediaError>;
    put_whatsapp_business_account_event_destinations:
        PutWhatsAppBusinessAccountEventDestinationsInput
        => Result<
            PutWhatsAppBusinessAccountEventDestinationsOutput,
            PutWhatsAppBusinessAccountEventDestinationsError
        >;
    send_whatsapp_message: SendWhatsAppMessageInput
        => Result<SendWhatsAppMessageOutput, SendWhatsAppMessageError>;
    tag_resource: TagResourceInput => Result<TagResourceOutput, TagResourceError>;
    untag_resource: UntagResourceInput => Result<UntagResourceOutput, UntagResourceError>;
}
