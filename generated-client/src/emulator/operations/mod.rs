//! The operations: [`Stub`] for [`Emulator`]. A new operation is a method here.

mod media;
mod refusal;
mod signup;
mod tags;

use std::ops::Bound;

use runtime::Error;

use super::Emulator;
use super::account::{listed, set_tags};
use super::record::{MEDIA_SIZE, MediaFile, MediaState, SentMessage, mime_type};
use super::state::Change;
use crate::Stub;
use crate::input::*;
use crate::operation::*;
use crate::output::*;

use media::{content_type, file_of, place, sender, stored, without_query};
use refusal::Refusal;
use signup::{begin, finish};
use tags::{change_tags, owner, tags_of};

/// The default page size.
const PAGE: usize = 100;

impl Stub for Emulator {
    async fn associate_whatsapp_business_account(
        &self,
        input: AssociateWhatsAppBusinessAccountInput,
    ) -> Result<AssociateWhatsAppBusinessAccountOutput, Error<AssociateWhatsAppBusinessAccountError>>
    {
        let mut state = self.state();
        let mut output = AssociateWhatsAppBusinessAccountOutput::new();
        match (input.signup_callback, input.setup_finalization) {
            (None, None) => {
                return Err(Refusal::invalid("set signupCallback or setupFinalization").into());
            }
            (_, Some(finalization)) => finish(&mut state, finalization, self.clock().timestamp())?,
            (Some(_), None) => output.signup_callback_result = Some(begin(&mut state)?),
        }
        output.status_code = Some(200);
        Ok(output)
    }

    async fn disassociate_whatsapp_business_account(
        &self,
        input: DisassociateWhatsAppBusinessAccountInput,
    ) -> Result<
        DisassociateWhatsAppBusinessAccountOutput,
        Error<DisassociateWhatsAppBusinessAccountError>,
    > {
        let id = required(input.id);
        let mut state = self.state();
        let account = state.account(&id).ok_or_else(|| Refusal::no_account(&id))?;
        let id = account.id.clone();
        state.commit(vec![Change::RemoveAccount(id)])?;
        Ok(DisassociateWhatsAppBusinessAccountOutput::new())
    }

    async fn list_linked_whatsapp_business_accounts(
        &self,
        input: ListLinkedWhatsAppBusinessAccountsInput,
    ) -> Result<
        ListLinkedWhatsAppBusinessAccountsOutput,
        Error<ListLinkedWhatsAppBusinessAccountsError>,
    > {
        let state = self.state();
        let after = match &input.next_token {
            Some(token) => Bound::Excluded(self.tokens().read(token).ok_or_else(|| {
                Refusal::invalid("nextToken is invalid: use the nextToken of the previous page")
            })?),
            None => Bound::Unbounded,
        };
        let size = input
            .max_results
            .and_then(|size| usize::try_from(size).ok());
        let size = size.unwrap_or(PAGE);
        let mut rest = state.accounts.range((after, Bound::Unbounded));
        let page: Vec<_> = rest
            .by_ref()
            .take(size)
            .map(|(_, account)| account)
            .collect();
        let mut output = ListLinkedWhatsAppBusinessAccountsOutput::new();
        output.linked_accounts = Some(page.iter().map(|account| account.summary()).collect());
        if rest.next().is_some() {
            output.next_token = page.last().map(|last| self.tokens().issue(&last.id));
        }
        Ok(output)
    }

    async fn get_linked_whatsapp_business_account(
        &self,
        input: GetLinkedWhatsAppBusinessAccountInput,
    ) -> Result<GetLinkedWhatsAppBusinessAccountOutput, Error<GetLinkedWhatsAppBusinessAccountError>>
    {
        let id = required(input.id);
        let state = self.state();
        let account = state.account(&id).ok_or_else(|| Refusal::no_account(&id))?;
        let mut output = GetLinkedWhatsAppBusinessAccountOutput::new();
        output.account = Some(account.details());
        Ok(output)
    }

