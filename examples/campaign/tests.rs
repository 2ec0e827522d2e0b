//! Campaigns against the emulator, with faults and crashes. Most of them pause
//! tokio's clock, so waits take no time.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::sync::Arc;

use socialmessaging::emulator::{
    Emulator, Fault, FaultKind, FaultStage, PHONE_NUMBER_ID, Seed, StatusPolicy,
};
use socialmessaging::operation::SendWhatsAppMessage;
use tokio::time::Instant;

use super::*;

mod events;

const TEMPLATE: &str = r#"{"accounts": [{
    "id": "waba-0123456789abcdef0123456789abcdef",
    "name": "Shop",
    "phoneNumbers": [{"number": "+14255550100", "id": "phone-number-id-01234567890123456789012345678901"}],
    "templates": [{
        "name": "order_ready", "language": "en_US", "category": "UTILITY",
        "components": [{"type": "BODY", "text": "Hi {{1}}, your order is ready.",
            "example": {"body_text": [["Ada"]]}}]
    }]
}]}"#;

fn emulator(messages: usize) -> Emulator {
    let seed = Seed::from_json(TEMPLATE).unwrap();
    Emulator::builder()
        .seed(seed)
        .limit(messages)
        .build()
        .unwrap()
}

fn recipients(count: usize) -> Recipients {
    let mut file = "phone,name\n".to_owned();
    for index in 0..count {
        file += &format!("+1425{:07},Ada\n", 5_000_000 + index);
    }
    recipients::read(file.as_bytes()).unwrap()
}

fn settings() -> Settings {
    Settings {
        template: TemplateChoice {
            name: "order_ready".to_owned(),
            language: "en_US".to_owned(),
            named: None,
        },
        rates: Rates {
            per_second: 80.0,
            pair_interval: Duration::from_secs(6),
            pair_burst: 1,
        },
        concurrency: 64,
        attempts: 6,
        settle: Duration::from_secs(60),
        resend_unknown: false,
    }
}

/// A campaign in a temporary folder.
struct Setup {
    emulator: Emulator,
    folder: tempfile::TempDir,
}

impl Setup {
    fn new(emulator: Emulator) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { emulator, folder }
    }

    fn journal(&self) -> std::path::PathBuf {
        self.folder.path().join("journal")
    }

    fn parts(&self, journal: (Arc<Journal>, Records)) -> (Parts, watch::Sender<bool>) {
        let (stop, stopped) = watch::channel(false);
        let parts = Parts {
            sender: self.emulator.client().sender(PHONE_NUMBER_ID),
            journal: journal.0,
            records: journal.1,
            earlier: Vec::new(),
            statuses: None,
            stop: stopped,
        };
        (parts, stop)
    }

    /// Runs the campaign until its end, or until the journal has this many more
    /// records.
    async fn run_until(&self, rows: &Recipients, settings: Settings, records: u64) -> RunResult {
        let journal = Journal::open_until(&self.journal(), "test", records)?;
        let (parts, _stop) = self.parts(journal);
        run::run(rows.rows.clone(), settings, parts, |_, _| {}).await
    }

    async fn run(&self, rows: &Recipients, settings: Settings) -> Summary {
        self.run_until(rows, settings, u64::MAX).await.unwrap()
    }

    /// Runs the campaign with the events of the emulator, each of them twice.
    async fn run_with_events(&self, rows: &Recipients, settings: Settings) -> Summary {
        self.run_with_order(rows, settings, false).await
    }

    /// Runs the campaign with the events of the emulator, each pair in the wrong order if
    /// `swapped`.
    async fn run_with_order(
        &self,
        rows: &Recipients,
        settings: Settings,
        swapped: bool,
    ) -> Summary {
        let (statuses, receiver) = mpsc::channel(10);
        let mut events = self.emulator.event_stream();
        let (mut parts, _stop) = self.parts(Journal::open(&self.journal(), "test").unwrap());
        let campaign = parts.journal.id().to_owned();
        tokio::spawn(async move {
            let mut late = None;
            loop {
                let event = events.next().await;
                for status in feedback::read(event.envelope.as_bytes(), &campaign) {
                    if swapped && late.is_none() {
                        late = Some(status);
                        continue;
                    }
                    let both = [status.clone(), late.take().unwrap_or(status)];
                    for status in both {
                        if statuses.send(status).await.is_err() {
                            return;
                        }
                    }
                }
            }
        });
        parts.statuses = Some(receiver);
        run::run(rows.rows.clone(), settings, parts, |_, _| {})
            .await
            .unwrap()
    }

    /// Returns the number of messages that reached WhatsApp, by recipient.
    fn delivered(&self) -> BTreeMap<String, usize> {
        let mut delivered = BTreeMap::new();
        for sent in self.emulator.messages() {
            if sent.failure.is_none() {
                *delivered.entry(sent.to().unwrap()).or_default() += 1;
            }
        }
        delivered
    }
}

