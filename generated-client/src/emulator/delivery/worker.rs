//! The tasks that deliver events, one for each destination.

use std::collections::{BTreeSet, VecDeque};
use std::path::PathBuf;
use std::time::Duration;

use runtime::Timestamp;

use super::retry::{DeliveryFaults, delay};
use super::send::{Failure, Sender, append};
use super::sns::{Subscription, topic};
use crate::emulator::event::{DeliveryState, EventDelivery, ServiceEvent};
use crate::emulator::feed::Notice;
use crate::emulator::handle::{Emulator, WeakEmulator};
use crate::emulator::progress::time_to_next_status;
use crate::emulator::watch::{Signal, Watch};

/// The maximum number of lines in one write to a file.
const LINES: usize = 256;

/// Starts the tasks of an emulator, if it has destinations, and if this is a tokio
/// runtime. Further calls do nothing.
pub(crate) fn start(emulator: &Emulator) {
    let destinations = emulator.state().destinations.clone();
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return;
    };
    if destinations.is_empty() || !emulator.begin_deliveries() {
        return;
    }
    for (index, destination) in destinations.iter().enumerate() {
        let worker = Worker {
            emulator: emulator.downgrade(),
            sender: Sender::new(destination.clone()),
            index,
            last: 0,
            queue: VecDeque::new(),
            retries: BTreeSet::new(),
            confirmation: Confirmation::default(),
        };
        runtime.spawn(worker.run(Watch::new(emulator)));
    }
}

impl Emulator {
    /// Waits until every event was delivered to every destination, or failed.
    /// Retries depend on the clock of the emulator: if it is stopped, advance
    /// it.
    pub async fn wait_for_deliveries(&self) {
        start(self);
        let mut watch = Watch::new(self);
        while self.has_pending_deliveries() {
            watch.wait(time_to_next_status(self)).await;
        }
    }

    fn has_pending_deliveries(&self) -> bool {
        let events = self.events();
        let mut deliveries = events.iter().flat_map(|event| &event.deliveries);
        deliveries.any(|delivery| delivery.state == DeliveryState::Pending)
    }

    /// Sets the probabilities of delivery faults.
    pub fn set_delivery_faults(&self, faults: DeliveryFaults) {
        self.state().rules.deliveries = faults;
    }
}

/// The subscription of an HTTP endpoint.
#[derive(Debug, Default)]
struct Confirmation {
    attempts: u32,
    /// The time of the next attempt, in milliseconds.
    due: i64,
    state: ConfirmationState,
}

#[derive(Debug, Default, PartialEq)]
enum ConfirmationState {
    #[default]
    Pending,
    Accepted,
    Failed(String),
}

/// The task of a destination.
struct Worker {
    emulator: WeakEmulator,
    sender: Sender,
    /// The index of the destination.
    index: usize,
    /// The number of the last event in the queue.
    last: u64,
    /// The events to deliver now.
    queue: VecDeque<u64>,
    /// The time in milliseconds and the number of each event to deliver again.
    retries: BTreeSet<(i64, u64)>,
    confirmation: Confirmation,
}

impl Worker {
    /// Delivers events until the emulator is dropped.
    async fn run(mut self, mut watch: Watch) {
        while let Some(emulator) = self.emulator.upgrade() {
            emulator.refresh();
            self.collect(&emulator);
            if self.step(&emulator).await {
                // Not a timer: the shortest one takes a millisecond.
                tokio::task::yield_now().await;
            } else {
                let wait = self.time_to_next_step(&emulator);
                // The emulator ends when all other handles are dropped.
                drop(emulator);
                if watch.wait(wait).await == Signal::Closed {
                    return;
                }
            }
            // The next iteration reads the state, whatever has changed.
            while watch.ready().is_some() {}
        }
    }

    /// Adds new events to the queue.
    fn collect(&mut self, emulator: &Emulator) {
        let state = emulator.state();
        let new = state.events.after(self.last);
        let is_pending = |event: &&ServiceEvent| {
            let delivery = self.delivery(event);
            delivery.is_some_and(|delivery| delivery.state == DeliveryState::Pending)
        };
        let numbers = new.filter(is_pending).map(|event| event.number).collect();
        self.last = state.last_event;
        self.queue.extend(state.rules.deliveries.arrange(numbers));
    }

    /// Performs one step that is due. Returns whether there may be more.
    async fn step(&mut self, emulator: &Emulator) -> bool {
        let now = emulator.clock().timestamp();
        if self.sender.needs_confirmation() && self.confirmation.state == ConfirmationState::Pending
        {
            return self.confirm(emulator, now).await;
        }
        let due = self.retries.first().copied();
        let due = due.filter(|(at, _)| *at <= now.as_millis());
        let number = match (due, self.sender.file()) {
            (Some(retry), _) => {
                self.retries.remove(&retry);
                Some(retry.1)
            }
            (None, Some(file)) if !self.queue.is_empty() => {
                self.append(emulator, file, now).await;
                return true;
            }
            (None, _) => self.queue.pop_front(),
        };
        let Some(number) = number else {
            return false;
        };
        self.attempt(emulator, number, now).await;
        true
    }

