//! The clients: installation and execution.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

use super::checks::{self, Check, Suite};

/// A third-party client.
pub(super) struct Client {
    /// The name in the report, and of the folder.
    pub(super) name: &'static str,
    /// The checks of these versions.
    pub(super) suite: Suite,
    /// The versions to try, in order.
    versions: &'static [&'static str],
    install: fn(&Path, &str) -> Result<()>,
    /// The program in the folder, and the script in `xtask/interop`.
    program: &'static str,
    script: &'static str,
}

pub(super) const ALL: &[Client] = &[
    Client {
        name: "boto3",
        suite: Suite::First,
        versions: &["1.38.23"],
        install: install_boto3,
        program: "bin/python",
        script: "boto3_client.py",
    },
    Client {
        name: "boto3-2026",
        suite: Suite::All,
        versions: &["1.44.8"],
        install: install_boto3,
        program: "bin/python",
        script: "boto3_client.py",
    },
    Client {
        name: "aws-sdk-socialmessaging",
        suite: Suite::First,
        versions: &["1.21.0"],
        install: |folder, version| build_rust(folder, version, &[]),
        program: "target/debug/rust-client",
        script: "rust_client",
    },
    Client {
        name: "aws-sdk-socialmessaging-2026",
        suite: Suite::All,
        versions: &["1.81.0"],
        install: |folder, version| build_rust(folder, version, &["--features", "added"]),
        program: "target/debug/rust-client",
        script: "rust_client",
    },
    Client {
        name: "@aws-sdk/client-socialmessaging",
        suite: Suite::First,
        versions: &["3.812.0", "3.999.0"],
        install: |folder, version| {
            install_npm(folder, &[("@aws-sdk/client-socialmessaging", version)])
        },
        program: "node",
        script: "javascript_client.mjs",
    },
    Client {
        name: "@aws-sdk/client-socialmessaging-2026",
        // The newest version does not have the API of November 2026 yet.
        suite: Suite::Flows,
        versions: &["3.1069.0"],
        install: |folder, version| {
            install_npm(folder, &[("@aws-sdk/client-socialmessaging", version)])
        },
        program: "node",
        script: "javascript_client.mjs",
    },
    Client {
        name: "whatsapp-api-js",
        suite: Suite::Messages,
        versions: &["6.3.0"],
        install: |folder, version| {
            install_npm(
                folder,
                &[("whatsapp-api-js", version), ("typescript", "5.9.3")],
            )
        },
        program: "node",
        script: "messages/client.mjs",
    },
];

/// The result of a client.
pub(super) enum ClientOutcome {
    /// The client cannot be installed, for this reason.
    NotRun(String),
    /// The checks ran.
    Run {
        version: &'static str,
        checks: Vec<Check>,
    },
}

impl ClientOutcome {
    /// Returns the checks that ran.
    pub(super) fn checks(&self) -> &[Check] {
        match self {
            Self::NotRun(_) => &[],
            Self::Run { checks, .. } => checks,
        }
    }

    pub(super) fn passed(&self) -> usize {
        match self {
            Self::NotRun(_) => 0,
            Self::Run { checks, .. } => checks.len() - self.failed(),
        }
    }

    pub(super) fn failed(&self) -> usize {
        match self {
            Self::NotRun(_) => 0,
            Self::Run { checks, .. } => checks
                .iter()
                .filter(|check| check.problem.is_some())
                .count(),
        }
    }
}

impl Client {
    /// Installs the first available version and returns it.
    pub(super) fn install(&self, folder: &Path) -> Result<&'static str> {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
        let mut problem = None;
        for version in self.versions {
            match (self.install)(folder, version) {
                Ok(()) => return Ok(version),
                Err(error) => problem = Some(error),
            }
        }
        match problem {
            Some(problem) => Err(problem),
            None => bail!("no version is listed"),
        }
    }

    /// Runs all checks, with these variables in the environment of the program.
    pub(super) fn check(
        &self,
        root: &Path,
        folder: &Path,
        version: &'static str,
        variables: &[(&'static str, OsString)],
    ) -> Result<ClientOutcome> {
        let inside = folder.join(self.program);
        let program = if inside.exists() {
            inside
        } else {
            self.program.into()
        };
        let output = Command::new(&program)
            .arg(root.join("xtask/interop").join(self.script))
            .current_dir(folder)
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .env_remove("AWS_SESSION_TOKEN")
            .env_remove("AWS_PROFILE")
            .output()
            .with_context(|| format!("cannot run {}", program.display()))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let mut checks = checks::read(&text, self.suite);
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            let last = errors.lines().last().unwrap_or("no output");
            checks.push(Check {
                name: "the script".to_owned(),
                problem: Some(last.to_owned()),
            });
        }
        Ok(ClientOutcome::Run { version, checks })
    }
}

fn install_boto3(folder: &Path, version: &str) -> Result<()> {
    let python = folder.join("bin/python");
    if !python.exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
    }
    let package = format!("boto3=={version}");
    run(Command::new(python).args(["-m", "pip", "install", "--quiet", &package]))
}

/// Installs packages with their versions.
fn install_npm(folder: &Path, packages: &[(&str, &str)]) -> Result<()> {
    let manifest = folder.join("package.json");
    if !manifest.exists() {
        std::fs::write(&manifest, "{\"private\": true}\n")
            .with_context(|| format!("cannot write {}", manifest.display()))?;
    }
    let packages = packages.iter();
    let packages = packages.map(|(name, version)| format!("{name}@{version}"));
    let install = ["install", "--no-audit", "--no-fund", "--loglevel=error"];
    run(Command::new("npm")
        .args(install)
        .args(packages)
        .current_dir(folder))
}

/// Builds a copy of the program with a version of the SDK. The copy keeps the
/// sources unchanged.
fn build_rust(folder: &Path, version: &str, arguments: &[&str]) -> Result<()> {
    const PINNED: &str = "version = \"=1.21.0\"";
    let manifest = include_str!("../../interop/rust_client/Cargo.toml");
    ensure!(
        manifest.contains(PINNED),
        "the manifest of the program does not contain {PINNED}"
    );
    let manifest = manifest.replace(PINNED, &format!("version = \"={version}\""));
    std::fs::create_dir_all(folder.join("src"))?;
    for (path, text) in [
        ("Cargo.toml", manifest.as_str()),
        (
            "src/added.rs",
            include_str!("../../interop/rust_client/src/added.rs"),
        ),
        (
            "src/main.rs",
            include_str!("../../interop/rust_client/src/main.rs"),
        ),
        (
            "src/support.rs",
            include_str!("../../interop/rust_client/src/support.rs"),
        ),
    ] {
        std::fs::write(folder.join(path), text)?;
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let build = ["build", "--quiet", "--target-dir", "target"];
    run(Command::new(cargo)
        .args(build)
        .args(arguments)
        .current_dir(folder))
}

/// Returns the line of an output that names the cause: the first one with
/// `error`, because programs end with advice, or else the last line.
fn cause(output: &str) -> &str {
    let mut lines = output.trim().lines();
    let is_error = |line: &&str| line.to_ascii_lowercase().contains("error");
    let first = lines.clone().find(is_error);
    first.or_else(|| lines.next_back()).unwrap_or("no output")
}

/// Runs a command. If it fails, the error contains the line of its output that
/// names the cause.
fn run(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .with_context(|| format!("cannot run {program}"))?;
    if output.status.success() {
        return Ok(());
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    bail!("{program} failed: {}", cause(&errors))
}
