//! Credentials that a program prints.

use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::process::{ExitStatus, Stdio};
use std::task::Poll;
use std::time::Duration;

use tokio::io::AsyncReadExt as _;
use tokio::process::{ChildStdout, Command};

use super::Attempt;
use super::document::Document;

/// The maximum output of a program, in bytes. Credentials take a kilobyte or
/// two.
const OUTPUT_LIMIT: u64 = 64 * 1024;

/// The timeout of a program, which may prompt its user for a second factor. The
/// AWS SDK for Go has the same limit.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// The time that the output may stay open after the program ends, if a child
/// process keeps it open.
const GRACE: Duration = Duration::from_secs(1);

/// Runs a command line in the shell. Errors do not repeat the output, which may
/// be the secret itself.
pub(super) async fn run(command_line: &str) -> Attempt {
    let output = output(command_line, TIME_LIMIT)
        .await
        .map_err(|problem| format!("credential_process {problem}; run it manually to see why"))?;
    let invalid = |problem: &str| {
        format!(
            "invalid output of credential_process: {problem}; expected a JSON object with Version \
             1, AccessKeyId and SecretAccessKey"
        )
    };
    let document = Document::read(&output).ok_or_else(|| invalid("not a JSON object"))?;
    if document.integer("Version") != Some(1) {
        return Err(invalid("Version is not 1"));
    }
    let credentials = document.credentials("SessionToken");
    credentials.map_err(|problem| match problem.starts_with("Expiration") {
        true => format!("invalid output of credential_process: {problem}"),
        false => invalid(&problem),
    })
}

/// Returns the output of a program, or a description of its failure.
async fn output(command_line: &str, limit: Duration) -> Result<Vec<u8>, String> {
    let (shell, flag) = if cfg!(windows) {
        ("cmd.exe", "/C")
    } else {
        ("sh", "-c")
    };
    let mut command = Command::new(shell);
    #[cfg(unix)]
    command.process_group(0);
    let mut child = command
        .arg(flag)
        .arg(command_line)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("failed to start: {}", error.kind()))?;
    let mut running = ProcessGroup(child.id());
    let stdout = child.stdout.take();

    let mut printed = Vec::new();
    let run = async {
        let reading = read(stdout, &mut printed);
        let mut reading = pin!(reading);
        let first = {
            let mut waiting = pin!(child.wait());
            poll_fn(|context| match reading.as_mut().poll(context) {
                Poll::Ready(read) => Poll::Ready(First::Read(read)),
                Poll::Pending => waiting.as_mut().poll(context).map(First::Ended),
            })
            .await
        };
        match first {
            First::Read(read) => {
                read?;
                child.wait().await.map_err(unreadable)
            }
            First::Ended(status) => {
                // A child in the background may keep the output open.
                if let Ok(read) = tokio::time::timeout(GRACE, reading).await {
                    read?;
                }
                status.map_err(unreadable)
            }
        }
    };
    let status = tokio::time::timeout(limit, run)
        .await
        .unwrap_or_else(|_| Err(format!("did not end within {limit:?} and was killed")))?;
    running.0 = None;
    if !status.success() {
        return Err(format!("ended with {status}"));
    }
    Ok(printed)
}

/// The first event: the end of the output, or of the program.
enum First {
    Read(Result<(), String>),
    Ended(io::Result<ExitStatus>),
}

/// Reads the output of a program to its end, up to the limit.
async fn read(stdout: Option<ChildStdout>, printed: &mut Vec<u8>) -> Result<(), String> {
    let Some(pipe) = stdout else {
        return Ok(());
    };
    let mut pipe = pipe.take(OUTPUT_LIMIT + 1);
    pipe.read_to_end(printed).await.map_err(unreadable)?;
    if printed.len() as u64 > OUTPUT_LIMIT {
        return Err(format!("printed more than {OUTPUT_LIMIT} bytes"));
    }
    Ok(())
}

fn unreadable(error: io::Error) -> String {
    format!("failed: {}", error.kind())
}

/// A program and its children, which are killed on drop while the program runs.
struct ProcessGroup(Option<u32>);

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        let Some(id) = self.0 else {
            return;
        };
        // The standard library kills a single process, not a process group.
        let mut kill = if cfg!(windows) {
            let mut kill = std::process::Command::new("taskkill");
            kill.args(["/T", "/F", "/PID", &id.to_string()]);
            kill
        } else {
            let mut kill = std::process::Command::new("sh");
            kill.args(["-c", &format!("kill -s KILL -- -{id}")]);
            kill
        };
        let killed = kill
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if !killed.is_ok_and(|status| status.success()) {
            tracing::warn!("processes of a credential_process may still run");
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::{BufRead as _, BufReader, Read as _};

    use super::*;

    #[tokio::test]
    async fn kills_the_process_group_at_the_limit() {
        let folder = tempfile::tempdir().expect("a folder");
        let fifo = folder.path().join("fifo");
        let made = std::process::Command::new("mkfifo").arg(&fifo).status();
        assert!(made.expect("mkfifo").success());
        // A program and its child hold the FIFO open. Its reader sees the end
        // when both are gone.
        let command_line = format!("exec 3>{}; sleep 9999 & echo up >&3; wait", fifo.display());
        let (up_sender, up) = tokio::sync::oneshot::channel();
        let reader = tokio::task::spawn_blocking(move || {
            let mut lines = BufReader::new(std::fs::File::open(fifo).expect("the FIFO"));
            let mut line = String::new();
            lines.read_line(&mut line).expect("a line");
            up_sender.send(line).expect("the test waits");
            let mut rest = Vec::new();
            lines.read_to_end(&mut rest).expect("the end");
        });
        let hour = Duration::from_secs(3_600);
        let run = tokio::spawn(async move { output(&command_line, hour).await });
        assert_eq!(up.await.expect("started"), "up\n");
        tokio::time::pause();
        // Timers have a resolution of a millisecond.
        tokio::time::advance(hour + Duration::from_secs(1)).await;
        let problem = run.await.expect("no panic").expect_err("hangs");
        assert_eq!(problem, "did not end within 3600s and was killed");
        reader.await.expect("the whole group is gone");
    }

    #[tokio::test]
    async fn limits_the_output() {
        let command_line = "yes | head -c 65537; sleep 9999";
        let problem = output(command_line, TIME_LIMIT).await.expect_err("large");
        assert_eq!(problem, "printed more than 65536 bytes");
    }

    #[tokio::test(start_paused = true)]
    async fn does_not_wait_for_background_children() {
        let command_line = "sleep 9999 & echo $!";
        let run = tokio::spawn(output(command_line, Duration::from_secs(1 << 40)));
        // The program ends in real time, the grace period on the paused clock.
        while !run.is_finished() {
            tokio::time::advance(GRACE).await;
        }
        let id = run.await.expect("no panic");
        let id = String::from_utf8(id.expect("ended")).expect("text");
        let kill = std::process::Command::new("kill").arg(id.trim()).status();
        assert!(kill.expect("kill").success(), "the child was running");
    }
}
