//! Events for state changes.

use runtime::Timestamp;

use super::account::{Account, PhoneNumber};
use super::call::Call;
use super::customer_record::CustomerRecord;
use super::entry::{self, CallStep, StatusDetails};
use super::envelope::envelope;
use super::event::{EventKind, ServiceEvent};
use super::flow::{Flow, FlowStatus};
use super::record::{RecordedStatus, SentMessage};
use super::state::{Change, State};
use super::store_error::StoreError;
use super::template::Template;
use crate::whatsapp::{AccountUpdateEvent, DeliveryStatus, ReceivedMessage, WebhookEntry};

/// The origin of an event.
pub(super) struct EventOrigin<'a> {
    pub(super) account: &'a Account,
    /// `None` for an event of the account.
    pub(super) number: Option<&'a PhoneNumber>,
}

/// Returns the change that adds an event with this number.
fn event(
    number: u64,
    origin: &EventOrigin<'_>,
    kind: EventKind,
    entry: WebhookEntry,
    message: Option<(&str, bool)>,
    at: Timestamp,
) -> Option<Change> {
    let joined = message.filter(|(_, is_joined)| *is_joined);
    let envelope = envelope(
        origin.account,
        origin.number,
        entry,
        joined.map(|(id, _)| id),
        at,
    );
    // Every envelope can be written as JSON.
    let mut envelope = serde_json::to_string(&envelope).ok()?;
    envelope.shrink_to_fit();
    Some(Change::Event(ServiceEvent {
        number,
        at,
        kind,
        account_id: origin.account.id.clone(),
        phone_number_id: origin.number.map(|number| number.id.clone()),
        message_id: message.map(|(id, _)| id.to_owned()),
        envelope,
        deliveries: Vec::new(),
    }))
}

impl State {
    /// Returns the event of an entry of Meta's webhook, for any account or phone
    /// number.
    pub(super) fn entry_event(
        &mut self,
        account_id: &str,
        phone_number_id: Option<&str>,
        kind: EventKind,
        entry: WebhookEntry,
        at: Timestamp,
    ) -> Option<Change> {
        let next = self.next_event();
        let account = self.account(account_id)?;
        let mut numbers = account.phone_numbers.iter();
        let origin = EventOrigin {
            account,
            number: phone_number_id.and_then(|id| numbers.find(|number| number.is(id))),
        };
        event(next, &origin, kind, entry, None, at)
    }

    /// Returns the event of a status of a message; `None` if the phone number is not
    /// linked.
    ///
    /// Like AWS, only `accepted` and `failed` have the AWS id.
    pub(super) fn status_event(
        &mut self,
        message: &SentMessage,
        details: &StatusDetails,
        step: &RecordedStatus,
    ) -> Option<Change> {
        let next = self.next_event();
        let (account, number) = self.phone_number(&message.phone_number_id)?;
        let entry = entry::status(account, number, message, details, step);
        let is_joined = matches!(
            step.status,
            DeliveryStatus::Accepted | DeliveryStatus::Failed
        );
        let origin = EventOrigin {
            account,
            number: Some(number),
        };
        let message = Some((message.id.as_str(), is_joined));
        event(next, &origin, EventKind::Status, entry, message, step.at)
    }

    /// Returns the event of a message of a customer.
    pub(super) fn message_event(
        &mut self,
        phone_number_id: &str,
        customer: &CustomerRecord,
        message: ReceivedMessage,
        at: Timestamp,
    ) -> Option<Change> {
        let next = self.next_event();
        let (account, number) = self.phone_number(phone_number_id)?;
        let entry = entry::message(account, number, customer, message);
        let origin = EventOrigin {
            account,
            number: Some(number),
        };
        event(next, &origin, EventKind::Message, entry, None, at)
    }

    fn call_event(&mut self, call: &Call, step: CallStep, at: Timestamp) -> Option<Change> {
        let next = self.next_event();
        let (account, number) = self.phone_number(&call.phone_number_id)?;
        let customer = self.customer(&call.person);
        let entry = entry::call(account, number, &customer, call, step, at);
        let origin = EventOrigin {
            account,
            number: Some(number),
        };
        event(next, &origin, EventKind::Call, entry, None, at)
    }

    /// Returns the event of the state of a template.
    pub(super) fn template_event(&mut self, template: &Template) -> Option<Change> {
        let next = self.next_event();
        let account = self.account(&template.account_id)?;
        let origin = EventOrigin {
            account,
            number: None,
        };
        let entry = entry::template(account, template);
        event(
            next,
            &origin,
            EventKind::Template,
            entry,
            None,
            template.changed,
        )
    }