type RunResult = Result<Summary, journal::JournalError>;

fn fault(kind: FaultKind, stage: FaultStage) -> Fault {
    Fault::new(kind)
        .with_operation::<SendWhatsAppMessage>()
        .with_stage(stage)
}

/// Checks that nobody got a message twice, that every recipient who is not
/// listed got one, and that every listed message is listed for a reason.
fn check(setup: &Setup, rows: &Recipients, summary: &Summary) {
    let delivered = setup.delivered();
    assert!(
        delivered.values().all(|count| *count == 1),
        "a message was sent twice"
    );
    let listed: BTreeMap<&str, &State> = summary
        .problems
        .iter()
        .map(|(row, record)| (row.phone.as_str(), &record.state))
        .collect();
    for row in &rows.rows {
        let is_delivered = delivered.contains_key(&row.phone);
        match listed.get(row.phone.as_str()) {
            None => assert!(is_delivered, "{} was lost", row.phone),
            Some(State::Intent | State::MaybeSent(_)) => {}
            Some(state) => assert!(!is_delivered, "{}: {state:?}", row.phone),
        }
    }
    let counts = &summary.counts;
    assert_eq!(counts.total(), rows.rows.len());
    assert_eq!(counts.sent + listed.len(), rows.rows.len());
}

#[tokio::test(start_paused = true)]
async fn sends_every_message_once_at_the_rate_of_the_number() {
    let setup = Setup::new(emulator(1_000));
    let rows = recipients(248);
    let started = Instant::now();
    let summary = setup.run(&rows, settings()).await;
    // A tenth of a second's messages go out at once.
    assert!(
        started.elapsed() >= Duration::from_secs(3),
        "{:?}",
        started.elapsed()
    );
    assert_eq!(summary.counts.sent, 248);
    check(&setup, &rows, &summary);

    let again = setup.run(&rows, settings()).await;
    assert_eq!(again.counts.sent, 248);
    check(&setup, &rows, &again);
}

#[tokio::test(start_paused = true)]
async fn waits_between_messages_to_one_recipient() {
    let setup = Setup::new(emulator(100));
    let rows = "phone,name\n+14255550123,a\n+14255550123,b\n+14255550123,c\n+14255550124,d\n";
    let rows = recipients::read(rows.as_bytes()).unwrap();
    let started = Instant::now();
    let summary = setup.run(&rows, settings()).await;
    assert!(
        started.elapsed() >= Duration::from_secs(12),
        "{:?}",
        started.elapsed()
    );
    assert_eq!(summary.counts.sent, 4);
    assert_eq!(setup.delivered()["+14255550123"], 3);
}

