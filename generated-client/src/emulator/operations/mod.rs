//! The operations: [`Stub`] for [`Emulator`]. A new operation is a method here, a
//! function in the file of its group, and a name in `simulated.txt`.

mod accounts;
mod calls;
mod conversions;
mod flows;
mod input;
mod library;
mod media;
mod messages;
mod page;
mod phone_numbers;
mod public_keys;
mod refusal;
mod signup;
mod tags;
mod templates;
mod verdict;

use runtime::Error;

use super::handle::Emulator;
use crate::Stub;
use crate::input::*;
use crate::operation::*;
use crate::output::*;

/// Returns the operations that the emulator simulates. A test calls every operation of
/// the model and compares. The list is a file because `cargo xtask diff` reads it.
pub(super) fn simulated() -> impl Iterator<Item = &'static str> {
    include_str!("../simulated.txt").lines()
}

impl Stub for Emulator {
    async fn associate_whatsapp_business_account(
        &self,
        input: AssociateWhatsAppBusinessAccountInput,
    ) -> Result<AssociateWhatsAppBusinessAccountOutput, Error<AssociateWhatsAppBusinessAccountError>>
    {
        Ok(accounts::associate(self, input)?)
    }

    async fn disassociate_whatsapp_business_account(
        &self,
        input: DisassociateWhatsAppBusinessAccountInput,
    ) -> Result<
        DisassociateWhatsAppBusinessAccountOutput,
        Error<DisassociateWhatsAppBusinessAccountError>,
    > {
        Ok(accounts::disassociate(self, input)?)
    }

    async fn get_linked_whatsapp_business_account(
        &self,
        input: GetLinkedWhatsAppBusinessAccountInput,
    ) -> Result<GetLinkedWhatsAppBusinessAccountOutput, Error<GetLinkedWhatsAppBusinessAccountError>>
    {
        Ok(accounts::get(self, input)?)
    }

    async fn list_linked_whatsapp_business_accounts(
        &self,
        input: ListLinkedWhatsAppBusinessAccountsInput,
    ) -> Result<
        ListLinkedWhatsAppBusinessAccountsOutput,
        Error<ListLinkedWhatsAppBusinessAccountsError>,
    > {
        Ok(accounts::list(self, input)?)
    }

    async fn put_whatsapp_business_account_event_destinations(
        &self,
        input: PutWhatsAppBusinessAccountEventDestinationsInput,
    ) -> Result<
        PutWhatsAppBusinessAccountEventDestinationsOutput,
        Error<PutWhatsAppBusinessAccountEventDestinationsError>,
    > {
        Ok(accounts::put_event_destinations(self, input)?)
    }

    async fn get_linked_whatsapp_business_account_phone_number(
        &self,
        input: GetLinkedWhatsAppBusinessAccountPhoneNumberInput,
    ) -> Result<
        GetLinkedWhatsAppBusinessAccountPhoneNumberOutput,
        Error<GetLinkedWhatsAppBusinessAccountPhoneNumberError>,
    > {
        Ok(phone_numbers::get(self, input)?)
    }

    async fn update_linked_whatsapp_business_account_phone_number(
        &self,
        input: UpdateLinkedWhatsAppBusinessAccountPhoneNumberInput,
    ) -> Result<
        UpdateLinkedWhatsAppBusinessAccountPhoneNumberOutput,
        Error<UpdateLinkedWhatsAppBusinessAccountPhoneNumberError>,
    > {
        Ok(phone_numbers::update(self, input)?)
    }

    async fn send_whatsapp_message(
        &self,
        input: SendWhatsAppMessageInput,
    ) -> Result<SendWhatsAppMessageOutput, Error<SendWhatsAppMessageError>> {
        Ok(messages::send(self, input)?)
    }

    async fn delete_whatsapp_message_media(
        &self,
        input: DeleteWhatsAppMessageMediaInput,
    ) -> Result<DeleteWhatsAppMessageMediaOutput, Error<DeleteWhatsAppMessageMediaError>> {
        Ok(media::delete(self, input)?)
    }

