//! Campaigns that follow events.

use super::super::feedback::Feedback;
use super::*;

#[tokio::test(start_paused = true)]
async fn events_tell_whether_a_message_was_sent() {
    let setup = Setup::new(emulator(1_000));
    let rows = recipients(20);
    let lost = fault(FaultKind::Reset, FaultStage::After);
    setup.emulator.faults().add(lost.with_times(5));
    let summary = setup.run_with_events(&rows, settings()).await;
    assert_eq!(summary.counts.sent, 20);
    check(&setup, &rows, &summary);
}

#[tokio::test(start_paused = true)]
async fn resends_messages_that_exceeded_a_rate_limit() {
    let setup = Setup::new(emulator(1_000));
    let rows = recipients(20);
    setup.emulator.fail_next(131_056, 3);
    setup.emulator.fail_next(130_429, 2);
    let summary = setup.run_with_events(&rows, settings()).await;
    assert_eq!(summary.counts.sent, 20);
    check(&setup, &rows, &summary);
    assert_eq!(setup.emulator.messages().len(), 25);
}

#[tokio::test(start_paused = true)]
async fn events_in_the_wrong_order_change_nothing() {
    let setup = Setup::new(emulator(1_000));
    let rows = recipients(20);
    setup.emulator.fail_next(131_056, 6);
    let one_at_a_time = Settings {
        concurrency: 1,
        ..settings()
    };
    let summary = setup.run_with_order(&rows, one_at_a_time, true).await;
    assert_eq!(summary.counts.sent, 20);
    check(&setup, &rows, &summary);
    assert_eq!(setup.emulator.messages().len(), 26);
}

#[tokio::test(start_paused = true)]
async fn reports_other_failures_and_does_not_repeat_them() {
    let setup = Setup::new(emulator(1_000));
    let rows = recipients(20);
    setup
        .emulator
        .customer(&rows.rows[3].phone)
        .unreachable()
        .unwrap();
    let summary = setup.run_with_events(&rows, settings()).await;
    let [(row, record)] = summary.problems.as_slice() else {
        unreachable!("{:?}", summary.problems);
    };
    assert_eq!(row.line, 5);
    let State::Failed(reason) = &record.state else {
        unreachable!("{record:?}");
    };
    assert!(reason.starts_with("131026: "), "{reason}");
    assert_eq!(setup.emulator.messages().len(), 20);
}

#[tokio::test]
async fn follows_a_file_of_events() {
    let setup = Setup::new(emulator(100));
    let rows = recipients(2);
    setup.run(&rows, settings()).await;
    let file = setup.folder.path().join("events");
    let lines: Vec<String> = setup
        .emulator
        .events()
        .into_iter()
        .map(|event| event.envelope)
        .collect();
    std::fs::write(
        &file,
        format!("{}\nnot an event\n{}", lines.join("\n"), &lines[0][..9]),
    )
    .unwrap();
    let (journal, _) = Journal::open(&setup.journal(), "test").unwrap();
    let campaign = journal.id().to_owned();
    let (sender, mut statuses) = mpsc::channel::<Feedback>(10);
    let events = Events::open(&file).await.unwrap();
    tokio::spawn(async move { events.follow(&campaign, sender).await });
    let mut keys = std::collections::BTreeSet::new();
    for _ in &lines {
        keys.insert(statuses.recv().await.unwrap().key);
    }
    assert_eq!(keys.len(), 2);
    // The rest of a line that was not complete.
    let rest = format!("{}\n", &lines[0][9..]);
    let mut file = std::fs::OpenOptions::new().append(true).open(file).unwrap();
    std::io::Write::write_all(&mut file, rest.as_bytes()).unwrap();
    let last = statuses.recv().await.unwrap();
    assert!(keys.contains(&last.key) && last.attempt == 1);
}

/// Runs a campaign with the emulator's events so far, but without later ones.
async fn run_after_events(
    setup: &Setup,
    journal: &str,
    rows: &Recipients,
    settings: Settings,
) -> Summary {
    let events = setup.emulator.events().into_iter();
    let lines: Vec<String> = events.map(|event| event.envelope + "\n").collect();
    let file = setup.folder.path().join("events");
    std::fs::write(&file, lines.concat()).unwrap();
    let journal = Journal::open(&setup.folder.path().join(journal), "test").unwrap();
    let campaign = journal.0.id().to_owned();
    let (mut parts, _stop) = setup.parts(journal);
    let mut events = Events::open(&file).await.unwrap();
    parts.earlier = events.read(&campaign).await.unwrap();
    let (_sender, receiver) = mpsc::channel(1);
    parts.statuses = Some(receiver);
    run::run(rows.rows.clone(), settings, parts, |_, _| {})
        .await
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn ignores_events_about_other_campaigns() {
    let setup = Setup::new(emulator(1_000));
    let rows = recipients(3);
    let first = run_after_events(&setup, "first", &rows, settings()).await;
    assert_eq!(first.counts.sent, 3);

    // The same messages, which do not arrive.
    let lost = fault(FaultKind::Reset, FaultStage::Before);
    setup.emulator.faults().add(lost.with_probability(1.0, 1));
    let second = run_after_events(&setup, "second", &rows, settings()).await;
    assert_eq!(second.counts.maybe_sent, 3);
    setup.emulator.faults().clear();
    let second = run_after_events(&setup, "second", &rows, settings()).await;
    assert_eq!(
        second.counts.maybe_sent, 3,
        "the first campaign has sent these"
    );
    assert_eq!(setup.emulator.messages().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn does_not_resend_unknown_messages_that_earlier_events_prove_sent() {
    let setup = Setup::new(emulator(1_000));
    let rows = recipients(20);
    let lost = fault(FaultKind::Reset, FaultStage::After);
    setup.emulator.faults().add(lost.with_times(5));
    let summary = setup.run(&rows, settings()).await;
    assert_eq!(summary.counts.maybe_sent, 5);

    let resend = Settings {
        resend_unknown: true,
        ..settings()
    };
    let summary = run_after_events(&setup, "journal", &rows, resend).await;
    assert_eq!(summary.counts.sent, 20);
    check(&setup, &rows, &summary);
    assert_eq!(setup.emulator.messages().len(), 20);
}

#[tokio::test(start_paused = true)]
async fn resends_messages_that_meta_rejected_after_an_earlier_run() {
    let setup = Setup::new(emulator(1_000));
    let rows = recipients(20);
    setup.emulator.fail_next(131_056, 3);
    // AWS accepts all of them; nobody reads the failure events.
    let summary = setup.run(&rows, settings()).await;
    assert_eq!(summary.counts.sent, 20);
    assert_eq!(setup.delivered().len(), 17);

    let summary = run_after_events(&setup, "journal", &rows, settings()).await;
    assert_eq!(summary.counts.sent, 20);
    check(&setup, &rows, &summary);
    assert_eq!(setup.emulator.messages().len(), 23);
}

#[tokio::test(start_paused = true)]
async fn stops_when_further_messages_make_it_worse() {
    let setup = Setup::new(emulator(1_000));
    let rows = recipients(200);
    setup.emulator.fail_next(131_048, 1);
    let summary = setup.run_with_events(&rows, settings()).await;
    let reason = summary.stopped.clone().unwrap().to_string();
    assert!(reason.starts_with("131048: "), "{reason}");
    assert!(
        reason.ends_with("; do not send again before the cause is fixed"),
        "{reason}"
    );
    assert!(summary.counts.waiting > 0);
    check(&setup, &rows, &summary);
}
