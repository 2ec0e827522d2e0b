//! The operations: [`Stub`] for [`Emulator`]. A new operation is a line here and a
//! function in the file of its group.

mod accounts;
mod api_error;
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
mod signup;
mod tags;
mod templates;
mod verdict;

use runtime::Error;
use runtime::codegen::Operation;

use super::handle::Emulator;
use crate::Stub;
use crate::operation::*;

/// Implements [`Stub`] by a function for each operation. `cargo xtask diff` searches
/// the table for the text `(Operation) =>`.
macro_rules! operations {
    ($($method:ident($operation:ident) => $function:path;)*) => {
        /// The names of the operations that the emulator simulates.
        pub(super) const SIMULATED: &[&str] = &[$(stringify!($operation)),*];

        impl Stub for Emulator {
            $(async fn $method(
                &self,
                input: <$operation as Operation>::Input,
            ) -> Result<
                <$operation as Operation>::Output,
                Error<<$operation as Operation>::Error>,
            > {
                Ok($function(self, input)?)
            })*
        }
    };
}

operations! {
    associate_whatsapp_business_account(AssociateWhatsAppBusinessAccount) => accounts::associate;
    disassociate_whatsapp_business_account(DisassociateWhatsAppBusinessAccount) => accounts::disassociate;
    get_linked_whatsapp_business_account(GetLinkedWhatsAppBusinessAccount) => accounts::get;
    list_linked_whatsapp_business_accounts(ListLinkedWhatsAppBusinessAccounts) => accounts::list;
    put_whatsapp_business_account_event_destinations(PutWhatsAppBusinessAccountEventDestinations) => accounts::put_event_destinations;
    get_linked_whatsapp_business_account_phone_number(GetLinkedWhatsAppBusinessAccountPhoneNumber) => phone_numbers::get;
    update_linked_whatsapp_business_account_phone_number(UpdateLinkedWhatsAppBusinessAccountPhoneNumber) => phone_numbers::update;
    send_whatsapp_message(SendWhatsAppMessage) => messages::send;
    delete_whatsapp_message_media(DeleteWhatsAppMessageMedia) => media::delete;
    get_whatsapp_message_media(GetWhatsAppMessageMedia) => media::get;
    post_whatsapp_message_media(PostWhatsAppMessageMedia) => media::post;
    list_tags_for_resource(ListTagsForResource) => tags::list;
    tag_resource(TagResource) => tags::tag;
    untag_resource(UntagResource) => tags::untag;
    create_whatsapp_message_template(CreateWhatsAppMessageTemplate) => templates::create;
    create_whatsapp_message_template_media(CreateWhatsAppMessageTemplateMedia) => templates::upload_media;
    delete_whatsapp_message_template(DeleteWhatsAppMessageTemplate) => templates::delete;
    get_whatsapp_message_template(GetWhatsAppMessageTemplate) => templates::get;
    list_whatsapp_message_templates(ListWhatsAppMessageTemplates) => templates::list;
    update_whatsapp_message_template(UpdateWhatsAppMessageTemplate) => templates::update;
    create_whatsapp_message_template_from_library(CreateWhatsAppMessageTemplateFromLibrary) => library::create;
    list_whatsapp_template_library(ListWhatsAppTemplateLibrary) => library::list;
    create_whatsapp_flow(CreateWhatsAppFlow) => flows::create;
    delete_whatsapp_flow(DeleteWhatsAppFlow) => flows::delete;
    deprecate_whatsapp_flow(DeprecateWhatsAppFlow) => flows::deprecate;
    get_whatsapp_flow(GetWhatsAppFlow) => flows::get;
    get_whatsapp_flow_preview(GetWhatsAppFlowPreview) => flows::preview;
    list_whatsapp_flow_assets(ListWhatsAppFlowAssets) => flows::list_assets;
    list_whatsapp_flows(ListWhatsAppFlows) => flows::list;
    publish_whatsapp_flow(PublishWhatsAppFlow) => flows::publish;
    update_whatsapp_flow(UpdateWhatsAppFlow) => flows::update;
    update_whatsapp_flow_assets(UpdateWhatsAppFlowAssets) => flows::update_assets;
    get_whatsapp_business_public_key(GetWhatsAppBusinessPublicKey) => public_keys::get;
    put_whatsapp_business_public_key(PutWhatsAppBusinessPublicKey) => public_keys::put;
    get_whatsapp_call_permission(GetWhatsAppCallPermission) => calls::permission;
    send_whatsapp_call_event(SendWhatsAppCallEvent) => calls::send_event;
    create_whatsapp_dataset(CreateWhatsAppDataset) => conversions::create_dataset;
    send_whatsapp_conversion_event(SendWhatsAppConversionEvent) => conversions::send;
}
