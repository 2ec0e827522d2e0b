//! The entries of Meta's webhook for each kind of event.

use runtime::{Document, Timestamp};
use serde::Serialize;

use super::account::{Account, PhoneNumber};
use super::call::Call;
use super::customer_record::CustomerRecord;
use super::flow::{Flow, FlowStatus};
use super::record::{RecordedStatus, SentMessage};
use super::template::{Template, TemplateStatus};
use crate::whatsapp::{
    AccountUpdate, AccountUpdateEvent, AccountWaba, CallDirection, CallEventName, CallStatus,
    CallStatusName, CallsValue, Change, DeliveryStatus, FlowUpdate, FlowUpdateEvent, MessageStatus,
    MessagesValue, PhoneNumberQualityEvent, PhoneNumberQualityUpdate, PricingCategory,
    PricingModel, PricingType, ReceivedCall, ReceivedCallSession, ReceivedContact, ReceivedMessage,
    ReceivedMetadata, ReceivedProfile, ReceivedSdpType, StatusPricing, TemplateStatusReason,
    TemplateStatusUpdate, WebhookEntry, WebhookField,
};

/// The session description in call events. The emulator does not transmit
/// sound.
const SDP: &str = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";

/// Returns an entry with one change.
fn entry(account: &Account, field: WebhookField, value: &impl Serialize) -> WebhookEntry {
    let mut change = Change::new();
    change.field = Some(field);
    // Every value can be written as JSON; otherwise, the event would have no
    // value.
    change.value = Document::from_serialize(value).ok();
    let mut entry = WebhookEntry::new();
    entry.id = Some(account.meta_id.clone());
    entry.changes = Some(vec![change]);
    entry
}

fn metadata(number: &PhoneNumber) -> ReceivedMetadata {
    let mut metadata = ReceivedMetadata::new();
    metadata.display_phone_number = Some(digits(&number.number));
    metadata.phone_number_id = Some(number.meta_id.clone());
    metadata
}

/// Returns a phone number without its plus sign, as in events.
pub(super) fn digits(number: &str) -> String {
    number.trim_start_matches('+').to_owned()
}

/// Splits an id into the digits of a phone number or a business-scoped user id.
pub(super) fn party(customer: &str) -> (Option<String>, Option<String>) {
    match customer.strip_prefix('+') {
        Some(digits) => (Some(digits.to_owned()), None),
        None => (None, Some(customer.to_owned())),
    }
}

fn contact(customer: &CustomerRecord) -> ReceivedContact {
    let mut contact = ReceivedContact::new();
    (contact.wa_id, contact.user_id) = party(&customer.phone);
    if let Some(name) = &customer.name {
        let mut profile = ReceivedProfile::new();
        profile.name = Some(name.clone());
        contact.profile = Some(profile);
    }
    contact
}

/// Returns the entry of a status of a message.
pub(super) fn status(
    account: &Account,
    number: &PhoneNumber,
    message: &SentMessage,
    details: &StatusDetails,
    step: &RecordedStatus,
) -> WebhookEntry {
    let mut status = MessageStatus::new();
    status.id.clone_from(&message.wamid);
    status.status = Some(step.status.clone());
    status.timestamp = Some(Timestamp::from_secs(step.at.as_secs()));
    if details.is_group {
        status.recipient_type = Some("group".to_owned());
        status.recipient_id = Some(details.recipient.clone());
    } else {
        (status.recipient_id, status.recipient_user_id) = party(&details.recipient);
    }
    status.biz_opaque_callback_data.clone_from(&details.tag);
    if matches!(
        step.status,
        DeliveryStatus::Sent | DeliveryStatus::Delivered
    ) {
        status.pricing = Some(pricing(details.category.as_deref()));
    }
    if let Some(error) = &step.error {
        status.errors = Some(vec![error.to_platform_error()]);
    }
    let mut value = MessagesValue::new();
    value.messaging_product = Some("whatsapp".to_owned());
    value.metadata = Some(metadata(number));
    value.statuses = Some(vec![status]);
    entry(account, WebhookField::Messages, &value)
}

/// The parts of a message that its statuses repeat.
#[derive(Clone, Debug, Default)]
pub(super) struct StatusDetails {
    pub(super) recipient: String,
    pub(super) is_group: bool,
    /// The tag of the sender.
    pub(super) tag: Option<String>,
    /// The category of the template; `None` for free-form messages.
    pub(super) category: Option<String>,
}

fn pricing(category: Option<&str>) -> StatusPricing {
    let mut pricing = StatusPricing::new();
    pricing.pricing_model = Some(PricingModel::Pmp);
    pricing.billable = Some(category.is_some());
    (pricing.r#type, pricing.category) = match category {
        Some(category) => (
            Some(PricingType::Regular),
            Some(PricingCategory::from(category.to_ascii_lowercase())),
        ),
        None => (
            Some(PricingType::FreeCustomerService),
            Some(PricingCategory::Service),
        ),
    };
    pricing
}

/// Returns the entry of a message of a customer.
pub(super) fn message(
    account: &Account,
    number: &PhoneNumber,
    customer: &CustomerRecord,
    message: ReceivedMessage,
) -> WebhookEntry {
    let mut value = MessagesValue::new();
    value.messaging_product = Some("whatsapp".to_owned());
    value.metadata = Some(metadata(number));
    value.contacts = Some(vec![contact(customer)]);
    value.messages = Some(vec![message]);
    entry(account, WebhookField::Messages, &value)
}

