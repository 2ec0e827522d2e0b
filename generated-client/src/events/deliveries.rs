//! The states of many deliveries.

use std::fmt;

use super::correlator::{MessageIds, ids_of};
use super::delivery::{DeliveryState, Outcome};
use super::join::{Ids, Joined, Merge};
use super::party::Party;
use super::status::StatusEvent;

/// The maximum number of participants kept per group message. Groups are smaller.
const MAX_PARTICIPANTS: usize = 1024;

/// The deliveries of messages. Statuses may arrive in any order and more than
/// once.
///
/// A message is found by its Meta id or its AWS id, so its statuses can come from
/// Meta and from EventBridge. Group messages have a state per participant. The
/// table keeps a limited number of messages and evicts the least recently used.
///
/// ```
/// # use socialmessaging::events::{self, Deliveries, Event, Outcome, Progress};
/// # let entry = br#"{"id": "1", "changes": [{"field": "messages", "value": {"statuses": [
/// #     {"id": "wamid.1", "status": "read"}, {"id": "wamid.1", "status": "delivered"},
/// #     {"id": "wamid.1", "status": "read"}]}}]}"#;
/// let mut deliveries = Deliveries::new(10_000);
/// let mut changes = Vec::new();
/// for event in events::parse(entry)? {
///     if let Event::Status(status) = event {
///         // Late and repeated statuses change nothing.
///         changes.extend(deliveries.apply(&status));
///     }
/// }
/// assert_eq!(changes.len(), 1);
/// assert_eq!(changes[0].after(), Outcome::Reached(Progress::Read));
/// assert_eq!(changes[0].ids().wamid(), Some("wamid.1"));
/// # Ok::<(), events::ParseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Deliveries(Joined<States>);

/// The deliveries of one message, by participant; `None` is the recipient of a
/// message to one person.
// A sorted list, because most messages have one entry, and a map allocates
// memory for eleven.
#[derive(Clone, Default)]
struct States(Vec<(Option<String>, DeliveryState)>);

/// Hides the participants.
impl fmt::Debug for States {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let states = self.0.iter().map(|(_, state)| state);
        f.debug_list().entries(states).finish()
    }
}

impl States {
    fn find(&self, participant: Option<&str>) -> Result<usize, usize> {
        self.0
            .binary_search_by_key(&participant, |(key, _)| key.as_deref())
    }

    fn get(&self, participant: Option<&str>) -> Option<&DeliveryState> {
        let index = self.find(participant).ok()?;
        self.0.get(index).map(|(_, state)| state)
    }

    fn state(&mut self, participant: Option<&str>) -> Option<&mut DeliveryState> {
        let index = match self.find(participant) {
            Ok(index) => index,
            Err(_) if self.0.len() >= MAX_PARTICIPANTS => return None,
            Err(index) => {
                if self.0.is_empty() {
                    self.0.reserve_exact(1);
                }
                let entry = (participant.map(str::to_owned), DeliveryState::default());
                self.0.insert(index, entry);
                index
            }
        };
        self.0.get_mut(index).map(|(_, state)| state)
    }
}

impl Merge for States {
    fn merge(&mut self, other: Self) {
        for (participant, other) in other.0 {
            if let Some(state) = self.state(participant.as_deref()) {
                state.merge(&other);
            }
        }
    }
}

/// A change of the outcome of a delivery.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DeliveryChange {
    ids: MessageIds,
    before: Option<Outcome>,
    after: Outcome,
}

impl DeliveryChange {
    /// Returns the known ids of the message.
    #[must_use]
    pub fn ids(&self) -> &MessageIds {
        &self.ids
    }

    /// Returns the outcome before the status; `None` if it was the first.
    #[must_use]
    pub fn before(&self) -> Option<Outcome> {
        self.before
    }

    /// Returns the outcome after the status.
    #[must_use]
    pub fn after(&self) -> Outcome {
        self.after
    }
}

impl Deliveries {
    /// Creates an empty table that keeps this number of messages (at least one), at
    /// about 1,200 bytes each.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self(Joined::new(capacity))
    }

    /// Also joins ids by equal tags, like
    /// [`Correlator::with_unique_tags`](crate::events::Correlator::with_unique_tags).
    #[must_use]
    pub fn with_unique_tags(mut self) -> Self {
        self.0.set_unique_tags();
        self
    }

    /// Adds a message that you sent, so that its changes contain the tag.
    pub fn sent(&mut self, aws_message_id: &str, tag: Option<&str>) {
        self.0.row(Ids::new(Some(aws_message_id), None, tag));
    }

    /// Applies a status. Returns the change of the outcome; `None` for a duplicate,
    /// a late status, or a status that is not about delivery.
    ///
    /// A status without an id is also returned as a change, but not kept.
    pub fn apply(&mut self, status: &StatusEvent) -> Option<DeliveryChange> {
        let participant = status.participant().as_ref().map(Party::as_str);
        let mut unkept = DeliveryState::default();
        let (ids, state) = match self.0.row(ids_of(status)) {
            Some(row) => {
                let state = row.data.state(participant);
                (MessageIds::new(&row.ids), state.unwrap_or(&mut unkept))
            }
            None => (MessageIds::default(), &mut unkept),
        };
        let before = state.outcome();
        state.apply(status.value());
        let after = state.outcome()?;
        (before != Some(after)).then_some(DeliveryChange { ids, before, after })
    }

    /// Returns the delivery of a message by its Meta id; for a group message, that
    /// of one participant.
    #[must_use]
    pub fn by_wamid(&self, id: &str, participant: Option<Party<'_>>) -> Option<&DeliveryState> {
        let row = self.0.by_wamid(id)?;
        row.data.get(participant.as_ref().map(Party::as_str))
    }

    /// Returns the delivery of a message by the id that `SendWhatsAppMessage`
    /// returned; for a group message, that of one participant.
    #[must_use]
    pub fn by_aws_message_id(
        &self,
        id: &str,
        participant: Option<Party<'_>>,
    ) -> Option<&DeliveryState> {
        let row = self.0.by_aws(id)?;
        row.data.get(participant.as_ref().map(Party::as_str))
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
