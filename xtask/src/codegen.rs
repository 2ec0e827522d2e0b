//! From a model on disk to a client on disk.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ::codegen::{Diagnostics, Options, Outcome, Scope, Source, Unsupported};
use anyhow::{Context as _, Result, anyhow, bail};

use crate::rustfmt;
use crate::tree::{self, Change, Tree};
use crate::workspace;

pub use crate::tree::Mode;

/// The folders of a client crate that belong to the generator alone.
const OWNED: &[&str] = &["src/generated", "tests/catalogue", "tests/protocol"];

/// What to generate from, and where to.
#[derive(Clone, Debug)]
pub struct Target {
    /// The model to read.
    pub model: PathBuf,
    /// The model as diagnostics name it.
    pub model_name: String,
    /// The crate to write into.
    pub out: PathBuf,
    /// The crate as messages name it.
    pub label: String,
    /// The command that brings the crate in line with the model.
    pub command: String,
    options: Options,
}

impl Target {
    /// The client of this workspace; `root` is the workspace's.
    pub fn client(root: &Path) -> Self {
        Self {
            model: root.join(workspace::MODEL),
            model_name: workspace::MODEL.to_owned(),
            out: root.join(workspace::CLIENT),
            label: workspace::CLIENT.to_owned(),
            command: "cargo xtask codegen".to_owned(),
            options: Options {
                model_path: workspace::MODEL.to_owned(),
                scope: Scope::Sources,
                unsupported: Unsupported::Refused,
            },
        }
    }

    /// The same model and folder, with this command to bring them in line.
    #[must_use]
    pub fn with_command(mut self, name: &str) -> Self {
        self.command = self.command.replacen("codegen", name, 1);
        self
    }

    /// The same without the operations that use something unsupported.
    #[must_use]
    pub fn skipping_unsupported(mut self) -> Self {
        self.command.push_str(" --skip-unsupported");
        self.options.unsupported = Unsupported::Skipped;
        self
    }

    /// A crate of its own for another model. Both paths are taken from
    /// `current`, as a shell would.
    ///
    /// # Errors
    /// When a path is empty or has no last part to name the crate by.
    pub fn new_crate(root: &Path, current: &Path, model: &Path, out: &Path) -> Result<Self> {
        let resolved = |path: &Path| {
            workspace::resolved(path)
                .with_context(|| format!("cannot resolve `{}`", path.display()))
        };
        let (root, absolute) = (resolved(root)?, resolved(&current.join(out))?);
        let Some(name) = absolute.file_name() else {
            bail!(
                "`{}` cannot hold a crate: give a folder with a name",
                out.display()
            );
        };
        // Only the file's name: the text of a crate must not depend on the
        // folder from which it was generated.
        let model_path = model
            .file_name()
            .unwrap_or(model.as_os_str())
            .to_string_lossy();
        Ok(Self {
            model: current.join(model),
            model_name: model.display().to_string(),
            label: out.display().to_string(),
            command: format!(
                "cargo xtask codegen --model {} --out {}",
                shell_word(&model.display().to_string()),
                shell_word(&out.display().to_string())
            ),
            options: Options {
                model_path: model_path.into_owned(),
                scope: Scope::Crate {
                    name: name.to_string_lossy().into_owned(),
                    runtime: workspace::dependency_path(&root, &absolute, workspace::RUNTIME),
                },
                unsupported: Unsupported::Refused,
            },
            out: absolute,
        })
    }
}

/// What came of a run.
#[derive(Debug)]
pub struct Report {
    /// What there is to say about the model.
    pub diagnostics: Diagnostics,
    /// Every file and what was done with it; none when the model has errors,
    /// because then nothing is generated.
    pub changes: Option<Vec<Change>>,
}

impl Report {
    /// Whether the client was in line with the model before the run.
    pub fn is_current(&self) -> bool {
        let changes = self.changes.as_ref();
        changes.is_some_and(|changes| tree::is_current(changes))
    }
}

/// Generates from the target's model, and compares with or writes to its
/// folder. The command line, CI and the drift test all come through here.
///
/// # Errors
/// When the model cannot be read, when the folder holds files that were not
/// generated, or when a file cannot be read or written. Mistakes in the model
/// are no error of this function: they are in the report.
pub fn run(target: &Target, mode: Mode) -> Result<Report> {
    run_observed(target, mode, &mut |_| {})
}

