//! Statuses of sent messages.

use super::error_class::ErrorClass;
use super::error_code::ErrorCode;
use super::party::Party;
use super::progress::Progress;
use super::received::Received;
use crate::whatsapp::{DeliveryStatus, MessageStatus};

/// A status of a message that you sent.
///
/// EventBridge events also have this format. They have no wamid; their AWS id
/// is [`Source::aws_message_id`](crate::events::Source::aws_message_id).
pub type StatusEvent = Received<MessageStatus>;

/// Accessors for all kinds of statuses.
///
/// ```
/// # use socialmessaging::events::{self, ErrorClass, Event, Progress};
/// let event = br#"{"source": "aws.social-messaging", "detail-type": "WhatsApp Message Failed",
///     "detail": {"messageId": "f1d4de67-306a-471e-a255-50725644e38b", "status": "failed",
///         "errors": [{"code": 131047, "title": "Re-engagement message"}]}}"#;
/// let events = events::parse(event)?;
/// let Some(Event::Status(status)) = events.first() else { panic!("no status") };
/// assert!(status.is_failed());
/// assert_eq!(status.progress(), None);
/// assert_eq!(status.error_class(), Some(ErrorClass::Window));
/// # Ok::<(), events::ParseError>(())
/// ```
impl StatusEvent {
    /// Returns Meta's id of the message, the wamid. Unset for EventBridge events.
    #[must_use]
    pub fn message_id(&self) -> Option<&str> {
        self.value().id()
    }

    /// Returns the id that `SendWhatsAppMessage` returned, if the event has it.
    /// [`Correlator`](crate::events::Correlator) finds it for other events.
    #[must_use]
    pub fn aws_message_id(&self) -> Option<&str> {
        self.source().aws_message_id()
    }

    /// Returns your tag: the `biz_opaque_callback_data` of the message.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.value().biz_opaque_callback_data()
    }

    /// Returns the recipient; `None` for groups and EventBridge events.
    #[must_use]
    pub fn recipient(&self) -> Option<Party<'_>> {
        let status = self.value();
        if status.recipient_type() == Some("group") {
            return None;
        }
        Party::new(status.recipient_id(), status.recipient_user_id())
    }

    /// Returns the group participant of the status.
    #[must_use]
    pub fn participant(&self) -> Option<Party<'_>> {
        participant(self.value())
    }

    /// Returns the progress of the message; `None` for failures, payments, and
    /// statuses that the model does not list.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        progress(self.value())
    }

    /// Returns whether the message failed. A later status can still prove that it
    /// was delivered; see [`Deliveries`](crate::events::Deliveries).
    #[must_use]
    pub fn is_failed(&self) -> bool {
        is_failure(self.value())
    }

    /// Returns the class of the failure: the class of its first code that is in
    /// the table. `None` if the message did not fail.
    ///
    /// A message that AWS dropped because it could not reach WhatsApp for 180
    /// minutes has no code. Its class is [`ErrorClass::Retry`].
    #[must_use]
    pub fn error_class(&self) -> Option<ErrorClass> {
        if !self.is_failed() {
            return None;
        }
        if self.value().status() == Some(&DeliveryStatus::RetriesExhausted) {
            return Some(ErrorClass::Retry);
        }
        let mut classes = self.error_codes().map(ErrorCode::class);
        let known = classes.find(|class| *class != ErrorClass::Unknown);
        Some(known.unwrap_or(ErrorClass::Unknown))
    }

    /// Returns the error codes of the failure.
    pub fn error_codes(&self) -> impl Iterator<Item = ErrorCode> + '_ {
        self.value()
            .errors()
            .iter()
            .filter_map(ErrorCode::from_error)
    }
}

/// Returns the step of a status, unless it is about a payment.
pub(super) fn progress(status: &MessageStatus) -> Option<Progress> {
    let step = status.status().and_then(Progress::from_status);
    step.filter(|_| !is_payment(status))
}

/// Returns whether the status reports a failure.
pub(super) fn is_failure(status: &MessageStatus) -> bool {
    matches!(
        status.status(),
        Some(DeliveryStatus::Failed | DeliveryStatus::Fail | DeliveryStatus::RetriesExhausted)
    ) && !is_payment(status)
}

/// Returns whether the status is about a payment: its message was delivered,
/// regardless of the payment.
fn is_payment(status: &MessageStatus) -> bool {
    status.r#type() == Some("payment")
}

/// Returns the group participant of the status.
pub(super) fn participant(status: &MessageStatus) -> Option<Party<'_>> {
    let phone = status.recipient_participant_id();
    let phone = phone.or_else(|| status.participant_recipient_id());
    Party::new(phone, status.recipient_participant_user_id())
}