    /// Stores a new or changed template, with its event.
    pub(super) fn commit_template(&mut self, template: Template) -> Result<(), StoreError> {
        let event = self.template_event(&template);
        let changes = [Change::Template(template)].into_iter().chain(event);
        self.commit(changes.collect())
    }

    /// Stores a new or changed Flow, with an event if its state changed.
    pub(super) fn commit_flow(&mut self, flow: Flow, at: Timestamp) -> Result<(), StoreError> {
        let before = self.flows.get(&flow.id);
        let before = before.map_or(FlowStatus::Draft, |before| before.status);
        let event = match before == flow.status {
            true => None,
            false => self.flow_event(&flow, before, at),
        };
        let changes = [Change::Flow(flow)].into_iter().chain(event);
        self.commit(changes.collect())
    }

    /// Returns the id of a call of a customer, and its changes. A call opens the
    /// customer service window, even if nobody answers.
    pub(super) fn begin_call(
        &mut self,
        phone_number_id: &str,
        person: &str,
        at: Timestamp,
    ) -> (String, Vec<Change>) {
        let call = Call::new(self.next(), phone_number_id, person, at, Vec::new());
        let id = call.id.clone();
        let mut customer = self.customer(person);
        customer.contacts.insert(phone_number_id.to_owned(), at);
        let mut changes: Vec<Change> = self.keep(customer).collect();
        changes.extend(self.call_event(&call, CallStep::Connect, at));
        changes.push(Change::Call(call));
        (id, changes)
    }

    /// Stores a new or changed call, with an event.
    pub(super) fn commit_call(
        &mut self,
        call: Call,
        step: Option<CallStep>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let changes = self.call_changes(call, step, at);
        self.commit(changes)
    }

    /// Returns the changes of a new or changed call: its events, and the call.
    pub(super) fn call_changes(
        &mut self,
        call: Call,
        steps: impl IntoIterator<Item = CallStep>,
        at: Timestamp,
    ) -> Vec<Change> {
        let steps = steps.into_iter();
        let events = steps.filter_map(|step| self.call_event(&call, step, at));
        let mut changes: Vec<Change> = events.collect();
        changes.push(Change::Call(call));
        changes
    }

    /// Returns the event of a new state of a Flow.
    fn flow_event(&mut self, flow: &Flow, before: FlowStatus, at: Timestamp) -> Option<Change> {
        let next = self.next_event();
        let account = self.account(&flow.account_id)?;
        let origin = EventOrigin {
            account,
            number: None,
        };
        let entry = entry::flow(account, flow, before, at);
        event(next, &origin, EventKind::Flow, entry, None, at)
    }

    /// Returns the events of an account that was linked, with these phone numbers.
    pub(super) fn linked_events(
        &mut self,
        account: &Account,
        numbers: &[PhoneNumber],
        at: Timestamp,
    ) -> Vec<Change> {
        let mut changes = Vec::new();
        let added = entry::partner(account, AccountUpdateEvent::PartnerAdded, at);
        let origin = EventOrigin {
            account,
            number: None,
        };
        let next = self.next_event();
        changes.extend(event(next, &origin, EventKind::Account, added, None, at));
        for number in numbers {
            let origin = EventOrigin {
                account,
                number: Some(number),
            };
            let entry = entry::onboarding(account, number, at);
            let next = self.next_event();
            changes.extend(event(next, &origin, EventKind::Account, entry, None, at));
        }
        changes
    }

    /// Returns the event of an account that is unlinked.
    pub(super) fn unlinked_event(&mut self, account: &Account, at: Timestamp) -> Option<Change> {
        let next = self.next_event();
        let origin = EventOrigin {
            account,
            number: None,
        };
        let entry = entry::partner(account, AccountUpdateEvent::PartnerRemoved, at);
        event(next, &origin, EventKind::Account, entry, None, at)
    }

    /// Returns a customer; an unknown one is reachable and has no name.
    pub(super) fn customer(&self, phone: &str) -> CustomerRecord {
        let known = self.customers.get(phone).cloned();
        known.unwrap_or_else(|| CustomerRecord::new(phone.to_owned()))
    }

    /// Returns the changes that store a customer.
    pub(super) fn keep(&self, customer: CustomerRecord) -> impl Iterator<Item = Change> {
        let surplus = self.customers.surplus(&customer.phone, self.limit);
        let surplus = surplus.map(|phone| Change::RemoveCustomer(phone.to_owned()));
        surplus.into_iter().chain([Change::Customer(customer)])
    }
}
