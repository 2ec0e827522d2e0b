//! Runs of rustfmt in a temporary folder.

use std::ffi::OsString;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, anyhow, bail};
use tempfile::TempDir;

use crate::cache::version_of_program;

/// A temporary folder with the files, and a configuration without settings.
pub(super) struct Scratch {
    folder: TempDir,
    config: PathBuf,
    rustfmt: OsString,
}

impl Scratch {
    /// Creates the folder.
    pub(super) fn new() -> Result<Self> {
        let folder = tempfile::tempdir().context("cannot create a temporary folder")?;
        let scratch = Self {
            config: folder.path().join("rustfmt.toml"),
            folder,
            rustfmt: rustfmt(),
        };
        scratch.write("rustfmt.toml", "")?;
        Ok(scratch)
    }

    pub(super) fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.folder.path().join(path);
        let written = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, text));
        written.with_context(|| format!("cannot write `{}`", path.display()))
    }

    pub(super) fn read(&self, path: &str) -> Result<String> {
        let path = self.folder.path().join(path);
        fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.rustfmt);
        command
            .args(["--edition", "2024", "--style-edition", "2024"])
            .arg("--config-path")
            .arg(&self.config)
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(super) fn start_in_place(&self, paths: &[&str]) -> Result<Child> {
        start(self.command().args(paths))
    }

    pub(super) fn format_text(&self, text: &str) -> Result<String> {
        let mut child = start(self.command().stdin(Stdio::piped()))?;
        if let Some(mut input) = child.stdin.take() {
            match input.write_all(text.as_bytes()) {
                // rustfmt ended early; its status and messages say why.
                Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
                written => written.context("cannot write to rustfmt")?,
            }
        }
        finish(child)
    }
}

/// Returns the version of rustfmt, for programs that compare it.
///
/// # Errors
/// When rustfmt is not installed or fails.
pub(crate) fn version() -> Result<String> {
    // Most runs need no other answer of rustfmt, and 20 ms to start it.
    if let Some(program) = beside_cargo() {
        return version_of_program(&program);
    }
    let child = start(
        Command::new(rustfmt())
            .arg("--version")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped()),
    )?;
    Ok(finish(child)?.trim_end().to_owned())
}

fn rustfmt() -> OsString {
    beside_cargo().map_or_else(|| "rustfmt".into(), OsString::from)
}

/// The rustfmt of the toolchain that runs this program. Without the proxy of
/// rustup, it starts at once.
fn beside_cargo() -> Option<PathBuf> {
    let cargo = std::env::var_os("CARGO")?;
    let name = format!("rustfmt{}", std::env::consts::EXE_SUFFIX);
    let path = Path::new(&cargo).with_file_name(name);
    path.is_file().then_some(path)
}

fn start(command: &mut Command) -> Result<Child> {
    command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => anyhow!(
            "rustfmt is not installed; generated code is formatted with it\n\
             run `rustup component add rustfmt`"
        ),
        _ => anyhow!("cannot run rustfmt: {error}"),
    })
}

pub(super) fn finish(child: Child) -> Result<String> {
    let output = child.wait_with_output().context("cannot run rustfmt")?;
    if !output.status.success() {
        // The rustup proxy says so if the component is not installed.
        let message = String::from_utf8_lossy(&output.stderr);
        bail!(
            "rustfmt failed on generated code; if it is not installed, run `rustup component add rustfmt`\n{}",
            message.trim_end()
        );
    }
    String::from_utf8(output.stdout).context("rustfmt wrote text that is not UTF-8")
}