    async fn get_whatsapp_message_media(
        &self,
        input: GetWhatsAppMessageMediaInput,
    ) -> Result<GetWhatsAppMessageMediaOutput, Error<GetWhatsAppMessageMediaError>> {
        Ok(media::get(self, input)?)
    }

    async fn post_whatsapp_message_media(
        &self,
        input: PostWhatsAppMessageMediaInput,
    ) -> Result<PostWhatsAppMessageMediaOutput, Error<PostWhatsAppMessageMediaError>> {
        Ok(media::post(self, input)?)
    }

    async fn list_tags_for_resource(
        &self,
        input: ListTagsForResourceInput,
    ) -> Result<ListTagsForResourceOutput, Error<ListTagsForResourceError>> {
        Ok(tags::list(self, input)?)
    }

    async fn tag_resource(
        &self,
        input: TagResourceInput,
    ) -> Result<TagResourceOutput, Error<TagResourceError>> {
        Ok(tags::tag(self, input)?)
    }

    async fn untag_resource(
        &self,
        input: UntagResourceInput,
    ) -> Result<UntagResourceOutput, Error<UntagResourceError>> {
        Ok(tags::untag(self, input)?)
    }

    async fn create_whatsapp_message_template(
        &self,
        input: CreateWhatsAppMessageTemplateInput,
    ) -> Result<CreateWhatsAppMessageTemplateOutput, Error<CreateWhatsAppMessageTemplateError>>
    {
        Ok(templates::create(self, input)?)
    }

    async fn create_whatsapp_message_template_media(
        &self,
        input: CreateWhatsAppMessageTemplateMediaInput,
    ) -> Result<
        CreateWhatsAppMessageTemplateMediaOutput,
        Error<CreateWhatsAppMessageTemplateMediaError>,
    > {
        Ok(templates::upload_media(self, input)?)
    }

    async fn delete_whatsapp_message_template(
        &self,
        input: DeleteWhatsAppMessageTemplateInput,
    ) -> Result<DeleteWhatsAppMessageTemplateOutput, Error<DeleteWhatsAppMessageTemplateError>>
    {
        Ok(templates::delete(self, input)?)
    }

    async fn get_whatsapp_message_template(
        &self,
        input: GetWhatsAppMessageTemplateInput,
    ) -> Result<GetWhatsAppMessageTemplateOutput, Error<GetWhatsAppMessageTemplateError>> {
        Ok(templates::get(self, input)?)
    }

    async fn list_whatsapp_message_templates(
        &self,
        input: ListWhatsAppMessageTemplatesInput,
    ) -> Result<ListWhatsAppMessageTemplatesOutput, Error<ListWhatsAppMessageTemplatesError>> {
        Ok(templates::list(self, input)?)
    }

    async fn update_whatsapp_message_template(
        &self,
        input: UpdateWhatsAppMessageTemplateInput,
    ) -> Result<UpdateWhatsAppMessageTemplateOutput, Error<UpdateWhatsAppMessageTemplateError>>
    {
        Ok(templates::update(self, input)?)
    }

    async fn create_whatsapp_message_template_from_library(
        &self,
        input: CreateWhatsAppMessageTemplateFromLibraryInput,
    ) -> Result<
        CreateWhatsAppMessageTemplateFromLibraryOutput,
        Error<CreateWhatsAppMessageTemplateFromLibraryError>,
    > {
        Ok(library::create(self, input)?)
    }

    async fn list_whatsapp_template_library(
        &self,
        input: ListWhatsAppTemplateLibraryInput,
    ) -> Result<ListWhatsAppTemplateLibraryOutput, Error<ListWhatsAppTemplateLibraryError>> {
        Ok(library::list(self, input)?)
    }

    async fn create_whatsapp_flow(
        &self,
        input: CreateWhatsAppFlowInput,
    ) -> Result<CreateWhatsAppFlowOutput, Error<CreateWhatsAppFlowError>> {
        Ok(flows::create(self, input)?)
    }

    async fn delete_whatsapp_flow(
        &self,
        input: DeleteWhatsAppFlowInput,
    ) -> Result<DeleteWhatsAppFlowOutput, Error<DeleteWhatsAppFlowError>> {
        Ok(flows::delete(self, input)?)
    }

