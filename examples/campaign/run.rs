//! One run of a campaign: sends each message once, within the rate limits.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use socialmessaging::events::ErrorClass;
use socialmessaging::messages::Sender;
use socialmessaging::operation::SendWhatsAppMessageError;
use socialmessaging::{BoxFuture, Error};
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::feedback::{Feedback, Verdict};
use super::journal::{Journal, JournalError, Record, Records, State};
use super::pace::{Admission, Pace};
use super::progress::Counts;
use super::recipients::{Row, tag};
use super::settings::{Parts, Settings, StopReason, Summary};

/// The number of failed requests in a row after which a campaign stops: credentials,
/// permissions or the network are wrong.
const MAX_FAILURES_IN_A_ROW: u32 = 20;

/// The longest time between two reports of progress.
const TICK: Duration = Duration::from_secs(1);

/// The codes of errors that would recur for the same message.
const INVALID: [&str; 2] = ["ValidationException", "InvalidParametersException"];

/// A row and its progress.
struct Entry {
    row: Row,
    record: Record,
    phase: Phase,
    /// The number of requests in this run.
    requests: u32,
    /// The last status of the current attempt.
    verdict: Option<Verdict>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Waiting,
    InFlight,
    Done,
}

/// A request that ended.
struct Finished {
    index: usize,
    record: Record,
    /// Whether it was throttled.
    throttled: bool,
}

type Work = BoxFuture<'static, Result<Option<Finished>, JournalError>>;

struct Run {
    settings: Settings,
    sender: Sender,
    journal: Arc<Journal>,
    started: Instant,
    pace: Pace,
    entries: Vec<Entry>,
    indexes: BTreeMap<String, usize>,
    ready: VecDeque<usize>,
    /// The rows that wait until a time.
    delayed: BinaryHeap<Reverse<(Duration, usize)>>,
    /// Requests, and records of statuses. These are not tasks, so dropping the
    /// run ends them at once.
    in_flight: FuturesUnordered<Work>,
    /// The messages that wait for a status: those that were sent or may have been, in
    /// this run or an earlier one.
    unsettled: BTreeSet<usize>,
    counts: Counts,
    last_request: Duration,
    failures_in_a_row: u32,
    stopped: Option<StopReason>,
}

/// Sends the messages that no earlier run has sent. Dropping the future is like
/// a crash: the next run continues.
pub(crate) async fn run(
    rows: Vec<Row>,
    settings: Settings,
    parts: Parts,
    mut on_progress: impl FnMut(&Counts, Duration),
) -> Result<Summary, JournalError> {
    let Parts {
        sender,
        journal,
        records,
        earlier,
        mut statuses,
        mut stop,
    } = parts;
    let mut run = Run::new(rows, settings, sender, journal, &records);
    for status in earlier {
        run.judge(status);
    }
    run.queue();
    loop {
        let now = run.now();
        let wake = run.start_requests(now);
        on_progress(&run.counts, now);
        let Some(wake) = wake.or_else(|| run.settling(now, statuses.is_some())) else {
            break;
        };
        let wake = run.started + wake.min(now + TICK);
        tokio::select! {
            Some(ended) = run.in_flight.next() => {
                if let Some(finished) = ended? {
                    run.finish(finished);
                }
            }
            status = next(&mut statuses) => match status {
                Some(status) => run.judge(status),
                None => statuses = None,
            },
            Ok(()) = stop.changed() => {
                run.stop(StopReason::Continue("interrupted".to_owned()));
            }
            () = tokio::time::sleep_until(wake) => {}
        }
    }
    Ok(run.summarize())
}

/// Waits for the next status. Without a receiver, it never returns.
async fn next(statuses: &mut Option<mpsc::Receiver<Feedback>>) -> Option<Feedback> {
    match statuses {
        Some(statuses) => statuses.recv().await,
        None => std::future::pending().await,
    }
}

