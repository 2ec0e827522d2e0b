//! The emulator as a program: what it prints, and what it keeps when it is
//! killed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use socialmessaging::emulator::Emulator;
use socialmessaging::{Client, Credentials};
use tokio::task::JoinSet;

const PROGRAM: &str = env!("CARGO_BIN_EXE_social-messaging-emulator");

/// A running program; it is killed when this is dropped.
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

    /// A client that never tries twice.
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
        // It may have been killed already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn send(client: &Client) -> Option<String> {
    let send = client
        .send_whatsapp_message()
        .origination_phone_number_id("phone-number-id-01234567890123456789012345678901")
        .message("{}")
        .meta_api_version("v24.0");
    send.send().await.ok()?.message_id
}

#[tokio::test]
async fn it_says_where_it_is_and_what_it_answered() {
    let program = Program::start(&[
        "--verify-signatures",
        "--access-key=me",
        "--secret-key=mine",
    ]);
    let url = program.url.clone();
    assert_eq!(send(&program.client()).await, None);
    let said = program.kill();
    for line in [
        "Only this machine can reach it; --host chooses another address.",
        &format!("export AWS_ENDPOINT_URL_SOCIALMESSAGING={url}"),
        "export AWS_REGION=us-east-1",
        "export AWS_ACCESS_KEY_ID=me",
        "export AWS_SECRET_ACCESS_KEY=mine",
        "POST /v1/whatsapp/send 403 SendWhatsAppMessage UnrecognizedClientException",
    ] {
        assert!(said.lines().any(|said| said == line), "{line:?} in {said}");
    }
}

#[test]
fn mistakes_on_the_command_line_are_told() {
    for (arguments, expected) in [
        (
            &["--port", "many"][..],
            "error: --port is not a port: many\n",
        ),
        (&["--port"], "error: --port needs a value; see --help\n"),
        (
            &["--prot", "1"],
            "error: --prot is not an option; see --help\n",
        ),
    ] {
        let output = Command::new(PROGRAM).args(arguments).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), expected);
        assert_eq!(output.status.code(), Some(1));
    }
}

const TASKS: usize = 8;
const ENOUGH: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_being_killed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let mut acknowledged = BTreeSet::new();
    for round in 0..2 {
        let program = Program::with_state(&file);
        let client = program.client();
        let sent = Arc::new(Mutex::new(Vec::new()));
        let count = Arc::new(AtomicUsize::new(0));
        let (enough, reached) = tokio::sync::oneshot::channel();
        let enough = Arc::new(Mutex::new(Some(enough)));
        let mut tasks = JoinSet::new();
        for _ in 0..TASKS {
            let (client, sent, count, enough) =
                (client.clone(), sent.clone(), count.clone(), enough.clone());
            tasks.spawn(async move {
                // Until the program is gone.
                while let Some(id) = send(&client).await {
                    sent.lock().unwrap().push(id);
                    if count.fetch_add(1, Ordering::Relaxed) + 1 == ENOUGH {
                        let enough = enough.lock().unwrap().take();
                        let _ = enough.unwrap().send(());
                    }
                }
            });
        }
        // Killed with requests under way.
        reached.await.unwrap();
        program.kill();
        tasks.join_all().await;
        acknowledged.extend(sent.lock().unwrap().drain(..));

        let kept = Emulator::builder().state(&file).build().unwrap();
        let kept: Vec<String> = kept
            .messages()
            .into_iter()
            .map(|message| message.id)
            .collect();
        let distinct: BTreeSet<String> = kept.iter().cloned().collect();
        assert_eq!(kept.len(), distinct.len(), "round {round}");
        let lost: Vec<&String> = acknowledged.difference(&distinct).collect();
        assert!(lost.is_empty(), "round {round} lost {lost:?}");
    }
}
