//! The source of an event: its account, phone number and delivery ids.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use runtime::{Document, Timestamp};

use crate::whatsapp::{
    EventBridgeDetailType, EventPhoneNumber, EventWaba, ReceivedContact, WebhookField,
};

/// The account, phone number and delivery ids of an event. Events of one change
/// share them.
///
/// All members are optional: the carrier of the event determines which are
/// known.
// Carriers contain many parts, and each part has a copy of its carrier's source
// with additional members. So copies share strings and lists, however large they
// are.
#[derive(Clone, Default, PartialEq)]
pub struct Source {
    pub(super) record_id: Option<Arc<str>>,
    pub(super) notification_id: Option<Arc<str>>,
    pub(super) topic_arn: Option<Arc<str>>,
    pub(super) aws_account_id: Option<Arc<str>>,
    pub(super) aws_message_id: Option<Arc<str>>,
    pub(super) sent_at: Option<Timestamp>,
    pub(super) wabas: Arc<[EventWaba]>,
    pub(super) phone_numbers: Arc<[EventPhoneNumber]>,
    pub(super) detail_type: Option<Arc<EventBridgeDetailType>>,
    pub(super) entry_id: Option<Arc<str>>,
    pub(super) entry_time: Option<Timestamp>,
    // Only sources of changes have these, and they are not copied.
    pub(super) field: Option<WebhookField>,
    pub(super) phone_number_id: Option<Arc<str>>,
    pub(super) display_phone_number: Option<Arc<str>>,
    pub(super) contacts: Vec<ReceivedContact>,
    pub(super) rest: BTreeMap<String, Document>,
}

impl Source {
    /// Returns the id of the SQS message that contained the event. Report it in
    /// `batchItemFailures` if handling the event failed, so that only its record
    /// is delivered again.
    #[must_use]
    pub fn record_id(&self) -> Option<&str> {
        self.record_id.as_deref()
    }

    /// Returns the id of the SNS notification or the EventBridge event. It stays
    /// the same when the same delivery is repeated.
    #[must_use]
    pub fn notification_id(&self) -> Option<&str> {
        self.notification_id.as_deref()
    }

    /// Returns the ARN of the SNS topic.
    #[must_use]
    pub fn topic_arn(&self) -> Option<&str> {
        self.topic_arn.as_deref()
    }

    /// Returns the id of the AWS account.
    #[must_use]
    pub fn aws_account_id(&self) -> Option<&str> {
        self.aws_account_id.as_deref()
    }

    /// Returns the id that `SendWhatsAppMessage` returned for the message.
    /// EventBridge events and the `accepted` status have it; others rarely do.
    #[must_use]
    pub fn aws_message_id(&self) -> Option<&str> {
        self.aws_message_id.as_deref()
    }

    /// Returns the time at which AWS sent the event.
    #[must_use]
    pub fn sent_at(&self) -> Option<Timestamp> {
        self.sent_at
    }

    /// Returns Meta's id of the WhatsApp Business Account.
    #[must_use]
    pub fn waba_id(&self) -> Option<&str> {
        // The id of an entry can be that of a business portfolio.
        let first = self.wabas.first().and_then(EventWaba::waba_id);
        first.or_else(|| self.entry_id())
    }

    /// Returns the ARN of the WhatsApp Business Account.
    #[must_use]
    pub fn waba_arn(&self) -> Option<&str> {
        self.wabas.first()?.arn()
    }

    /// Returns Meta's id of the business phone number. Unset for events of the
    /// whole account.
    #[must_use]
    pub fn phone_number_id(&self) -> Option<&str> {
        match (&self.phone_number_id, &*self.phone_numbers) {
            (Some(id), _) => Some(id),
            (None, [only]) => only.meta_phone_number_id(),
            (None, _) => None,
        }
    }

