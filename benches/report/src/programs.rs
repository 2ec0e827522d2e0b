//! The programs of the benchmarks, in the same folder as this one.

use std::env;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, ensure};

/// The client under test, the official SDK, and the floor.
pub(crate) const OURS: &str = "ours";
pub(crate) const OFFICIAL: &str = "official";
pub(crate) const FLOOR: &str = "floor";

/// The folder and the names of the programs.
pub(crate) struct Programs {
    folder: PathBuf,
    names: Vec<&'static str>,
}

impl Programs {
    /// Finds the programs, which must be built.
    pub(crate) fn new(names: &[&'static str]) -> anyhow::Result<Self> {
        let folder = env::current_exe()?;
        let folder = folder.parent().context("a program without a folder")?;
        for name in names.iter().chain(&["server"]) {
            ensure!(
                folder.join(name).is_file(),
                "{name} is not built; run scripts/bench"
            );
        }
        Ok(Self {
            folder: folder.to_owned(),
            names: names.to_vec(),
        })
    }

    /// The names of the clients.
    pub(crate) fn names(&self) -> &[&'static str] {
        &self.names
    }

    /// The path of a program.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Runs a program and returns its numbers.
    pub(crate) fn run(&self, name: &str, arguments: &[&str]) -> anyhow::Result<Vec<f64>> {
        let output = Command::new(self.path(name)).args(arguments).output()?;
        ensure!(
            output.status.success(),
            "{name} {arguments:?} failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let text = String::from_utf8(output.stdout)?;
        let numbers = text.split_whitespace().map(str::parse);
        Ok(numbers.collect::<Result<_, _>>()?)
    }

    /// Starts the server.
    pub(crate) fn server(&self, arguments: &[&str]) -> anyhow::Result<Server> {
        let mut process = Command::new(self.path("server"))
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()?;
        let output = process.stdout.take().context("a server without output")?;
        let mut url = String::new();
        BufReader::new(output).read_line(&mut url)?;
        url.truncate(url.trim_end().len());
        Ok(Server { process, url })
    }
}

/// A running server. Dropping it stops the process.
pub(crate) struct Server {
    process: Child,
    /// Its address.
    pub(crate) url: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