    async fn get_linked_whatsapp_business_account_phone_number(
        &self,
        input: GetLinkedWhatsAppBusinessAccountPhoneNumberInput,
    ) -> Result<
        GetLinkedWhatsAppBusinessAccountPhoneNumberOutput,
        Error<GetLinkedWhatsAppBusinessAccountPhoneNumberError>,
    > {
        let id = required(input.id);
        let state = self.state();
        let (account, number) = state
            .phone_number(&id)
            .ok_or_else(|| Refusal::no_phone_number(&id))?;
        let mut output = GetLinkedWhatsAppBusinessAccountPhoneNumberOutput::new();
        output.phone_number = Some(number.detail(account));
        output.linked_whatsapp_business_account_id = Some(account.id.clone());
        Ok(output)
    }

    async fn put_whatsapp_business_account_event_destinations(
        &self,
        input: PutWhatsAppBusinessAccountEventDestinationsInput,
    ) -> Result<
        PutWhatsAppBusinessAccountEventDestinationsOutput,
        Error<PutWhatsAppBusinessAccountEventDestinationsError>,
    > {
        let id = required(input.id);
        let mut state = self.state();
        // The operation does not list ResourceNotFoundException.
        let account = state
            .account(&id)
            .ok_or_else(|| Refusal::invalid(Refusal::no_account(&id).message))?;
        let mut account = account.clone();
        account.event_destinations = input.event_destinations.unwrap_or_default();
        state.commit(vec![Change::Account(account)])?;
        Ok(PutWhatsAppBusinessAccountEventDestinationsOutput::new())
    }

    async fn send_whatsapp_message(
        &self,
        input: SendWhatsAppMessageInput,
    ) -> Result<SendWhatsAppMessageOutput, Error<SendWhatsAppMessageError>> {
        let mut state = self.state();
        let phone_number_id = sender(&state, &required(input.origination_phone_number_id))?;
        let version = required(input.meta_api_version);
        if !is_version(&version) {
            return Err(Refusal::invalid(format!(
                "metaApiVersion {version:?} is invalid: use a version such as v24.0"
            ))
            .into());
        }
        let account = state.phone_number(&phone_number_id);
        let account_id = account
            .map(|(account, _)| account.id.clone())
            .unwrap_or_default();
        let mut message = SentMessage {
            id: String::new(),
            phone_number_id,
            account_id,
            meta_api_version: version,
            body: input.message.unwrap_or_default(),
            at: self.clock().timestamp(),
        };
        if !message.json().is_object() {
            return Err(Refusal::invalid(
                "message is not a WhatsApp message object: use JSON with messaging_product, to \
                 and type",
            )
            .into());
        }
        if let Some(media_id) = message.media_id()
            && stored(&state, &media_id)?.phone_number_id != message.phone_number_id
        {
            return Err(Refusal::invalid(format!(
                "the media file {media_id} was uploaded for another phone number; send it from \
                 that number"
            ))
            .into());
        }
        let number = state.next();
        message.id = format!("{:08x}-0000-4000-8000-{number:012x}", number >> 48);
        let id = message.id.clone();
        state.commit(vec![Change::Message(message)])?;
        let mut output = SendWhatsAppMessageOutput::new();
        output.message_id = Some(id);
        Ok(output)
    }

    async fn post_whatsapp_message_media(
        &self,
        input: PostWhatsAppMessageMediaInput,
    ) -> Result<PostWhatsAppMessageMediaOutput, Error<PostWhatsAppMessageMediaError>> {
        let mut state = self.state();
        let phone_number_id = sender(&state, &required(input.origination_phone_number_id))?;
        let (source, mime_type) = match (&input.source_s3_file, &input.source_s3_presigned_url) {
            (Some(file), None) => (place(file, ""), mime_type(&file.key).to_owned()),
            (None, Some(url)) => (without_query(url), content_type(url)),
            // Validation rejects the other cases.
            _ => return Err(Refusal::invalid("set exactly one source").into()),
        };
        let id = format!("90{:013}", state.next());
        state.commit(vec![Change::Media(MediaFile {
            id: id.clone(),
            phone_number_id,
            source,
            mime_type,
            size: MEDIA_SIZE,
            state: MediaState::Stored,
            copies: Vec::new(),
        })])?;
        let mut output = PostWhatsAppMessageMediaOutput::new();
        output.media_id = Some(id);
        Ok(output)
    }

