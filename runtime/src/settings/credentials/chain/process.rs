//! Credentials that a program prints.

use std::io;
use std::process::Stdio;

use tokio::io::AsyncReadExt as _;
use tokio::process::Command;

use super::Attempt;
use super::document::Document;

/// The most that a program may print, in bytes. Credentials have a kilobyte or
/// two.
const PRINTED: u64 = 64 * 1024;

/// Runs a command line as the shell would. What the program writes is never
/// repeated in an error: it may be the secret itself.
pub(super) async fn run(command_line: &str) -> Attempt {
    let printed = output(command_line)
        .await
        .map_err(|how| format!("credential_process {how}; run it by hand to see why"))?;
    Document::read(&printed)
        .filter(|document| document.integer("Version") == Some(1))
        .and_then(|document| document.credentials("SessionToken"))
        .ok_or_else(|| {
            "credential_process did not print what it should: a JSON object with Version 1, \
             AccessKeyId and SecretAccessKey"
                .to_owned()
        })
}

/// What the program prints, or how it failed.
async fn output(command_line: &str) -> Result<Vec<u8>, String> {
    let (shell, flag) = if cfg!(windows) {
        ("cmd.exe", "/C")
    } else {
        ("sh", "-c")
    };
    let mut child = Command::new(shell)
        .arg(flag)
        .arg(command_line)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("could not be started: {}", error.kind()))?;
    let unreadable = |error: io::Error| format!("broke off: {}", error.kind());
    let mut stdout = Vec::new();
    if let Some(pipe) = child.stdout.take() {
        let mut pipe = pipe.take(PRINTED + 1);
        pipe.read_to_end(&mut stdout).await.map_err(unreadable)?;
    }
    if stdout.len() as u64 > PRINTED {
        return Err(format!("printed more than {PRINTED} bytes"));
    }
    let status = child.wait().await.map_err(unreadable)?;
    if !status.success() {
        return Err(format!("ended with {status}"));
    }
    Ok(stdout)
}
