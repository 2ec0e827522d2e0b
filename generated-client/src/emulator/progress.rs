//! The statuses of accepted messages, set by rules or manually.

use std::fmt;
use std::time::Duration;

use runtime::Timestamp;
use serde_json::Value;

use super::entry::StatusDetails;
use super::handle::Emulator;
use super::ids::number_of;
use super::policy::{FailRule, StatusPolicy, WindowRule};
use super::record::{MetaError, RecordedStatus, SentMessage, recipient};
use super::state::{Change, State};
use super::store_error::StoreError;
use crate::whatsapp::DeliveryStatus;

/// Returns the parts of a message that its statuses repeat; `None` for a read
/// receipt.
pub(super) fn details(state: &State, account_id: &str, json: &Value) -> Option<StatusDetails> {
    let category = json["template"].is_object().then(|| {
        let template = state.template_of(account_id, json);
        template.map_or("MARKETING", |template| template.category.as_str())
    });
    Some(StatusDetails {
        recipient: recipient(json)?,
        is_group: json["recipient_type"] == "group",
        tag: json["biz_opaque_callback_data"].as_str().map(str::to_owned),
        category: category.map(str::to_owned),
    })
}

/// Returns the error with which the rules make a message fail, and consumes a
/// rule.
pub(super) fn rule_failure(
    state: &mut State,
    message: &SentMessage,
    details: &StatusDetails,
) -> Option<MetaError> {
    if let Some(code) = state.rules.take_failure(&details.recipient) {
        return Some(MetaError::of_code(
            code,
            "the emulator is configured to fail this message",
        ));
    }
    if details.is_group {
        return None;
    }
    let customer = state.customers.get(&details.recipient);
    if customer.is_some_and(|customer| !customer.reachable) {
        let details = format!("the customer {} is not reachable", details.recipient);
        return Some(MetaError::of_code(131_026, details));
    }
    if details.category.is_some() {
        return None;
    }
    let until = customer.and_then(|customer| customer.window_until(&message.phone_number_id));
    let is_closed = match until {
        Some(until) => until <= message.at,
        None => state.rules.windows == WindowRule::Always,
    };
    is_closed.then(|| {
        MetaError::of_code(
            131_047,
            "more than 24 hours have passed since the customer last replied to this number; send \
             a template",
        )
    })
}

/// Adds the first statuses to a message, and returns their events.
pub(super) fn begin(
    state: &mut State,
    message: &mut SentMessage,
    details: &StatusDetails,
) -> Vec<Change> {
    let at = message.at;
    let mut steps = vec![RecordedStatus::new(DeliveryStatus::Accepted, at)];
    if state.rules.statuses == StatusPolicy::Immediate {
        match message.failure.clone() {
            Some(failure) => steps.push(RecordedStatus::failed(failure, at)),
            None => steps.extend(
                [DeliveryStatus::Sent, DeliveryStatus::Delivered]
                    .map(|status| RecordedStatus::new(status, at)),
            ),
        }
    }
    add(state, message, details, steps)
}

/// Adds statuses to a message, and returns their events.
fn add(
    state: &mut State,
    message: &mut SentMessage,
    details: &StatusDetails,
    steps: Vec<RecordedStatus>,
) -> Vec<Change> {
    let events = steps.iter();
    let events = events.filter_map(|step| state.status_event(message, details, step));
    let events = events.collect();
    message.statuses.extend(steps);
    events
}

/// Returns the changes that add a status to a message.
pub(super) fn advance(
    state: &mut State,
    message: &SentMessage,
    step: RecordedStatus,
) -> Vec<Change> {
    let mut message = message.clone();
    if let Some(error) = &step.error {
        message.failure = Some(error.clone());
    }
    let json = message.json();
    let mut changes = match details(state, &message.account_id, &json) {
        Some(details) => add(state, &mut message, &details, vec![step]),
        None => Vec::new(),
    };
    changes.push(Change::Message(message));
    changes
}

/// Returns the next status of a message by the clock.
fn next_step(message: &SentMessage, at: Timestamp) -> Option<RecordedStatus> {
    let last = message.statuses.last()?;
    Some(match (&last.status, message.failure.clone()) {
        (DeliveryStatus::Accepted, Some(failure)) => RecordedStatus::failed(failure, at),
        (DeliveryStatus::Accepted, None) => RecordedStatus::new(DeliveryStatus::Sent, at),
        (DeliveryStatus::Sent, _) => RecordedStatus::new(DeliveryStatus::Delivered, at),
        _ => return None,
    })
}