    async fn get_whatsapp_message_media(
        &self,
        input: GetWhatsAppMessageMediaInput,
    ) -> Result<GetWhatsAppMessageMediaOutput, Error<GetWhatsAppMessageMediaError>> {
        let mut state = self.state();
        let number = sender(&state, &required(input.origination_phone_number_id))?;
        let mut file = file_of(&state, &required(input.media_id), &number)?.clone();
        let mut output = GetWhatsAppMessageMediaOutput::new();
        output.mime_type = Some(file.mime_type.clone());
        output.file_size = Some(file.size);
        let copy = match (
            &input.destination_s3_file,
            &input.destination_s3_presigned_url,
        ) {
            // The identifier is appended to the key, which is a prefix.
            (Some(destination), _) => Some(place(destination, &file.id)),
            (None, Some(destination)) => Some(without_query(destination)),
            (None, None) => None,
        };
        if let Some(copy) = copy
            && input.metadata_only != Some(true)
        {
            file.copies.push(copy);
            state.commit(vec![Change::Media(file)])?;
        }
        Ok(output)
    }

    async fn delete_whatsapp_message_media(
        &self,
        input: DeleteWhatsAppMessageMediaInput,
    ) -> Result<DeleteWhatsAppMessageMediaOutput, Error<DeleteWhatsAppMessageMediaError>> {
        let mut state = self.state();
        let number = sender(&state, &required(input.origination_phone_number_id))?;
        let mut file = file_of(&state, &required(input.media_id), &number)?.clone();
        file.state = MediaState::Deleted;
        state.commit(vec![Change::Media(file)])?;
        let mut output = DeleteWhatsAppMessageMediaOutput::new();
        output.success = Some(true);
        Ok(output)
    }

    async fn list_tags_for_resource(
        &self,
        input: ListTagsForResourceInput,
    ) -> Result<ListTagsForResourceOutput, Error<ListTagsForResourceError>> {
        let arn = required(input.resource_arn);
        let mut account = owner(&self.state(), &arn)?;
        let mut output = ListTagsForResourceOutput::new();
        output.status_code = Some(200);
        output.tags = tags_of(&mut account, &arn).map(|tags| listed(tags));
        Ok(output)
    }

    async fn tag_resource(
        &self,
        input: TagResourceInput,
    ) -> Result<TagResourceOutput, Error<TagResourceError>> {
        let given_tags = input.tags.unwrap_or_default();
        change_tags(&mut self.state(), &required(input.resource_arn), |tags| {
            set_tags(tags, given_tags)
        })?;
        let mut output = TagResourceOutput::new();
        output.status_code = Some(200);
        Ok(output)
    }

    async fn untag_resource(
        &self,
        input: UntagResourceInput,
    ) -> Result<UntagResourceOutput, Error<UntagResourceError>> {
        let keys = input.tag_keys.unwrap_or_default();
        change_tags(&mut self.state(), &required(input.resource_arn), |tags| {
            tags.retain(|key, _| !keys.contains(key));
        })?;
        let mut output = UntagResourceOutput::new();
        output.status_code = Some(200);
        Ok(output)
    }
}

/// A required member, which validation has checked.
fn required(member: Option<String>) -> String {
    member.unwrap_or_default()
}

/// Whether a version has the documented form: `v` and a number.
fn is_version(text: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    text.strip_prefix('v')
        .is_some_and(|number| number.splitn(2, '.').all(is_number))
}
