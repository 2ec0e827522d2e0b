//! Credentials that a program prints.

use std::io;
use std::process::Stdio;

use reqsign_aws_core::ProcessCredentialProvider;
use reqsign_core::{CommandExecute, CommandOutput, Context, ProvideCredential};
use tokio::io::AsyncReadExt as _;
use tokio::process::Command;

use super::Attempt;
use super::context::convert;

/// The most that a program may print, in bytes. Credentials have a kilobyte or
/// two.
const PRINTED: u64 = 64 * 1024;

/// Runs a command line as the shell would. What the program writes is never
/// repeated in an error: it may be the secret itself.
pub(super) async fn run(command_line: &str) -> Attempt {
    let context = Context::new().with_command_execute(Shell(command_line.to_owned()));
    // The library splits a command line at its blanks, and so would break
    // quoted parts; it gets a stand-in for the real one.
    let provider = ProcessCredentialProvider::new().with_command("credential_process");
    match provider.provide_credential(&context).await {
        Ok(Some(found)) => Ok(convert(found)),
        Ok(None) => Err("credential_process gave nothing".to_owned()),
        Err(error) => Err(match error.context().first() {
            Some(exit) => format!("credential_process {exit}; run it by hand to see why"),
            None => "credential_process did not print what it should: a JSON object with Version \
                     1, AccessKeyId and SecretAccessKey"
                .to_owned(),
        }),
    }
}

#[derive(Debug)]
struct Shell(String);

impl CommandExecute for Shell {
    async fn command_execute<'a>(
        &'a self,
        _: &'a str,
        _: &'a [&'a str],
    ) -> reqsign_core::Result<CommandOutput> {
        let (shell, flag) = if cfg!(windows) {
            ("cmd.exe", "/C")
        } else {
            ("sh", "-c")
        };
        let failed = |how: String| reqsign_core::Error::unexpected("failed").with_context(how);
        let mut child = Command::new(shell)
            .arg(flag)
            .arg(&self.0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| failed(format!("could not be started: {}", error.kind())))?;
        let unreadable = |error: io::Error| failed(format!("broke off: {}", error.kind()));
        let mut stdout = Vec::new();
        if let Some(pipe) = child.stdout.take() {
            let mut pipe = pipe.take(PRINTED + 1);
            pipe.read_to_end(&mut stdout).await.map_err(unreadable)?;
        }
        if stdout.len() as u64 > PRINTED {
            return Err(failed(format!("printed more than {PRINTED} bytes")));
        }
        let status = child.wait().await.map_err(unreadable)?;
        if !status.success() {
            return Err(failed(format!("ended with {status}")));
        }
        Ok(CommandOutput {
            status: 0,
            stdout,
            stderr: Vec::new(),
        })
    }
}
