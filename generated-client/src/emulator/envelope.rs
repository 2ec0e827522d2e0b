//! The envelope that AWS puts around an entry of Meta's webhook.

use runtime::Timestamp;

use super::account::{AWS_ACCOUNT, Account, PhoneNumber};
use crate::whatsapp::{EventContext, EventEnvelope, EventPhoneNumber, EventWaba, WebhookEntry};

/// Returns the envelope of an entry. Events of the account have no phone
/// number. `message_id` is the AWS id of the message of a status.
pub(super) fn envelope(
    account: &Account,
    number: Option<&PhoneNumber>,
    entry: WebhookEntry,
    message_id: Option<&str>,
    at: Timestamp,
) -> EventEnvelope {
    let mut waba = EventWaba::new();
    waba.waba_id = Some(account.meta_id.clone());
    waba.arn = Some(account.arn());
    let numbers = number.map(|number| {
        let mut id = EventPhoneNumber::new();
        id.meta_phone_number_id = Some(number.meta_id.clone());
        id.arn = Some(number.arn());
        id
    });
    let mut context = EventContext::new();
    context.meta_waba_ids = Some(vec![waba]);
    context.meta_phone_number_ids = Some(numbers.into_iter().collect());
    let mut envelope = EventEnvelope::new();
    envelope.context = Some(context);
    envelope.whatsapp_webhook_entry = Some(entry);
    envelope.aws_account_id = Some(AWS_ACCOUNT.to_owned());
    envelope.message_timestamp = Some(at);
    envelope.message_id = message_id.map(str::to_owned);
    envelope
}
