//! The emulator as a process.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// A running emulator that verifies signatures. Dropping it stops the process.
pub(super) struct Emulator {
    process: Child,
    url: String,
}

impl Emulator {
    pub(super) fn start(program: &Path) -> Result<Self> {
        let mut process = Command::new(program)
            .args(["--port", "0", "--verify-signatures"])
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let output = process
            .stdout
            .take()
            .context("the emulator has no output")?;
        let mut lines = BufReader::new(output).lines();
        let first = lines.next().transpose()?.unwrap_or_default();
        let Some(url) = first.strip_prefix("Listening on ") else {
            let _ = process.kill();
            bail!("unexpected output of the emulator: {first:?}");
        };
        // A full pipe would block the emulator.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self {
            process,
            url: url.to_owned(),
        })
    }

    /// Returns the variables with which SDKs use it.
    pub(super) fn variables(&self) -> Vec<(&'static str, OsString)> {
        let variables = [
            ("AWS_ENDPOINT_URL_SOCIALMESSAGING", self.url.as_str()),
            ("AWS_REGION", "us-east-1"),
            ("AWS_DEFAULT_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "emulator"),
            ("AWS_SECRET_ACCESS_KEY", "emulator"),
        ];
        variables.map(|(name, value)| (name, value.into())).into()
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // The process may have exited already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