/// Adds the statuses that are due by the clock.
pub(super) fn catch_up(state: &mut State, now: Timestamp) -> Result<(), StoreError> {
    while let Some((at, number)) = state.pending.first().copied()
        && at <= now.as_millis()
    {
        let message = state.messages.get(number).cloned();
        let step = message
            .as_ref()
            .and_then(|message| next_step(message, Timestamp::from_millis(at)));
        if let (Some(message), Some(step)) = (message, step) {
            let changes = advance(state, &message, step);
            state.commit(changes)?;
        }
        // A message that was dropped meanwhile has no next status.
        state.pending.remove(&(at, number));
    }
    Ok(())
}

impl Emulator {
    /// Returns the accepted messages, in the order of arrival.
    #[must_use]
    pub fn messages(&self) -> Vec<SentMessage> {
        self.refresh();
        self.state().messages.iter().cloned().collect()
    }

    /// Sets when messages get the statuses after `accepted`.
    pub fn set_status_policy(&self, policy: StatusPolicy) {
        self.state().set_policy(policy);
    }

    /// Returns when messages get the statuses after `accepted`.
    #[must_use]
    pub fn status_policy(&self) -> StatusPolicy {
        self.state().rules.statuses
    }

    /// Fails the next messages, with an error code of Meta.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use socialmessaging::emulator::{Emulator, PHONE_NUMBER_ID};
    /// use socialmessaging::messages::Text;
    ///
    /// let emulator = Emulator::new();
    /// emulator.fail_next(131049, 1);
    /// let sender = emulator.client().sender(PHONE_NUMBER_ID);
    /// sender.send(Text::new("+14255550123", "hi")).await?;
    /// assert_eq!(emulator.messages()[0].failure.as_ref().unwrap().code, 131049);
    /// # Ok(())
    /// # }
    /// ```
    pub fn fail_next(&self, code: u32, times: u64) {
        self.add_failure(FailRule {
            code,
            times,
            to: None,
        });
    }

    pub(super) fn add_failure(&self, rule: FailRule) {
        if rule.times > 0 {
            self.state().rules.failures.push(rule);
        }
    }

    /// Adds a status to a message, for example `read`. `id` is the identifier
    /// that `SendWhatsAppMessage` returned, or Meta's.
    ///
    /// # Errors
    /// No message has the identifier, or the state file cannot be written.
    pub fn set_status(&self, id: &str, status: DeliveryStatus) -> Result<(), StatusError> {
        let at = self.clock().timestamp();
        self.add_status(id, RecordedStatus::new(status, at))
    }

    /// Fails a message with an error code of Meta.
    ///
    /// # Errors
    /// See [`set_status`](Self::set_status).
    pub fn fail(&self, id: &str, code: u32) -> Result<(), StatusError> {
        let error = MetaError::of_code(code, "the emulator is configured to fail this message");
        let at = self.clock().timestamp();
        self.add_status(id, RecordedStatus::failed(error, at))
    }

    fn add_status(&self, id: &str, step: RecordedStatus) -> Result<(), StatusError> {
        let mut state = self.state();
        catch_up(&mut state, step.at)?;
        let message = find(&state, id).filter(|message| message.wamid.is_some());
        let message = message
            .cloned()
            .ok_or_else(|| StatusError::UnknownMessage(id.to_owned()))?;
        let changes = advance(&mut state, &message, step);
        Ok(state.commit(changes)?)
    }

    /// Adds the statuses that are due. If the state file cannot be written, they stay
    /// due, and the next call tries again.
    pub(super) fn refresh(&self) {
        let now = self.clock().timestamp();
        let _ = catch_up(&mut self.state(), now);
    }
}

/// Returns the time until a status is due; `None` if none is, or if the clock is
/// stopped.
pub(super) fn time_to_next_status(emulator: &Emulator) -> Option<Duration> {
    if emulator.clock().is_stopped() {
        return None;
    }
    let (at, _) = *emulator.state().pending.first()?;
    let left = at - emulator.clock().timestamp().as_millis();
    Some(Duration::from_millis(u64::try_from(left).unwrap_or(0)))
}

/// Returns the sent message with this id of AWS or Meta.
pub(super) fn find<'a>(state: &'a State, id: &str) -> Option<&'a SentMessage> {
    let by_number = state.messages.get(number_of(id));
    by_number.filter(|message| message.id == id).or_else(|| {
        let mut messages = state.messages.iter().rev();
        messages.find(|message| message.wamid.as_deref() == Some(id))
    })
}

/// A failure to set a status.
#[derive(Debug)]
#[non_exhaustive]
pub enum StatusError {
    /// No message has this identifier, or it is a read receipt.
    UnknownMessage(String),
    /// The state file cannot be written.
    Store(StoreError),
}

impl fmt::Display for StatusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownMessage(id) => write!(f, "no sent message has the id {id}"),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for StatusError {}

impl From<StoreError> for StatusError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