/// Like [`run`], and calls the observer with the name of each stage that has
/// finished.
///
/// # Errors
/// As with [`run`].
pub fn run_observed(
    target: &Target,
    mode: Mode,
    on_stage_finished: &mut dyn FnMut(&str),
) -> Result<Report> {
    let source = read_model(&target.model, &target.model_name)?;
    let mut outcome = ::codegen::generate_observed(&source, &target.options, &mut |stage| {
        on_stage_finished(&stage.to_string());
    });
    if let Some(files) = &mut outcome.files {
        if target.options.scope != Scope::Sources {
            refuse_foreign_folder(target)?;
        }
        rustfmt::format(&mut files.0)?;
        on_stage_finished("rustfmt");
    }
    bring(target, outcome, OWNED, mode)
}

/// Writes the API reference of the target's model, or compares it with what
/// is there: the folder `docs` of the target's folder.
///
/// # Errors
/// As with [`run`].
pub fn document(target: &Target, mode: Mode) -> Result<Report> {
    let source = read_model(&target.model, &target.model_name)?;
    let outcome = ::codegen::document(&source, &target.options.model_path);
    bring(target, outcome, &["docs"], mode)
}

/// Brings the folders that are the generator's own in line with what was
/// generated.
fn bring(target: &Target, outcome: Outcome, owned: &[&str], mode: Mode) -> Result<Report> {
    if let Some(defect) = outcome.defect {
        bail!("the generator failed on a model without errors, which is a bug in it: {defect}");
    }
    let Some(files) = outcome.files else {
        return Ok(Report {
            diagnostics: outcome.diagnostics,
            changes: None,
        });
    };
    let tree = Tree {
        root: &target.out,
        owned,
        files: &files.0,
    };
    let changes = tree.reconcile(mode)?;
    Ok(Report {
        diagnostics: outcome.diagnostics,
        changes: Some(changes),
    })
}

/// Reads a model; `name` is what diagnostics call it.
///
/// # Errors
/// When the file is missing, unreadable or not UTF-8.
pub fn read_model(path: &Path, name: &str) -> Result<Source> {
    let bytes = fs::read(path).map_err(|error| unreadable(name, &error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        anyhow!(
            "the model `{name}` is not UTF-8 text, from byte {place} on\n\
             have the editor save it as UTF-8"
        )
    })?;
    Ok(Source::new(name, text))
}

/// Why a model cannot be read, and what to do.
fn unreadable(name: &str, error: &std::io::Error) -> anyhow::Error {
    let model = workspace::MODEL;
    match error.kind() {
        ErrorKind::NotFound => anyhow!(
            "there is no file `{name}`\n\
             give the path of a Smithy 2.0 model in its JSON form, or none for `{model}`"
        ),
        ErrorKind::IsADirectory => anyhow!(
            "`{name}` is a folder, and the model a file\n\
             give the path of a Smithy 2.0 model in its JSON form, or none for `{model}`"
        ),
        _ => anyhow!("cannot read the model `{name}`: {error}\nsee that you may read the file"),
    }
}

/// A whole crate goes into a folder that is empty or missing, or that an
/// earlier run has made: its manifest says so.
fn refuse_foreign_folder(target: &Target) -> Result<()> {
    let is_empty = match fs::read_dir(&target.out) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == ErrorKind::NotFound => true,
        Err(error) if error.kind() == ErrorKind::NotADirectory => bail!(
            "`{}` is a file, and a crate a folder\n\
             give `--out` a folder that is new or empty",
            target.label
        ),
        Err(error) => bail!(
            "cannot list the folder `{}`: {error}\nsee that you may read it",
            target.label
        ),
    };
    let is_own = || {
        fs::read(target.out.join("Cargo.toml"))
            .is_ok_and(|bytes| !bytes.is_empty() && tree::is_generated(&bytes))
    };
    if is_empty || is_own() {
        return Ok(());
    }
    bail!(
        "`{}` is not empty, and its Cargo.toml was not written by `cargo xtask codegen`\n\
         nothing was changed; give `--out` a folder that is new or empty",
        target.label
    )
}

/// The word as a POSIX shell reads it back.
fn shell_word(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+=:,@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mending_command_can_be_pasted() {
        for (word, quoted) in [
            ("models/omics.json", "models/omics.json"),
            ("my models/omics.json", "'my models/omics.json'"),
            ("it's.json", r"'it'\''s.json'"),
            ("", "''"),
        ] {
            assert_eq!(shell_word(word), quoted);
        }
    }
}
