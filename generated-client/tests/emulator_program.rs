//! The emulator program: its output, and its state after it is killed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::collections::BTreeSet;
use std::fs::DirEntry;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::{Arc, Mutex};

use socialmessaging::emulator::Emulator;
use socialmessaging::types::Tag;
use socialmessaging::{Client, Credentials};
use tokio::sync::watch;
use tokio::task::JoinSet;

const PROGRAM: &str = env!("CARGO_BIN_EXE_social-messaging-emulator");
const ACCOUNT_ARN: &str =
    "arn:aws:social-messaging:us-east-1:123456789012:waba/01234567890123456789012345678901";

type Sender = watch::Sender<usize>;

/// A running program. Dropping it kills it.
struct Program {
    process: Child,
    output: BufReader<ChildStdout>,
    url: String,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let mut process = Command::new(PROGRAM)
            .args(["--port", "0"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut first = String::new();
        output.read_line(&mut first).unwrap();
        let url = first
            .trim()
            .strip_prefix("Listening on ")
            .unwrap()
            .to_owned();
        Self {
            process,
            output,
            url,
        }
    }

    fn with_state(file: &Path) -> Self {
        Self::start(&["--state", file.to_str().unwrap()])
    }

    /// Returns a client of the program.
    fn client(&self) -> Client {
        Client::builder()
            .region("us-east-1")
            .credentials(Credentials::new("emulator", "emulator"))
            .endpoint_url(&self.url)
            .build()
            .unwrap()
    }

    fn kill(mut self) -> String {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).unwrap();
        rest
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // The process may already be killed.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn send(client: &Client) -> Option<String> {
    let send = client
        .send_whatsapp_message()
        .origination_phone_number_id("phone-number-id-01234567890123456789012345678901")
        .message(r#"{"messaging_product":"whatsapp","to":"+14255550123","type":"text","text":{"body":"hi"}}"#)
        .meta_api_version("v24.0");
    send.send().await.ok()?.message_id
}

#[tokio::test]
async fn stops_at_the_end_of_its_input() {
    let mut program = Program::start(&["--stop-on-eof"]);
    let input = program.process.stdin.take().unwrap();
    assert!(send(&program.client()).await.is_some());
    drop(input);
    assert!(program.process.wait().unwrap().success());
}

#[tokio::test]
async fn prints_its_address_environment_and_requests() {
    let program = Program::start(&[
        "--verify-signatures",
        "--access-key=me",
        "--secret-key=it's mine",
        "--env=bash",
    ]);
    let url = program.url.clone();
    assert_eq!(send(&program.client()).await, None);
    let output = program.kill();
    for line in [
        "Only this machine can connect; listen on another address with --host.",
        &format!("export AWS_ENDPOINT_URL_SOCIALMESSAGING={url}"),
        "export AWS_REGION=us-east-1",
        "export AWS_DEFAULT_REGION=us-east-1",
        "export AWS_ACCESS_KEY_ID=me",
        r"export AWS_SECRET_ACCESS_KEY='it'\''s mine'",
        "unset AWS_SESSION_TOKEN AWS_PROFILE",
    ] {
        assert!(
            output.lines().any(|printed| printed == line),
            "{line:?} in {output}"
        );
    }
    let line = output.lines().last().unwrap();
    let (_, line) = line.split_once("Z  ").unwrap();
    let (line, end) = line.rsplit_once("  ").unwrap();
    let (line, duration) = line.rsplit_once("  ").unwrap();
    assert!(
        end.starts_with("aws-sdk-rust") || end.contains('/'),
        "{end}"
    );
    assert!(duration.ends_with(" ms"), "{duration}");
    assert_eq!(
        line,
        "403  SendWhatsAppMessage  to +14255550123  text  \"hi\"  UnrecognizedClientException: \
         unknown access key id in the signature"
    );
}

#[tokio::test]
async fn logs_requests_on_demand() {
    for (which, expected) in [("calls", 2), ("failures", 1), ("all", 3), ("none", 0)] {
        let program = Program::start(&["--log", which, "--env=dotenv"]);
        let client = program.client();
        assert!(send(&client).await.is_some());
        let rejected = client
            .send_whatsapp_message()
            .origination_phone_number_id("phone-number-id-0");
        let rejected = rejected
            .message(r#"{"a\n\u001b[31m": 1}"#)
            .meta_api_version("v24.0");
        assert!(rejected.send().await.is_err());
        let page = get_coverage(&program.url).await;
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        let output = program.kill();
        let lines = output.lines().filter(|line| line.contains("Z  "));
        assert_eq!(lines.count(), expected, "{output}");
        assert!(!output.contains('\u{1b}'), "{output}");
    }
}

#[tokio::test]
async fn starts_with_the_accounts_of_a_seed_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("seed.json");
    let path = file.to_str().unwrap();
    let seed = r#"{"accounts": [{"name": "Shop", "id": "waba-1", "phoneNumbers": [
        {"number": "+14255550100", "id": "phone-number-id-01234567890123456789012345678901"}]}]}"#;
    std::fs::write(&file, seed).unwrap();
    let program = Program::start(&["--seed", path]);
    let client = program.client();
    assert!(send(&client).await.is_some());
    let accounts = client
        .list_linked_whatsapp_business_accounts()
        .send()
        .await
        .unwrap();
    assert_eq!(accounts.linked_accounts.unwrap()[0].waba_name, "Shop");

    std::fs::write(&file, r#"{"accounts": [{"nam": "Shop"}]}"#).unwrap();
    assert_eq!(
        failure(1, &["--seed", path]),
        format!(
            "error: the seed file {path} is invalid: accounts[0]: unknown member `nam`; did you mean `name`?\n"
        )
    );
    std::fs::remove_file(&file).unwrap();
    let missing = failure(1, &["--seed", path]);
    assert!(
        missing.starts_with(&format!("error: cannot read the seed file {path}: ")),
        "{missing}"
    );
}

