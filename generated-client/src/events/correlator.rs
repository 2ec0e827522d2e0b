//! Matches the ids of messages.

use super::join::{Ids, Joined, Row};
use super::status::StatusEvent;

/// Joins the ids of messages: the id that `SendWhatsAppMessage` returns, Meta's
/// wamid in statuses, and your own text in `biz_opaque_callback_data`.
///
/// Only some events have two of them: the `accepted` status has the AWS id and
/// the wamid, EventBridge events have only the AWS id, and most statuses only the
/// wamid.
///
/// It keeps a limited number of messages and evicts the least recently used, so
/// its memory is bounded. To keep more, store the ids in your database:
/// [`observe`](Self::observe) returns them.
///
/// ```
/// # use socialmessaging::events::{self, Correlator, Event};
/// let mut correlator = Correlator::new(10_000);
/// // `send` returned the id of AWS.
/// correlator.sent("f1d4de67-306a-471e-a255-50725644e38b", Some("order-4711"));
///
/// # let accepted = br#"{"messageId": "f1d4de67-306a-471e-a255-50725644e38b", "whatsAppWebhookEntry":
/// #     {"id": "1", "changes": [{"field": "messages", "value": {"statuses": [
/// #         {"id": "wamid.1", "status": "accepted"}]}}]}}"#;
/// for event in events::parse(accepted)? {
///     if let Event::Status(status) = event {
///         correlator.observe(&status);
///     }
/// }
/// let ids = correlator.by_wamid("wamid.1").unwrap();
/// assert_eq!(ids.aws_message_id(), Some("f1d4de67-306a-471e-a255-50725644e38b"));
/// assert_eq!(ids.tag(), Some("order-4711"));
/// # Ok::<(), events::ParseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Correlator(Joined<()>);

/// The known ids of one message.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct MessageIds(Ids);

impl Correlator {
    /// Creates a correlator that keeps this number of messages (at least one), at
    /// about 900 bytes each.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self(Joined::new(capacity))
    }

    /// Also joins ids by equal tags. Every message then needs a unique tag: with
    /// one tag per campaign, ids of different messages would be joined.
    #[must_use]
    pub fn with_unique_tags(mut self) -> Self {
        self.0.set_unique_tags();
        self
    }

    /// Adds a message that you sent.
    pub fn sent(&mut self, aws_message_id: &str, tag: Option<&str>) {
        self.0.row(Ids::new(Some(aws_message_id), None, tag));
    }

    /// Adds the ids of a status. Returns all ids of its message.
    pub fn observe(&mut self, status: &StatusEvent) -> MessageIds {
        let row = self.0.row(ids_of(status));
        row.map(|row| MessageIds::new(&row.ids)).unwrap_or_default()
    }

    /// Finds a message by the id that `SendWhatsAppMessage` returned.
    #[must_use]
    pub fn by_aws_message_id(&self, id: &str) -> Option<MessageIds> {
        self.0.by_aws(id).map(MessageIds::from_row)
    }

    /// Finds a message by Meta's id.
    #[must_use]
    pub fn by_wamid(&self, id: &str) -> Option<MessageIds> {
        self.0.by_wamid(id).map(MessageIds::from_row)
    }

    /// Finds the messages with this tag.
    pub fn by_tag(&self, tag: &str) -> impl Iterator<Item = MessageIds> {
        self.0.by_tag(tag).map(MessageIds::from_row)
    }

    /// Returns the number of messages.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there are no messages.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl MessageIds {
    pub(super) fn new(ids: &Ids) -> Self {
        Self(ids.clone())
    }

    fn from_row<T>(row: &Row<T>) -> Self {
        Self::new(&row.ids)
    }

    /// Returns the id that `SendWhatsAppMessage` returned.
    #[must_use]
    pub fn aws_message_id(&self) -> Option<&str> {
        self.0.aws.as_deref()
    }

    /// Returns Meta's id.
    #[must_use]
    pub fn wamid(&self) -> Option<&str> {
        self.0.wamid.as_deref()
    }

    /// Returns your tag: the `biz_opaque_callback_data` of the message.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.0.tag.as_deref()
    }
}

/// Returns the ids in a status.
pub(super) fn ids_of(status: &StatusEvent) -> Ids {
    Ids::new(status.aws_message_id(), status.message_id(), status.tag())
}
