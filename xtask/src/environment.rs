//! The directories and exit codes of a command.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The exit code of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// Success.
    Ok = 0,
    /// A check found differences, or the model has errors.
    Failed = 1,
    /// The command line is invalid, or a file cannot be read or written.
    Unusable = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// The directories of a command.
#[derive(Clone, Debug)]
pub struct Environment {
    /// The base of relative paths on the command line.
    pub current_dir: PathBuf,
    /// A directory inside the workspace: `CARGO_MANIFEST_DIR`, or the current
    /// directory without cargo.
    pub manifest_dir: PathBuf,
    /// The target directory of cargo (`CARGO_TARGET_DIR`), if it is not `target`
    /// in the workspace.
    pub target_dir: Option<PathBuf>,
    /// The directory with Smithy's test models (`SMITHY_TEST_MODELS`).
    pub test_models: Option<PathBuf>,
}

impl Environment {
    pub(crate) fn from_process() -> std::io::Result<Self> {
        let current = std::env::current_dir()?;
        let inside = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        Ok(Self {
            manifest_dir: inside.unwrap_or_else(|| current.clone()),
            target_dir: std::env::var_os("CARGO_TARGET_DIR").map(|path| current.join(path)),
            test_models: std::env::var_os("SMITHY_TEST_MODELS").map(|path| current.join(path)),
            current_dir: current,
        })
    }

    /// Returns the target directory for the workspace with this root.
    pub(crate) fn target_dir(&self, root: &Path) -> PathBuf {
        self.target_dir
            .clone()
            .unwrap_or_else(|| root.join("target"))
    }
}