#[tokio::test]
async fn writes_events_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("events.jsonl");
    let path = file.to_str().unwrap();
    let program = Program::start(&["--deliver-file", path, "--delivery-format", "event-bridge"]);
    assert!(send(&program.client()).await.is_some());
    // The events of the statuses sent and delivered.
    let lines = loop {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        if text.lines().count() >= 2 {
            break text;
        }
        tokio::task::yield_now().await;
    };
    assert!(
        lines.contains(r#""source":"aws.social-messaging""#),
        "{lines}"
    );
    assert_eq!(
        failure(1, &["--deliver", "https://example.com/"]),
        "error: cannot deliver to \"https://example.com/\": it is not on this machine; use \
         127.0.0.1, or allow other machines with --allow-remote\n"
    );
}

/// Requests a control path, and returns the response.
async fn get_coverage(url: &str) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let address = url.strip_prefix("http://").unwrap();
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = "GET /_emulator/coverage HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    response
}

fn run(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).output().unwrap()
}

/// Returns the error output of a run that fails with this code.
fn failure(code: i32, arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(code));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn rejects_invalid_options() {
    for (arguments, expected) in [
        (
            &["--port", "many"][..],
            "error: invalid value 'many' for '--port <PORT>'",
        ),
        (
            &["--port"],
            "error: a value is required for '--port <PORT>'",
        ),
        (&["--prot", "1"], "tip: a similar argument exists: '--port'"),
        (
            &["--verify-signatures=no"],
            "error: unexpected value 'no' for '--verify-signatures'",
        ),
        (
            &["--allow-origin", "*"],
            "\"*\" is not the origin of a web page; use its scheme, host and port",
        ),
        (
            &["--env", "bash", "--print-env", "bash"],
            "the argument '--env <SYNTAX>' cannot be used with '--print-env <SYNTAX>'",
        ),
    ] {
        let printed = failure(2, arguments);
        assert!(printed.contains(expected), "{printed}");
    }
}

#[test]
fn prints_an_environment_without_starting() {
    let environment = run(&["--print-env", "dotenv", "--host", "0.0.0.0", "--port", "1"]);
    assert!(environment.status.success());
    let environment = String::from_utf8(environment.stdout).unwrap();
    let first = environment.lines().next();
    assert_eq!(
        first,
        Some("AWS_ENDPOINT_URL_SOCIALMESSAGING=http://127.0.0.1:1")
    );
}

#[test]
fn prints_a_url_for_an_unspecified_address() {
    let program = Program::start(&["--host", "0.0.0.0"]);
    assert!(
        program.url.starts_with("http://127.0.0.1:"),
        "{}",
        program.url
    );
    assert!(
        program
            .kill()
            .starts_with("Anyone who can connect to this machine")
    );
}

