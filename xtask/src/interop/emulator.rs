//! The emulator as a process.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};

/// Builds the emulator and returns the path of the program.
pub(super) fn build(root: &Path) -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(root)
        .args(["build", "--quiet", "--package", "generated-client"])
        .args([
            "--features",
            "emulator",
            "--bin",
            "social-messaging-emulator",
        ])
        .args(["--message-format", "json-render-diagnostics"])
        .stderr(Stdio::inherit())
        .output()
        .context("cannot run cargo")?;
    ensure!(output.status.success(), "cannot build the emulator");
    let messages = String::from_utf8_lossy(&output.stdout);
    let executable = messages.lines().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    });
    executable.context("cargo did not report the path of the emulator")
}

/// A running emulator that verifies signatures. Dropping it stops the process.
pub(super) struct Emulator {
    process: Child,
    pub(super) url: String,
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
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // The process may have exited already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
