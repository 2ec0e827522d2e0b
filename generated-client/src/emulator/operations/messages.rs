//! Sending messages.

use super::super::Emulator;
use super::super::record::SentMessage;
use super::super::state::Change;
use super::media::{sender, stored};
use super::{Refusal, given};
use crate::input::*;
use crate::output::*;

impl Emulator {
    pub(super) fn send_whatsapp_message(
        &self,
        input: SendWhatsAppMessageInput,
    ) -> Result<SendWhatsAppMessageOutput, Refusal> {
        let mut state = self.state();
        let phone_number_id = sender(&state, &given(input.origination_phone_number_id))?;
        let version = given(input.meta_api_version);
        if !is_version(&version) {
            return Err(Refusal::invalid(format!(
                "metaApiVersion must be like v24.0, and is {version:?}"
            )));
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
                "message must be a WhatsApp message object: JSON with messaging_product, to and \
                 type",
            ));
        }
        if let Some(media_id) = message.media_id()
            && stored(&state, &media_id)?.phone_number_id != message.phone_number_id
        {
            return Err(Refusal::invalid(format!(
                "the media file {media_id} was uploaded for another phone number, and only that \
                 one can send it"
            )));
        }
        let number = state.next();
        message.id = format!("{:08x}-0000-4000-8000-{number:012x}", number >> 48);
        let id = message.id.clone();
        state.commit(vec![Change::Message(message)])?;
        let mut output = SendWhatsAppMessageOutput::new();
        output.message_id = Some(id);
        Ok(output)
    }
}

/// Whether a version has the documented form, `v` and a number.
fn is_version(text: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    text.strip_prefix('v')
        .is_some_and(|number| number.splitn(2, '.').all(is_number))
}