    async fn deprecate_whatsapp_flow(
        &self,
        input: DeprecateWhatsAppFlowInput,
    ) -> Result<DeprecateWhatsAppFlowOutput, Error<DeprecateWhatsAppFlowError>> {
        Ok(flows::deprecate(self, input)?)
    }

    async fn get_whatsapp_flow(
        &self,
        input: GetWhatsAppFlowInput,
    ) -> Result<GetWhatsAppFlowOutput, Error<GetWhatsAppFlowError>> {
        Ok(flows::get(self, input)?)
    }

    async fn get_whatsapp_flow_preview(
        &self,
        input: GetWhatsAppFlowPreviewInput,
    ) -> Result<GetWhatsAppFlowPreviewOutput, Error<GetWhatsAppFlowPreviewError>> {
        Ok(flows::preview(self, input)?)
    }

    async fn list_whatsapp_flow_assets(
        &self,
        input: ListWhatsAppFlowAssetsInput,
    ) -> Result<ListWhatsAppFlowAssetsOutput, Error<ListWhatsAppFlowAssetsError>> {
        Ok(flows::list_assets(self, input)?)
    }

    async fn list_whatsapp_flows(
        &self,
        input: ListWhatsAppFlowsInput,
    ) -> Result<ListWhatsAppFlowsOutput, Error<ListWhatsAppFlowsError>> {
        Ok(flows::list(self, input)?)
    }

    async fn publish_whatsapp_flow(
        &self,
        input: PublishWhatsAppFlowInput,
    ) -> Result<PublishWhatsAppFlowOutput, Error<PublishWhatsAppFlowError>> {
        Ok(flows::publish(self, input)?)
    }

    async fn update_whatsapp_flow(
        &self,
        input: UpdateWhatsAppFlowInput,
    ) -> Result<UpdateWhatsAppFlowOutput, Error<UpdateWhatsAppFlowError>> {
        Ok(flows::update(self, input)?)
    }

    async fn update_whatsapp_flow_assets(
        &self,
        input: UpdateWhatsAppFlowAssetsInput,
    ) -> Result<UpdateWhatsAppFlowAssetsOutput, Error<UpdateWhatsAppFlowAssetsError>> {
        Ok(flows::update_assets(self, input)?)
    }

    async fn get_whatsapp_business_public_key(
        &self,
        input: GetWhatsAppBusinessPublicKeyInput,
    ) -> Result<GetWhatsAppBusinessPublicKeyOutput, Error<GetWhatsAppBusinessPublicKeyError>> {
        Ok(public_keys::get(self, input)?)
    }

    async fn put_whatsapp_business_public_key(
        &self,
        input: PutWhatsAppBusinessPublicKeyInput,
    ) -> Result<PutWhatsAppBusinessPublicKeyOutput, Error<PutWhatsAppBusinessPublicKeyError>> {
        Ok(public_keys::put(self, input)?)
    }

    async fn get_whatsapp_call_permission(
        &self,
        input: GetWhatsAppCallPermissionInput,
    ) -> Result<GetWhatsAppCallPermissionOutput, Error<GetWhatsAppCallPermissionError>> {
        Ok(calls::permission(self, input)?)
    }

    async fn send_whatsapp_call_event(
        &self,
        input: SendWhatsAppCallEventInput,
    ) -> Result<SendWhatsAppCallEventOutput, Error<SendWhatsAppCallEventError>> {
        Ok(calls::send_event(self, input)?)
    }

    async fn create_whatsapp_dataset(
        &self,
        input: CreateWhatsAppDatasetInput,
    ) -> Result<CreateWhatsAppDatasetOutput, Error<CreateWhatsAppDatasetError>> {
        Ok(conversions::create_dataset(self, input)?)
    }

    async fn send_whatsapp_conversion_event(
        &self,
        input: SendWhatsAppConversionEventInput,
    ) -> Result<SendWhatsAppConversionEventOutput, Error<SendWhatsAppConversionEventError>> {
        Ok(conversions::send(self, input)?)
    }
}