impl Run {
    fn new(
        rows: Vec<Row>,
        settings: Settings,
        sender: Sender,
        journal: Arc<Journal>,
        records: &Records,
    ) -> Self {
        let mut run = Self {
            pace: Pace::new(settings.rates),
            sender,
            journal,
            started: Instant::now(),
            entries: Vec::with_capacity(rows.len()),
            indexes: BTreeMap::new(),
            ready: VecDeque::new(),
            delayed: BinaryHeap::new(),
            in_flight: FuturesUnordered::new(),
            unsettled: BTreeSet::new(),
            counts: Counts::default(),
            last_request: Duration::ZERO,
            failures_in_a_row: 0,
            stopped: None,
            settings,
        };
        for (index, row) in rows.into_iter().enumerate() {
            let record = records.get(&row.key).cloned();
            let record = record.unwrap_or_else(|| Record::new(0, State::NotSent(String::new())));
            if !matches!(record.state, State::NotSent(_) | State::Failed(_)) {
                // A status can tell whether it was sent, and whether Meta
                // rejected it later.
                run.unsettled.insert(index);
            }
            run.indexes.insert(row.key.clone(), index);
            let entry = Entry {
                row,
                record,
                phase: Phase::Done,
                requests: 0,
                verdict: None,
            };
            *counter(&mut run.counts, &entry) += 1;
            run.entries.push(entry);
        }
        run
    }

    /// Queues the messages to send. The earlier statuses decide which.
    fn queue(&mut self) {
        for index in 0..self.entries.len() {
            let Some(entry) = self.entries.get(index) else {
                continue;
            };
            let is_due = match entry.record.state {
                State::NotSent(_) => entry.phase == Phase::Done,
                State::Intent | State::MaybeSent(_) => self.settings.resend_unknown,
                State::Sent(_) | State::Failed(_) => false,
            };
            if is_due {
                let record = entry.record.clone();
                self.unsettled.remove(&index);
                self.set(index, Phase::Waiting, record);
                self.ready.push_back(index);
            }
        }
    }

    fn now(&self) -> Duration {
        self.started.elapsed()
    }

    /// Starts the requests that the rate limits allow. Returns when to check
    /// again; `None` if nothing is waiting or in flight.
    fn start_requests(&mut self, now: Duration) -> Option<Duration> {
        while let Some(Reverse((at, index))) = self.delayed.peek().copied()
            && at <= now
        {
            self.delayed.pop();
            self.ready.push_front(index);
        }
        // The loop wakes up when requests end.
        let busy = (!self.in_flight.is_empty()).then_some(now + TICK);
        if self.stopped.is_some() {
            return busy;
        }
        let delayed = self.delayed.peek().map(|Reverse((at, _))| *at);
        while self.in_flight.len() < self.settings.concurrency
            && let Some(index) = self.ready.pop_front()
        {
            let Some(entry) = self.entries.get(index) else {
                continue;
            };
            if entry.phase != Phase::Waiting {
                continue;
            }
            match self.pace.admit(&entry.row.phone, now) {
                Admission::Now => self.start_request(index, now),
                Admission::NumberAt(at) => {
                    self.ready.push_front(index);
                    return Some(delayed.map_or(at, |delayed| delayed.min(at)));
                }
                Admission::RecipientAt(at) => self.delayed.push(Reverse((at, index))),
            }
        }
        let delayed = self.delayed.peek().map(|Reverse((at, _))| *at);
        match (delayed, self.in_flight.is_empty()) {
            (Some(at), _) => Some(at),
            (None, false) => Some(now + TICK),
            (None, true) => busy,
        }
    }

