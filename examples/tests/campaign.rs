//! The campaign sender as a program that is killed, with an emulator on
//! loopback.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use socialmessaging::emulator::{
    Destination, Emulator, Fault, FaultKind, FaultStage, PHONE_NUMBER_ID, Seed,
};

const RECIPIENTS: usize = 400;

/// Writes a file of recipients.
fn write_recipients(folder: &Path, count: usize) {
    let mut file = "phone,name\n".to_owned();
    for index in 0..count {
        file += &format!("+1425{:07},Ada\n", 5_000_000 + index);
    }
    std::fs::write(folder.join("recipients.csv"), file).unwrap();
}

/// Returns the command of the program, with its settings for the emulator.
fn campaign(folder: &Path, url: &str, options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_campaign"));
    command
        .env_clear()
        .current_dir(folder)
        .env("AWS_ENDPOINT_URL", url)
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", "emulator")
        .env("AWS_SECRET_ACCESS_KEY", "emulator")
        .args(["--recipients", "recipients.csv", "--journal", "journal"])
        .args(["--number", PHONE_NUMBER_ID, "--template", "order_ready"])
        .args(["--rate", "1000", "--concurrency", "8"])
        .args(options)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs the program to its end, while the emulator keeps running.
async fn run(mut command: Command) -> Output {
    let output = tokio::task::spawn_blocking(move || command.output()).await;
    output.unwrap().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sends_nothing_twice_even_if_killed() {
    let folder = tempfile::tempdir().unwrap();
    write_recipients(folder.path(), RECIPIENTS);
    let emulator = Emulator::new();
    let running = emulator.serve("127.0.0.1:0").await.unwrap();
    let lost = Fault::new(FaultKind::Reset).with_stage(FaultStage::After);
    emulator.faults().add(lost.with_probability(0.01, 7));
    let mut events = emulator.event_stream();
    for kill in 1..=4 {
        let mut command = campaign(folder.path(), &running.url(), &[]);
        let mut child = command.spawn().unwrap();
        // SIGKILL after some more messages.
        while emulator.messages().len() < kill * RECIPIENTS / 6 {
            events.next().await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let output = run(campaign(folder.path(), &running.url(), &[])).await;
    let (listed, errors) = (text(&output.stdout), text(&output.stderr));

    let messages = emulator.messages();
    let sent: BTreeSet<String> = messages.iter().filter_map(|sent| sent.to()).collect();
    assert_eq!(sent.len(), messages.len(), "a message was sent twice");
    let mut maybe_sent = 0;
    for index in 0..RECIPIENTS {
        let phone = format!("+1425{:07}", 5_000_000 + index);
        let is_listed = listed.contains(&format!("{phone}: maybe sent: "));
        assert!(sent.contains(&phone) || is_listed, "{phone} was lost");
        maybe_sent += usize::from(is_listed);
    }
    let expected = format!(
        "{} sent, {maybe_sent} maybe sent, 0 failed, 0 not sent",
        RECIPIENTS - maybe_sent
    );
    assert_eq!(listed.lines().last(), Some(expected.as_str()), "{errors}");
    let code = i32::from(maybe_sent > 0);
    assert_eq!(output.status.code(), Some(code), "{errors}");

    // The operator decides that a second message is better than none.
    emulator.faults().clear();
    let output = run(campaign(
        folder.path(),
        &running.url(),
        &["--resend-unknown"],
    ))
    .await;
    let expected = format!("{RECIPIENTS} sent, 0 maybe sent, 0 failed, 0 not sent\n");
    assert_eq!(text(&output.stdout), expected);
    assert_eq!(output.status.code(), Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn learns_from_events_which_messages_were_sent() {
    let folder = tempfile::tempdir().unwrap();
    write_recipients(folder.path(), RECIPIENTS);
    let events = folder.path().join("events");
    std::fs::write(&events, "").unwrap();
    let template = r#"{"accounts": [{
        "id": "waba-0123456789abcdef0123456789abcdef", "name": "Shop",
        "phoneNumbers": [{"number": "+14255550100", "id": "PHONE_NUMBER_ID"}],
        "templates": [{
            "name": "order_ready", "language": "en_US", "category": "UTILITY",
            "components": [{"type": "BODY", "text": "Hi {{1}}, your order is ready.",
                "example": {"body_text": [["Ada"]]}}]
        }]
    }]}"#;
    let seed = Seed::from_json(&template.replace("PHONE_NUMBER_ID", PHONE_NUMBER_ID)).unwrap();
    let emulator = Emulator::builder().seed(seed);
    let emulator = emulator.deliver(Destination::file(&events)).unwrap();
    let emulator = emulator.build().unwrap();
    let running = emulator.serve("127.0.0.1:0").await.unwrap();
    let lost = Fault::new(FaultKind::Reset).with_stage(FaultStage::After);
    emulator.faults().add(lost.with_probability(0.05, 7));
    let output = run(campaign(folder.path(), &running.url(), &[])).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains(": maybe sent: "));

    // Ten more lines, five of which Meta rejects at first.
    let recipients = RECIPIENTS + 10;
    write_recipients(folder.path(), recipients);
    emulator.faults().clear();
    emulator.fail_next(131_056, 5);
    let options = ["--events", "events"];
    let output = run(campaign(folder.path(), &running.url(), &options)).await;
    let expected = format!("{recipients} sent, 0 maybe sent, 0 failed, 0 not sent\n");
    assert_eq!(text(&output.stdout), expected, "{}", text(&output.stderr));
    assert_eq!(output.status.code(), Some(0));
    let messages = emulator.messages();
    assert_eq!(messages.len(), recipients + 5);
    let delivered = messages.iter().filter(|sent| sent.failure.is_none());
    assert_eq!(delivered.count(), recipients);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn checks_the_file_without_sending() {
    let folder = tempfile::tempdir().unwrap();
    write_recipients(folder.path(), RECIPIENTS);
    let emulator = Emulator::new();
    let running = emulator.serve("127.0.0.1:0").await.unwrap();
    let output = run(campaign(folder.path(), &running.url(), &["--dry-run"])).await;
    assert_eq!(output.status.code(), Some(0));
    let shown = text(&output.stdout);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[0], "400 messages, 400 to send");
    assert_eq!(lines[1], "takes at least 0:01 at 1000 messages per second");
    assert!(lines[2].contains("+14255000000"), "{shown}");
    assert!(!folder.path().join("journal").exists());

    std::fs::write(folder.path().join("recipients.csv"), "phone\nhello\n").unwrap();
    let output = run(campaign(folder.path(), &running.url(), &[])).await;
    assert_eq!(output.status.code(), Some(2));
    let error = text(&output.stderr);
    assert!(
        error.starts_with("error: recipients.csv:\nline 2: "),
        "{error}"
    );
    assert_eq!(emulator.messages().len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sends_nothing_without_the_events_file() {
    let folder = tempfile::tempdir().unwrap();
    write_recipients(folder.path(), RECIPIENTS);
    let emulator = Emulator::new();
    let running = emulator.serve("127.0.0.1:0").await.unwrap();
    for options in [
        &["--events", "missing"][..],
        &["--events", "missing", "--dry-run"],
    ] {
        let output = run(campaign(folder.path(), &running.url(), options)).await;
        assert_eq!(output.status.code(), Some(2));
        let error = text(&output.stderr);
        assert!(error.starts_with("error: cannot read missing: "), "{error}");
    }
    assert_eq!(emulator.messages().len(), 0);
}