    /// Appends many events of the queue to a file at once. One write per event
    /// would be slower than a fast sender, and events that are replaced before
    /// their delivery are lost.
    async fn append(&mut self, emulator: &Emulator, file: PathBuf, now: Timestamp) {
        let count = self.queue.len().min(LINES);
        let numbers: Vec<u64> = self.queue.drain(..count).collect();
        let events: Vec<ServiceEvent> = {
            let state = emulator.state();
            let events = numbers
                .iter()
                .filter_map(|number| state.events.get(*number));
            events.cloned().collect()
        };
        let url = emulator.url();
        let mut lines = String::new();
        let mut results = Vec::with_capacity(events.len());
        for event in &events {
            let topic = self.delivery(event).map(|it| it.topic.as_str());
            let subscription = self.subscription(topic.unwrap_or_default(), url.as_deref());
            results.push(self.sender.add_line(&mut lines, event, &subscription));
        }
        let appended = append(file, lines).await;
        for (event, result) in events.iter().zip(results) {
            self.record(emulator, event.number, now, result.and(appended.clone()));
        }
    }

    async fn confirm(&mut self, emulator: &Emulator, now: Timestamp) -> bool {
        // An endpoint without events is asked to confirm once the emulator has
        // a URL.
        let url = emulator.url();
        if (self.queue.is_empty() && url.is_none()) || self.confirmation.due > now.as_millis() {
            return false;
        }
        let topic = match &self.sender.destination.topic {
            Some(topic) => topic.clone(),
            None => topic(emulator.state().accounts.values().next()).to_owned(),
        };
        let subscription = self.subscription(&topic, url.as_deref());
        let confirmed = self.sender.confirm(&subscription, emulator.clock().now());
        let confirmed = confirmed.await;
        let confirmation = &mut self.confirmation;
        confirmation.attempts += 1;
        match confirmed {
            Ok(()) => confirmation.state = ConfirmationState::Accepted,
            Err(Failure {
                error,
                is_retryable,
            }) => match delay(confirmation.attempts).filter(|_| is_retryable) {
                Some(delay) => confirmation.due = after(now, delay),
                None => confirmation.state = ConfirmationState::Failed(error),
            },
        }
        true
    }

    /// Returns the subscription to a topic of the emulator with this URL.
    fn subscription<'a>(&'a self, topic: &'a str, url: Option<&'a str>) -> Subscription<'a> {
        Subscription {
            topic,
            url,
            certificate_url: self.sender.destination.certificate_url.as_deref(),
        }
    }

    async fn attempt(&mut self, emulator: &Emulator, number: u64, now: Timestamp) {
        // The event may have been dropped meanwhile.
        let event = emulator.state().events.get(number).cloned();
        let Some(event) = event else {
            return;
        };
        let topic = self.delivery(&event).map(|it| it.topic.clone());
        let topic = topic.unwrap_or_default();
        let url = emulator.url();
        let subscription = self.subscription(&topic, url.as_deref());
        let outcome = match &self.confirmation.state {
            ConfirmationState::Failed(error) => Err(Failure {
                error: format!("the SubscriptionConfirmation failed: {error}"),
                is_retryable: false,
            }),
            _ => {
                let time = emulator.clock().now();
                self.sender.deliver(&event, &subscription, time).await
            }
        };
        self.record(emulator, number, now, outcome);
    }

    /// Records the outcome of an attempt, and plans the next one.
    fn record(
        &mut self,
        emulator: &Emulator,
        number: u64,
        now: Timestamp,
        outcome: Result<(), Failure>,
    ) {
        let label = self.sender.destination.label();
        let mut state = emulator.state();
        let Some(event) = state.events.get_mut(number) else {
            return;
        };
        let mut deliveries = event.deliveries.iter_mut();
        let Some(delivery) = deliveries.find(|delivery| is_at(delivery, self.index, &label)) else {
            return;
        };
        delivery.attempts += 1;
        match outcome {
            Ok(()) => {
                delivery.state = DeliveryState::Delivered;
                delivery.error = None;
            }
            Err(failure) => {
                let next = delay(delivery.attempts).filter(|_| failure.is_retryable);
                delivery.error = Some(failure.error);
                match next {
                    Some(delay) => {
                        self.retries.insert((after(now, delay), number));
                    }
                    None => delivery.state = DeliveryState::Failed,
                }
            }
        }
        state.feed.publish(Notice::Event(number));
    }

    fn delivery<'a>(&self, event: &'a ServiceEvent) -> Option<&'a EventDelivery> {
        let label = self.sender.destination.label();
        let mut deliveries = event.deliveries.iter();
        deliveries.find(|delivery| is_at(delivery, self.index, &label))
    }

    /// Returns the time until the next retry or status is due.
    fn time_to_next_step(&self, emulator: &Emulator) -> Option<Duration> {
        let status = time_to_next_status(emulator);
        if emulator.clock().is_stopped() {
            return None;
        }
        let now = emulator.clock().timestamp().as_millis();
        let confirmation = match self.confirmation.state {
            ConfirmationState::Pending if self.confirmation.due > 0 => Some(self.confirmation.due),
            _ => None,
        };
        let retry = self.retries.first().map(|(at, _)| *at);
        let next = confirmation.into_iter().chain(retry).min();
        let next = next.map(|at| Duration::from_millis(u64::try_from(at - now).unwrap_or(0)));
        next.into_iter().chain(status).min()
    }
}

/// Whether a delivery is to the destination with this index and label.
fn is_at(delivery: &EventDelivery, index: usize, label: &str) -> bool {
    delivery.index == index && delivery.destination == label
}

fn after(now: Timestamp, delay: Duration) -> i64 {
    let delay = i64::try_from(delay.as_millis()).unwrap_or(i64::MAX);
    now.as_millis().saturating_add(delay)
}