    fn start_request(&mut self, index: usize, now: Duration) {
        let Some(entry) = self.entries.get_mut(index) else {
            return;
        };
        entry.requests += 1;
        entry.verdict = None;
        let attempt = entry.record.attempt + 1;
        let key = entry.row.key.clone();
        let message = self.settings.template.message(&entry.row);
        let message = message.tag(tag(self.journal.id(), &key, attempt));
        self.set(index, Phase::InFlight, Record::new(attempt, State::Intent));
        self.last_request = now;
        let (journal, sender) = (Arc::clone(&self.journal), self.sender.clone());
        self.in_flight.push(Box::pin(async move {
            let intent = Record::new(attempt, State::Intent);
            journal.write(&key, intent).await?;
            let (state, throttled) = match sender.send(message).await {
                Ok(sent) => {
                    let id = sent.message_id().unwrap_or_default().to_owned();
                    let throttled = sent.response_metadata().throttled_attempts() > 0;
                    (State::Sent(id), throttled)
                }
                Err(error) => (classify(&error), error.is_throttled()),
            };
            let record = Record::new(attempt, state);
            journal.write(&key, record.clone()).await?;
            Ok(Some(Finished {
                index,
                record,
                throttled,
            }))
        }));
    }

    /// Decides the next step for a message after its request.
    fn finish(&mut self, finished: Finished) {
        let Finished {
            index,
            record,
            throttled,
        } = finished;
        let now = self.now();
        if throttled {
            self.pace.slow_down(now);
        }
        let is_failure = matches!(record.state, State::NotSent(_)) && !throttled;
        self.failures_in_a_row = if is_failure {
            self.failures_in_a_row + 1
        } else {
            0
        };
        if let State::NotSent(reason) = &record.state
            && self.failures_in_a_row >= MAX_FAILURES_IN_A_ROW
        {
            let reason = format!("{MAX_FAILURES_IN_A_ROW} failures in a row, the last: {reason}");
            self.stop(StopReason::Continue(reason));
        }
        match &record.state {
            State::NotSent(_) => {
                // Throttled requests do not use up the attempts: the rate
                // decreases instead.
                let requests = self.entries.get(index).map_or(0, |entry| entry.requests);
                let wait = Duration::from_secs(1 << requests.min(6));
                self.send_again(index, record, now + wait, throttled);
            }
            State::Sent(_) | State::MaybeSent(_) => {
                self.unsettled.insert(index);
                self.set(index, Phase::Done, record);
            }
            State::Intent | State::Failed(_) => self.set(index, Phase::Done, record),
        }
        // A status can arrive before the response.
        self.apply_verdict(index);
    }

    /// Processes a status of a message.
    fn judge(&mut self, status: Feedback) {
        let Some(&index) = self.indexes.get(&status.key) else {
            return;
        };
        let Some(entry) = self.entries.get_mut(index) else {
            return;
        };
        // Statuses of an earlier attempt come late or twice. Order is not promised, either:
        // a failure that follows `accepted` may arrive before it.
        let is_accepted = matches!(
            status.verdict,
            Verdict::Accepted {
                is_on_its_way: false,
                ..
            }
        );
        let is_outdated = is_accepted && matches!(entry.verdict, Some(Verdict::Failed { .. }));
        if entry.record.attempt == status.attempt && !is_outdated {
            entry.verdict = Some(status.verdict);
            if entry.phase != Phase::InFlight {
                self.apply_verdict(index);
            }
        }
    }

    /// Applies the status of a message that has no request in flight.
    fn apply_verdict(&mut self, index: usize) {
        let now = self.now();
        let Some(entry) = self.entries.get_mut(index) else {
            return;
        };
        let Some(verdict) = entry.verdict.take() else {
            return;
        };
        let attempt = entry.record.attempt;
        let phone = entry.row.phone.clone();
        let was_unknown = matches!(entry.record.state, State::MaybeSent(_) | State::Intent);
        let was_sent = matches!(entry.record.state, State::Sent(_));
        match verdict {
            Verdict::Accepted { id, is_on_its_way } => {
                if is_on_its_way {
                    self.unsettled.remove(&index);
                    self.pace.accepted(&phone);
                }
                // The status proves that it was sent; one of several devices
                // may have rejected it.
                if was_unknown || (is_on_its_way && !was_sent) {
                    let record = Record::new(attempt, State::Sent(id));
                    self.write(index, &record);
                    self.set(index, Phase::Done, record);
                }
            }
            Verdict::Failed {
                class,
                reason,
                proves_not_sent,
            } => {
                self.unsettled.remove(&index);
                let is_new = was_sent || was_unknown;
                if !is_new {
                    return;
                }
                let mut again = now;
                match class {
                    ErrorClass::PairRate => again = self.pace.rejected(&phone, now),
                    ErrorClass::SlowDown => self.pace.slow_down(now),
                    ErrorClass::Stop => self.stop(StopReason::FixFirst(reason.clone())),
                    _ => {}
                }
                if proves_not_sent && class.is_retryable() {
                    let record = Record::new(attempt, State::NotSent(reason));
                    self.write(index, &record);
                    self.send_again(index, record, again, false);
                } else {
                    let record = Record::new(attempt, State::Failed(reason));
                    self.write(index, &record);
                    self.set(index, Phase::Done, record);
                }
            }
        }
    }