    /// Returns the ARN of the business phone number. Pass it as
    /// `originationPhoneNumberId` to reply from the same number.
    ///
    /// ```
    /// # use socialmessaging::events;
    /// let envelope = br#"{
    ///     "context": {
    ///         "MetaWabaIds": [{"wabaId": "1", "arn": "arn:aws:social-messaging:us-east-1:123456789012:waba/01"}],
    ///         "MetaPhoneNumberIds": [{"metaPhoneNumberId": "2",
    ///             "arn": "arn:aws:social-messaging:us-east-1:123456789012:phone-number-id/02"}]
    ///     },
    ///     "whatsAppWebhookEntry": "{\"id\":\"1\",\"changes\":[{\"field\":\"messages\",\"value\":{\"messages\":[{\"id\":\"wamid.1\"}]}}]}"
    /// }"#;
    /// let events = events::parse(envelope)?;
    /// assert_eq!(
    ///     events[0].source().phone_number_arn(),
    ///     Some("arn:aws:social-messaging:us-east-1:123456789012:phone-number-id/02"),
    /// );
    /// # Ok::<(), events::ParseError>(())
    /// ```
    #[must_use]
    pub fn phone_number_arn(&self) -> Option<&str> {
        let id = self.phone_number_id()?;
        let mut numbers = self.phone_numbers.iter();
        numbers
            .find(|number| number.meta_phone_number_id() == Some(id))
            .and_then(EventPhoneNumber::arn)
    }

    /// Returns the business phone number: digits without a plus sign.
    #[must_use]
    pub fn display_phone_number(&self) -> Option<&str> {
        self.display_phone_number.as_deref()
    }

    /// Returns the accounts that AWS lists; normally one.
    #[must_use]
    pub fn wabas(&self) -> &[EventWaba] {
        &self.wabas
    }

    /// Returns the phone numbers that AWS lists; normally one.
    #[must_use]
    pub fn phone_numbers(&self) -> &[EventPhoneNumber] {
        &self.phone_numbers
    }

    /// Returns the kind of an EventBridge event.
    #[must_use]
    pub fn detail_type(&self) -> Option<&EventBridgeDetailType> {
        self.detail_type.as_deref()
    }

    /// Returns the id of Meta's entry: the WhatsApp Business Account, or the
    /// business portfolio for `partner_solutions`.
    #[must_use]
    pub fn entry_id(&self) -> Option<&str> {
        self.entry_id.as_deref()
    }

    /// Returns the time of Meta's entry. Messages and statuses have their own.
    #[must_use]
    pub fn entry_time(&self) -> Option<Timestamp> {
        self.entry_time
    }

    /// Returns the field of Meta's change.
    #[must_use]
    pub fn field(&self) -> Option<&WebhookField> {
        self.field.as_ref()
    }

    /// Returns the contacts of the change. [`Received::contact`] returns that
    /// of one event.
    ///
    /// [`Received::contact`]: crate::events::Received::contact
    #[must_use]
    pub fn contacts(&self) -> &[ReceivedContact] {
        &self.contacts
    }

    /// Returns the other members of the change, such as `conversation_context`.
    #[must_use]
    pub fn rest(&self) -> &BTreeMap<String, Document> {
        &self.rest
    }
}

/// Shows ids, but only the member names of other JSON.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Source");
        let mut text = |name, value: &Option<Arc<str>>| {
            if let Some(value) = value {
                shown.field(name, value);
            }
        };
        text("record_id", &self.record_id);
        text("notification_id", &self.notification_id);
        text("topic_arn", &self.topic_arn);
        text("aws_account_id", &self.aws_account_id);
        text("aws_message_id", &self.aws_message_id);
        text("entry_id", &self.entry_id);
        text("phone_number_id", &self.phone_number_id);
        shown
            .field("sent_at", &self.sent_at)
            .field("wabas", &self.wabas)
            .field("phone_numbers", &self.phone_numbers)
            .field("detail_type", &self.detail_type)
            .field("entry_time", &self.entry_time)
            .field("field", &self.field)
            .field("contacts", &self.contacts)
            .field("rest", &self.rest.keys().collect::<Vec<_>>())
            .finish()
    }
}
