//! Events of Amazon EventBridge.

use runtime::Timestamp;

use crate::emulator::account::{AWS_ACCOUNT, REGION};
use crate::emulator::event::ServiceEvent;
use crate::events::Event;
use crate::whatsapp::{DeliveryStatus, EventBridgeDetail, EventBridgeDetailType, EventBridgeEvent};

/// Returns the event in EventBridge's format; `None` if it has none.
pub(crate) fn event(event: &ServiceEvent) -> Option<String> {
    let parsed = event.parse().ok()?;
    let mut detail = EventBridgeDetail::new();
    let (detail_type, at) = match parsed.first()? {
        Event::Status(status) => {
            let status = status.value();
            let detail_type = match status.status()? {
                DeliveryStatus::Sent => EventBridgeDetailType::MessageSent,
                DeliveryStatus::Delivered => EventBridgeDetailType::MessageDelivered,
                DeliveryStatus::Read => EventBridgeDetailType::MessageRead,
                DeliveryStatus::Failed => EventBridgeDetailType::MessageFailed,
                _ => return None,
            };
            detail.message_id.clone_from(&event.message_id);
            detail.status.clone_from(&status.status);
            detail.errors = status.errors.clone().map(|errors| {
                let plain = errors.into_iter().map(|mut error| {
                    error.error_data = None;
                    error
                });
                plain.collect()
            });
            (detail_type, status.timestamp()?)
        }
        Event::Message(message) => (
            EventBridgeDetailType::MessageReceived,
            message.value().timestamp()?,
        ),
        _ => return None,
    };
    let source = parsed.first()?.source();
    detail.waba_id = source.waba_id().map(str::to_owned);
    detail.origination_phone_number_id = source.phone_number_id().map(str::to_owned);
    detail.origination_phone_number = source.display_phone_number().map(str::to_owned);
    detail.event_timestamp = Some(at);
    let mut shown = EventBridgeEvent::new();
    shown.version = Some("0".to_owned());
    shown.id = Some(format!("00000000-0000-4000-a000-{:012x}", event.number));
    shown.detail_type = Some(detail_type);
    shown.source = Some("aws.social-messaging".to_owned());
    shown.account = Some(AWS_ACCOUNT.to_owned());
    shown.time = Some(Timestamp::from_secs(event.at.as_secs()));
    shown.region = Some(REGION.to_owned());
    shown.resources = Some(Vec::new());
    shown.detail = Some(detail);
    serde_json::to_string(&shown).ok()
}