#[test]
fn reports_a_port_or_state_file_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let program = Program::with_state(&file);
    let port = program.url.rsplit(':').next().unwrap();
    let taken = failure(1, &["--port", port]);
    assert_eq!(
        taken,
        format!(
            "error: cannot listen on 127.0.0.1:{port}: the port is in use; choose another with \
             --port, or 0 for a free one\n"
        )
    );
    let locked = failure(1, &["--port", "0", "--state", file.to_str().unwrap()]);
    assert!(
        locked.ends_with("another emulator has the file open; stop it, or choose another file\n"),
        "{locked}"
    );
}

#[test]
fn help_lists_every_option() {
    let output = Command::new(PROGRAM).arg("--help").output().unwrap();
    assert!(output.status.success());
    let help = String::from_utf8(output.stdout).unwrap();
    for option in [
        "--host",
        "--port",
        "--state",
        "--verify-signatures",
        "--access-key",
        "--secret-key",
        "--seed",
        "--deliver",
        "--deliver-sqs",
        "--deliver-file",
        "--delivery-format",
        "--allow-origin",
        "--allow-remote",
        "--statuses",
        "--windows",
        "--log",
        "--env",
        "--print-env",
        "--stop-on-eof",
        "--help",
        "--version",
        "/_emulator/faults",
    ] {
        assert!(help.contains(option), "{option}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn exits_after_an_interrupt() {
    let mut program = Program::start(&[]);
    // The connection of this request stays open.
    let client = program.client();
    assert!(send(&client).await.is_some());
    let id = program.process.id().to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status().unwrap();
    assert!(sent.success());
    assert_eq!(program.process.wait().unwrap().code(), Some(0));
}

/// The number of acknowledged messages before each kill.
const KILLS: [usize; 12] = [0, 1, 2, 3, 5, 8, 13, 21, 34, 1, 0, 2];
const TASKS: usize = 8;

/// The messages and tags that were acknowledged.
type Acknowledged = BTreeSet<String>;

/// Sends messages and tags the account, until the program is killed.
async fn work(client: Client, name: String, acknowledged: Arc<Mutex<Acknowledged>>, count: Sender) {
    for number in 0_u64.. {
        let Some(id) = send(&client).await else {
            return;
        };
        acknowledged.lock().unwrap().insert(id);
        count.send_modify(|count| *count += 1);
        let key = format!("{name}-{number}");
        let tag = client.tag_resource().resource_arn(ACCOUNT_ARN);
        if tag.tags([Tag::new(&key)]).send().await.is_err() {
            return;
        }
        acknowledged.lock().unwrap().insert(key);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keeps_acknowledged_changes_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let acknowledged = Arc::new(Mutex::new(Acknowledged::new()));
    for (round, enough) in KILLS.into_iter().enumerate() {
        let program = Program::with_state(&file);
        let (count, mut counted) = watch::channel(0_usize);
        let mut tasks = JoinSet::new();
        for task in 0..TASKS {
            let name = format!("{round}-{task}");
            let (client, count) = (program.client(), count.clone());
            tasks.spawn(work(client, name, acknowledged.clone(), count));
        }
        // Kill the program while requests are pending.
        counted.wait_for(|count| *count >= enough).await.unwrap();
        program.kill();
        tasks.join_all().await;

        let kept = Emulator::builder().state(&file).build().unwrap();
        let messages = kept.messages().into_iter().map(|message| message.id);
        let messages: Vec<String> = messages.collect();
        let mut distinct: BTreeSet<String> = messages.iter().cloned().collect();
        assert_eq!(messages.len(), distinct.len(), "round {round}");
        distinct.extend(kept.accounts()[0].tags.keys().cloned());
        let acknowledged = acknowledged.lock().unwrap();
        let lost: Vec<&String> = acknowledged.difference(&distinct).collect();
        assert!(lost.is_empty(), "round {round} lost {lost:?}");
    }
}

fn has_content(entry: std::io::Result<DirEntry>) -> bool {
    // The file may have been renamed meanwhile.
    entry.is_ok_and(|entry| entry.metadata().is_ok_and(|file| file.len() > 0))
}

#[test]
fn starts_after_a_kill_during_the_first_start() {
    for _ in 0..8 {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state.redb");
        let mut process = Command::new(PROGRAM)
            .args(["--port", "0", "--state", file.to_str().unwrap()])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // Wait until a file of the state has content.
        while !std::fs::read_dir(folder.path()).unwrap().any(has_content) {
            std::thread::yield_now();
        }
        process.kill().unwrap();
        process.wait().unwrap();
        let emulator = Emulator::builder().state(&file).build().unwrap();
        assert_eq!(emulator.accounts().len(), 1);
    }
}