#[tokio::test(start_paused = true)]
async fn resumes_after_a_crash_at_every_record() {
    for crash in 1..=8 {
        let setup = Setup::new(emulator(100));
        let rows = recipients(4);
        let lost = fault(FaultKind::Reset, FaultStage::After);
        setup
            .emulator
            .faults()
            .add(lost.with_probability(0.2, crash));
        let one_at_a_time = Settings {
            concurrency: 1 + (crash % 3) as usize,
            ..settings()
        };
        setup
            .run_until(&rows, one_at_a_time.clone(), crash)
            .await
            .ok();
        setup.run_until(&rows, one_at_a_time, 3).await.ok();
        let summary = setup.run(&rows, settings()).await;
        check(&setup, &rows, &summary);
        assert!(summary.counts.sent > 0);
        assert_eq!(summary.counts.waiting + summary.counts.not_sent, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn resumes_after_the_future_was_dropped() {
    let setup = Setup::new(emulator(1_000));
    let rows = recipients(200);
    let slow = fault(
        FaultKind::Delay(Duration::from_millis(300)),
        FaultStage::Before,
    );
    setup.emulator.faults().add(slow.with_probability(0.5, 1));
    for _ in 0..4 {
        let run = setup.run(&rows, settings());
        let result = tokio::time::timeout(Duration::from_millis(400), run).await;
        assert!(result.is_err(), "the campaign takes longer than that");
    }
    let summary = setup.run(&rows, settings()).await;
    check(&setup, &rows, &summary);
    assert!(summary.counts.maybe_sent > 0, "nothing was in flight");

    let resend = Settings {
        resend_unknown: true,
        ..settings()
    };
    let summary = setup.run(&rows, resend).await;
    assert_eq!(summary.counts.sent, 200);
    assert_eq!(setup.delivered().len(), 200);
}

#[tokio::test(start_paused = true)]
async fn slows_down_when_it_is_throttled() {
    let elapsed = async |throttled| {
        let setup = Setup::new(emulator(1_000));
        let throttle = fault(FaultKind::Throttle, FaultStage::Before);
        setup.emulator.faults().add(throttle.with_times(throttled));
        let rows = recipients(200);
        let started = Instant::now();
        let summary = setup.run(&rows, settings()).await;
        assert_eq!(summary.counts.sent, 200);
        check(&setup, &rows, &summary);
        started.elapsed()
    };
    let usual = elapsed(0).await;
    let throttled = elapsed(40).await;
    assert!(
        throttled > usual + Duration::from_secs(1),
        "{usual:?}, {throttled:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn stops_after_many_failures_in_a_row_and_continues_later() {
    let setup = Setup::new(emulator(1_000));
    let rows = recipients(200);
    let denied = fault(FaultKind::Status(403), FaultStage::Before);
    setup.emulator.faults().add(denied.with_probability(1.0, 1));
    let summary = setup.run(&rows, settings()).await;
    let reason = summary.stopped.clone().unwrap().to_string();
    assert!(
        reason.starts_with("20 failures in a row, the last: "),
        "{reason}"
    );
    assert!(
        reason.ends_with("; run the same command again to continue"),
        "{reason}"
    );
    assert_eq!(summary.counts.sent, 0);
    check(&setup, &rows, &summary);

    setup.emulator.faults().clear();
    let summary = setup.run(&rows, settings()).await;
    assert_eq!(summary.counts.sent, 200);
    check(&setup, &rows, &summary);
}

#[tokio::test(start_paused = true)]
async fn stops_when_the_operator_asks() {
    let setup = Setup::new(emulator(1_000));
    let rows = recipients(200);
    let (parts, stop) = setup.parts(Journal::open(&setup.journal(), "test").unwrap());
    let mut reports = 0;
    let on_progress = |counts: &progress::Counts, _| {
        reports += 1;
        if counts.sent > 50 {
            stop.send_replace(true);
        }
    };
    let summary = run::run(rows.rows.clone(), settings(), parts, on_progress)
        .await
        .unwrap();
    let interrupted = StopReason::Continue("interrupted".to_owned());
    assert_eq!(summary.stopped, Some(interrupted));
    assert!(
        summary.counts.sent > 50 && summary.counts.waiting > 50,
        "{summary:?}"
    );
    assert_eq!(
        (summary.counts.in_flight, summary.counts.maybe_sent),
        (0, 0)
    );
    assert!(reports > 50);
    check(&setup, &rows, &summary);
}

/// Sends many messages with faults of every kind and nine crashes, in real time.
///
/// `CAMPAIGN_MESSAGES` sets the number, 600 by default.
#[tokio::test]
async fn sends_none_twice_and_loses_none() {
    let messages = std::env::var("CAMPAIGN_MESSAGES").map_or(600, |count| count.parse().unwrap());
    let seed = Seed::from_json(TEMPLATE).unwrap();
    let emulator = Emulator::builder().seed(seed).limit(messages + 1_000);
    // Statuses would need a gigabyte.
    let setup = Setup::new(emulator.statuses(StatusPolicy::Never).build().unwrap());
    for (seed, (kind, stage, probability)) in [
        (FaultKind::Throttle, FaultStage::Before, 0.001),
        (FaultKind::Reset, FaultStage::Before, 0.005),
        (FaultKind::Reset, FaultStage::After, 0.005),
        (FaultKind::Status(500), FaultStage::Before, 0.005),
        (FaultKind::Status(502), FaultStage::After, 0.005),
        (FaultKind::Garbage, FaultStage::After, 0.005),
    ]
    .into_iter()
    .enumerate()
    {
        let fault = fault(kind, stage).with_probability(probability, seed as u64);
        setup.emulator.faults().add(fault);
    }
    let rows = recipients(messages);
    let fast = Settings {
        rates: Rates {
            per_second: 1_000.0,
            ..settings().rates
        },
        ..settings()
    };
    let wall = std::time::Instant::now();
    for crash in 1..=9 {
        // Two records for each message.
        let records = messages as u64 / 6 + crash;
        assert!(setup.run_until(&rows, fast.clone(), records).await.is_err());
    }
    let summary = setup.run(&rows, fast).await;
    check(&setup, &rows, &summary);
    assert_eq!(summary.counts.waiting + summary.counts.not_sent, 0);
    println!(
        "{messages} messages in {:?}: {:?}",
        wall.elapsed(),
        summary.counts
    );
}