/// Returns the entry of a new state of a template.
pub(super) fn template(account: &Account, template: &Template) -> WebhookEntry {
    let mut update = TemplateStatusUpdate::new();
    update.event = Some(template.status.as_str().into());
    update.message_template_id = Some(template.id.clone());
    update.message_template_name = Some(template.name.clone());
    update.message_template_language = Some(template.language.clone());
    update.message_template_category = Some(template.category.as_str().into());
    update.reason = Some(match template.status {
        TemplateStatus::Rejected => TemplateStatusReason::InvalidFormat,
        _ => TemplateStatusReason::None,
    });
    let mut entry = entry(account, WebhookField::MessageTemplateStatusUpdate, &update);
    entry.time = Some(Timestamp::from_secs(template.changed.as_secs()));
    entry
}

/// Returns the entry of a new state of a Flow.
pub(super) fn flow(
    account: &Account,
    flow: &Flow,
    before: FlowStatus,
    at: Timestamp,
) -> WebhookEntry {
    let mut update = FlowUpdate::new();
    update.event = Some(FlowUpdateEvent::FlowStatusChange);
    update.flow_id = Some(flow.id.clone());
    update.old_status = Some(before.as_str().into());
    update.new_status = Some(flow.status.as_str().into());
    update.message = Some(format!(
        "Flow {} changed its status from {before} to {}.",
        flow.name, flow.status
    ));
    let mut entry = entry(account, WebhookField::Flows, &update);
    entry.time = Some(Timestamp::from_secs(at.as_secs()));
    entry
}

/// Returns the entry of an account that was linked or unlinked: to Meta, AWS is
/// a partner of the business.
pub(super) fn partner(account: &Account, event: AccountUpdateEvent, at: Timestamp) -> WebhookEntry {
    let mut waba = AccountWaba::new();
    waba.waba_id = Some(account.meta_id.clone());
    let mut update = AccountUpdate::new();
    update.event = Some(event);
    update.waba_info = Some(waba);
    let mut entry = entry(account, WebhookField::AccountUpdate, &update);
    entry.time = Some(Timestamp::from_secs(at.as_secs()));
    entry
}

/// Returns the entry of a phone number that was registered.
pub(super) fn onboarding(account: &Account, number: &PhoneNumber, at: Timestamp) -> WebhookEntry {
    let mut update = PhoneNumberQualityUpdate::new();
    update.event = Some(PhoneNumberQualityEvent::Onboarding);
    update.display_phone_number = Some(digits(&number.number));
    update.current_limit = Some("TIER_250".to_owned());
    let mut entry = entry(account, WebhookField::PhoneNumberQualityUpdate, &update);
    entry.time = Some(Timestamp::from_secs(at.as_secs()));
    entry
}

/// An event of a call.
pub(super) enum CallStep {
    /// The customer calls.
    Connect,
    /// The phone of the customer rings.
    Ringing,
    /// The phone of the customer answers the offer of a session.
    Answer,
    /// The customer accepted the call.
    Accepted,
    /// The customer rejected the call.
    Rejected,
    /// The call ended.
    Terminate,
}

/// Returns the entry of an event of a call.
pub(super) fn call(
    account: &Account,
    number: &PhoneNumber,
    customer: &CustomerRecord,
    call: &Call,
    step: CallStep,
    at: Timestamp,
) -> WebhookEntry {
    let at = Timestamp::from_secs(at.as_secs());
    let mut value = CallsValue::new();
    value.messaging_product = Some("whatsapp".to_owned());
    value.metadata = Some(metadata(number));
    let status = match step {
        CallStep::Ringing => Some(CallStatusName::Ringing),
        CallStep::Accepted => Some(CallStatusName::Accepted),
        CallStep::Rejected => Some(CallStatusName::Rejected),
        CallStep::Connect | CallStep::Answer | CallStep::Terminate => None,
    };
    if let Some(name) = status {
        let mut status = CallStatus::new();
        status.id = Some(call.id.clone());
        status.r#type = Some("call".to_owned());
        status.status = Some(name);
        status.timestamp = Some(at);
        (status.recipient_id, status.recipient_user_id) = party(&customer.phone);
        value.statuses = Some(vec![status]);
        return entry(account, WebhookField::Calls, &value);
    }
    let mut received = ReceivedCall::new();
    received.id = Some(call.id.clone());
    received.timestamp = Some(at);
    let (phone, user_id) = party(&customer.phone);
    let business = Some(digits(&number.number));
    if call.is_outgoing() {
        received.direction = Some(CallDirection::BusinessInitiated);
        (received.from, received.to, received.to_user_id) = (business, phone, user_id);
    } else {
        received.direction = Some(CallDirection::UserInitiated);
        (received.from, received.from_user_id, received.to) = (phone, user_id, business);
    }
    match step {
        CallStep::Terminate => {
            received.event = Some(CallEventName::Terminate);
            let is_answered = call.actions.iter().any(|action| action == "accept");
            received.status = Some(if is_answered { "COMPLETED" } else { "FAILED" }.to_owned());
            if is_answered {
                let start = call.answered_at.unwrap_or(call.at);
                received.start_time = Some(Timestamp::from_secs(start.as_secs()));
                received.end_time = Some(at);
                received.duration = Some(at.as_secs() - start.as_secs());
            }
        }
        _ => {
            received.event = Some(CallEventName::Connect);
            let mut session = ReceivedCallSession::new();
            session.sdp_type = Some(match step {
                CallStep::Answer => ReceivedSdpType::Answer,
                _ => ReceivedSdpType::Offer,
            });
            session.sdp = Some(SDP.to_owned());
            received.session = Some(session);
        }
    }
    value.contacts = Some(vec![contact(customer)]);
    value.calls = Some(vec![received]);
    entry(account, WebhookField::Calls, &value)
}