    /// Requeues a message that was certainly not sent, unless its attempts are
    /// used up.
    fn send_again(&mut self, index: usize, record: Record, at: Duration, free: bool) {
        let Some(entry) = self.entries.get_mut(index) else {
            return;
        };
        if free {
            entry.requests = entry.requests.saturating_sub(1);
        }
        if entry.requests >= self.settings.attempts {
            return self.set(index, Phase::Done, record);
        }
        self.set(index, Phase::Waiting, record);
        self.delayed.push(Reverse((at, index)));
    }

    /// Writes a record. Waiting here would block the requests, one of which may
    /// be writing for the others.
    fn write(&mut self, index: usize, record: &Record) {
        if let Some(entry) = self.entries.get(index) {
            let written = self.journal.write(&entry.row.key, record.clone());
            self.in_flight.push(Box::pin(async {
                written.await?;
                Ok(None)
            }));
        }
    }

    fn stop(&mut self, reason: StopReason) {
        if self.stopped.is_none() || matches!(reason, StopReason::FixFirst(_)) {
            self.stopped = Some(reason);
        }
    }

    /// Returns until when to wait for statuses of sent messages.
    fn settling(&self, now: Duration, listening: bool) -> Option<Duration> {
        let until = self.last_request + self.settings.settle;
        let waits = listening && self.stopped.is_none() && !self.unsettled.is_empty();
        (waits && now < until).then_some(until)
    }

    fn set(&mut self, index: usize, phase: Phase, record: Record) {
        if let Some(entry) = self.entries.get_mut(index) {
            *counter(&mut self.counts, entry) -= 1;
            entry.phase = phase;
            entry.record = record;
            *counter(&mut self.counts, entry) += 1;
        }
    }

    fn summarize(self) -> Summary {
        let is_problem = |entry: &Entry| !matches!(entry.record.state, State::Sent(_));
        let entries = self.entries.into_iter().filter(is_problem);
        Summary {
            counts: self.counts,
            problems: entries.map(|entry| (entry.row, entry.record)).collect(),
            stopped: self.stopped,
        }
    }
}

/// Returns the counter of a row.
fn counter<'a>(counts: &'a mut Counts, entry: &Entry) -> &'a mut usize {
    match (entry.phase, &entry.record.state) {
        (Phase::Waiting, _) => &mut counts.waiting,
        (Phase::InFlight, _) => &mut counts.in_flight,
        (Phase::Done, State::Sent(_)) => &mut counts.sent,
        (Phase::Done, State::Intent | State::MaybeSent(_)) => &mut counts.maybe_sent,
        (Phase::Done, State::Failed(_)) => &mut counts.failed,
        (Phase::Done, State::NotSent(_)) => &mut counts.not_sent,
    }
}

/// Returns the state of a message whose request failed.
fn classify(error: &Error<SendWhatsAppMessageError>) -> State {
    let reason = error.to_string();
    if error.maybe_sent() {
        State::MaybeSent(reason)
    } else if error.is_invalid_input() || error.code().is_some_and(|code| INVALID.contains(&code)) {
        State::Failed(reason)
    } else {
        State::NotSent(reason)
    }
}
