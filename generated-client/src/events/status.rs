//! Statuses of sent messages.

use super::error_code::ErrorCode;
use super::party::Party;
use super::progress::Progress;
use super::received::Received;
use crate::whatsapp::{DeliveryStatus, MessageStatus};

/// A status of a message that you sent.
///
/// Events of EventBridge have this form, too. They have no wamid; their AWS id is
/// [`Source::aws_message_id`](crate::events::Source::aws_message_id).
pub type StatusEvent = Received<MessageStatus>;

/// Reads a status.
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
/// assert_eq!(status.error_codes().next().map(|code| code.class()), Some(ErrorClass::Window));
/// # Ok::<(), events::ParseError>(())
/// ```
impl StatusEvent {
    /// Returns Meta's id of the message, the wamid. Unset for events of
    /// EventBridge.
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

    /// Returns your text from `biz_opaque_callback_data` of the message.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.value().biz_opaque_callback_data()
    }

    /// Returns the recipient; `None` for groups and events of EventBridge.
    #[must_use]
    pub fn recipient(&self) -> Option<Party<'_>> {
        let status = self.value();
        if status.recipient_type() == Some("group") {
            return None;
        }
        Party::new(status.recipient_id(), status.recipient_user_id())
    }

    /// Returns the participant of the group whom the status is about.
    #[must_use]
    pub fn participant(&self) -> Option<Party<'_>> {
        participant(self.value())
    }

    /// Returns how far the message came; `None` for failures, payments, and
    /// statuses that the model does not list.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        self.value().status().and_then(Progress::from_status)
    }

    /// Returns whether the message failed. A later status can prove that it was
    /// delivered nevertheless; see [`Deliveries`](crate::events::Deliveries).
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.value().status().is_some_and(is_failure)
    }

    /// Returns the codes of the reasons why the message failed.
    pub fn error_codes(&self) -> impl Iterator<Item = ErrorCode> + '_ {
        self.value()
            .errors()
            .iter()
            .filter_map(ErrorCode::from_error)
    }
}

/// Returns whether the status says that the message failed.
pub(super) fn is_failure(status: &DeliveryStatus) -> bool {
    matches!(
        status,
        DeliveryStatus::Failed | DeliveryStatus::Fail | DeliveryStatus::RetriesExhausted
    )
}

/// Returns the participant of the group whom the status is about.
pub(super) fn participant(status: &MessageStatus) -> Option<Party<'_>> {
    let phone = status.recipient_participant_id();
    let phone = phone.or_else(|| status.participant_recipient_id());
    Party::new(phone, status.recipient_participant_user_id())
}
