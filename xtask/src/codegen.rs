//! Generates a client from a model on disk.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ::codegen::{
    Diagnostics, Generation, Module, Options, RuntimeSource, Scope, Source, Unsupported,
};
use anyhow::{Context as _, Result, anyhow, bail};
use semver::VersionReq;

use crate::cache::Reuse;
use crate::drafts::FinalTexts;
use crate::earlier::Earlier;
use crate::tree::{self, Change, Tree};
use crate::workspace;

pub use crate::tree::Mode;

/// The folders of a client crate that only contain generated sources. The first
/// has a subfolder for each data model.
const SOURCES: &[&str] = &["src/generated", "tests/catalogue", "tests/protocol"];
/// The folders of the API reference, the first with a subfolder for each data model.
const REFERENCE: &[&str] = &["docs"];

/// The source and destination of a run.
#[derive(Clone, Debug)]
pub struct Target {
    /// The model to read.
    pub model: PathBuf,
    /// The name of the model in diagnostics.
    pub model_name: String,
    /// The crate to write into.
    pub out: PathBuf,
    /// The name of the crate in messages.
    pub label: String,
    /// The command that updates the crate.
    pub command: String,
    options: Options,
    reuse: Reuse,
}

/// The folders for generated files of one model.
struct Folders {
    /// The folders; other generated files in them are removed.
    owned: Vec<String>,
    /// Subfolders that belong to other models.
    excluded: Vec<String>,
}

impl Target {
    /// Returns a target for each model of the workspace `root`.
    ///
    /// # Errors
    /// The manifest of the workspace does not list its models.
    pub fn of_workspace(root: &Path) -> Result<Vec<Self>> {
        let models = workspace::models(root)?;
        let targets = models.iter().map(|listed| {
            let siblings = models.iter().filter(|one| one.package == listed.package);
            let modules: Vec<Module> = siblings.filter_map(|one| one.module.clone()).collect();
            Self {
                model: root.join(&listed.path),
                model_name: listed.path.clone(),
                out: root.join(&listed.package),
                label: listed.package.clone(),
                command: "cargo xtask codegen".to_owned(),
                options: Options {
                    model_path: listed.path.clone(),
                    scope: match &listed.module {
                        Some(module) => Scope::Module(module.name.clone()),
                        None => Scope::Sources,
                    },
                    unsupported: Unsupported::Rejected,
                    modules,
                },
                reuse: Reuse::Allowed,
            }
        });
        Ok(targets.collect())
    }

    /// Replaces the command.
    #[must_use]
    pub fn with_command(mut self, name: &str) -> Self {
        self.command = self.command.replacen("codegen", name, 1);
        self
    }

    /// Sets whether to skip unsupported operations.
    #[must_use]
    pub fn skipping_unsupported(mut self, skip: bool) -> Self {
        if skip {
            self.command.push_str(" --skip-unsupported");
            self.options.unsupported = Unsupported::Skipped;
        }
        self
    }

    /// Makes a whole crate depend on a published version of the runtime, if
    /// there is one, instead of the path of this workspace's.
    #[must_use]
    pub fn with_runtime_version(mut self, version: Option<&VersionReq>) -> Self {
        if let (Some(version), Scope::Crate { runtime, .. }) = (version, &mut self.options.scope) {
            let version = version.to_string();
            let word = shell_word(&version);
            self.command.push_str(&format!(" --runtime-version {word}"));
            *runtime = RuntimeSource::Version(version);
        }
        self
    }

    /// Sets whether to repeat the work of earlier runs.
    #[must_use]
    pub fn repeating_all(mut self, repeat: bool) -> Self {
        if repeat {
            self.reuse = Reuse::Never;
        }
        self
    }

    /// Returns a new crate for another model. Both paths are relative to `current`.
    ///
    /// # Errors
    /// A path is empty, or has no last component from which to name the crate.
    pub fn new_crate(root: &Path, current: &Path, model: &Path, out: &Path) -> Result<Self> {
        let resolved = |path: &Path| {
            workspace::resolved(path)
                .with_context(|| format!("cannot resolve `{}`", path.display()))
        };
        let (root, absolute) = (resolved(root)?, resolved(&current.join(out))?);
        let Some(name) = absolute.file_name() else {
            bail!(
                "`{}` cannot contain a crate: pass a folder with a name",
                out.display()
            );
        };
        // Only the file name: the text of a crate must not depend on the current
        // folder.
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
                    runtime: RuntimeSource::Path(workspace::dependency_path(
                        &root,
                        &absolute,
                        workspace::RUNTIME,
                    )),
                },
                unsupported: Unsupported::Rejected,
                modules: Vec::new(),
            },
            out: absolute,
            reuse: Reuse::Allowed,
        })
    }

    /// Returns the part of these folders of the crate that belongs to this model.
    fn folders(&self, of_crate: &[&str]) -> Folders {
        let of_module = |module: &str| {
            let first = of_crate.first();
            first.map(|folder| format!("{folder}/{module}"))
        };
        match &self.options.scope {
            Scope::Module(module) => Folders {
                owned: of_module(module).into_iter().collect(),
                excluded: Vec::new(),
            },
            Scope::Sources | Scope::Crate { .. } => Folders {
                owned: of_crate.iter().map(|&folder| folder.to_owned()).collect(),
                excluded: {
                    let modules = self.options.modules.iter();
                    modules
                        .filter_map(|module| of_module(&module.name))
                        .collect()
                },
            },
        }
    }
}

/// The diagnostics and the changes to files of a run.
#[derive(Debug)]
pub struct FilesReport {
    /// The diagnostics of the model.
    pub diagnostics: Diagnostics,
    /// Every file with its status; `None` if the model has errors.
    pub changes: Option<Vec<Change>>,
}

impl FilesReport {
    /// Whether the client was up to date before the run.
    pub fn is_current(&self) -> bool {
        let changes = self.changes.as_ref();
        changes.is_some_and(|changes| tree::is_current(changes))
    }
}

/// Generates the files of a target, and writes or compares them. The command line,
/// CI and the drift test all call this.
///
/// # Errors
/// The model cannot be read, the folder has files that were not generated, or a
/// file cannot be read or written. Errors of the model are in the report.
pub fn run(target: &Target, mode: Mode) -> Result<FilesReport> {
    run_observed(target, mode, &mut |_| {})
}

/// Like [`run`], but calls the observer with the name of each finished stage.
///
/// # Errors
/// See [`run`].
pub fn run_observed(
    target: &Target,
    mode: Mode,
    on_stage_finished: &mut dyn FnMut(&str),
) -> Result<FilesReport> {
    let source = read_model(&target.model, &target.model_name)?;
    let earlier = Earlier::open(&source, &target.options)?;
    let found = match target.reuse {
        Reuse::Allowed => earlier.find(&target.out),
        Reuse::Never => None,
    };
    let generation = match found {
        Some(generation) => generation,
        None => generate(target, &source, on_stage_finished)?,
    };
    if generation.files.is_some() {
        match (&target.options.scope, generation.recursion_limit) {
            (Scope::Crate { .. }, _) => reject_foreign_folder(target)?,
            (Scope::Sources, Some(limit)) => expect_recursion_limit(target, limit)?,
            (Scope::Sources, None) | (Scope::Module(_), _) => {}
        }
    }
    earlier.remember(&generation)?;
    reconcile(target, generation, SOURCES, mode)
}

/// Generates the files of a target.
fn generate(
    target: &Target,
    source: &Source,
    on_stage_finished: &mut dyn FnMut(&str),
) -> Result<Generation> {
    let texts = FinalTexts::open(target.reuse)?;
    let (mut generation, formatted) = texts.format(|drafts| {
        ::codegen::generate_drafts(source, &target.options, drafts, &mut |stage| {
            on_stage_finished(&stage.to_string());
        })
    });
    on_stage_finished("format");
    texts.finish(&mut generation, formatted)?;
    on_stage_finished("rustfmt");
    Ok(generation)
}

/// Writes or compares the API reference of a target: the folder `docs`, or the
/// folder of a data model inside it.
///
/// # Errors
/// See [`run`].
pub fn document(target: &Target, mode: Mode) -> Result<FilesReport> {
    let source = read_model(&target.model, &target.model_name)?;
    let generation = ::codegen::document(&source, &target.options);
    reconcile(target, generation, REFERENCE, mode)
}

/// Updates or compares the part of these folders that belongs to the model.
fn reconcile(
    target: &Target,
    generation: Generation,
    of_crate: &[&str],
    mode: Mode,
) -> Result<FilesReport> {
    if let Some(defect) = generation.defect {
        bail!("the generator failed on a model without errors, which is a bug in it: {defect}");
    }
    let Some(files) = generation.files else {
        return Ok(FilesReport {
            diagnostics: generation.diagnostics,
            changes: None,
        });
    };
    let Folders { owned, excluded } = target.folders(of_crate);
    let tree = Tree {
        root: &target.out,
        owned: &owned,
        excluded: &excluded,
        files: &files.0,
    };
    let changes = tree.reconcile(mode)?;
    Ok(FilesReport {
        diagnostics: generation.diagnostics,
        changes: Some(changes),
    })
}

/// Reads a model; `name` is its name in diagnostics.
///
/// # Errors
/// The file is missing, unreadable or not UTF-8.
pub fn read_model(path: &Path, name: &str) -> Result<Source> {
    let bytes = fs::read(path).map_err(|error| unreadable(name, &error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        anyhow!(
            "the model `{name}` is not UTF-8 text, from byte {place} on\n\
             save it as UTF-8 in the editor"
        )
    })?;
    Ok(Source::new(name, text))
}

/// Explains why a model cannot be read.
fn unreadable(name: &str, error: &std::io::Error) -> anyhow::Error {
    match error.kind() {
        ErrorKind::NotFound => anyhow!(
            "file not found: `{name}`\n\
             pass the path of a Smithy 2.0 model in JSON, or no path for the models of the \
             workspace"
        ),
        ErrorKind::IsADirectory => anyhow!(
            "`{name}` is a folder, not a model file\n\
             pass the path of a Smithy 2.0 model in JSON, or no path for the models of the \
             workspace"
        ),
        _ => anyhow!("cannot read the model `{name}`: {error}\ncheck the permissions of the file"),
    }
}

/// Rejects a folder that is neither new, empty, nor generated by an earlier run
/// (according to its manifest).
fn reject_foreign_folder(target: &Target) -> Result<()> {
    let is_empty = match fs::read_dir(&target.out) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == ErrorKind::NotFound => true,
        Err(error) if error.kind() == ErrorKind::NotADirectory => bail!(
            "`{}` is a file, not a folder for a crate\n\
             pass `--out` a new or empty folder",
            target.label
        ),
        Err(error) => bail!(
            "cannot list the folder `{}`: {error}\ncheck its permissions",
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
         nothing was changed; pass `--out` a new or empty folder",
        target.label
    )
}

/// Checks that the hand-written root of a crate sets the recursion limit that its
/// generated sources need. They cannot set it themselves.
fn expect_recursion_limit(target: &Target, limit: usize) -> Result<()> {
    let path = target.out.join("src/lib.rs");
    let root = match fs::read_to_string(&path) {
        Ok(root) => root,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => bail!("cannot read `{}`: {error}", path.display()),
    };
    let found = root.lines().find_map(|line| {
        let value = line.trim_start().strip_prefix("#![recursion_limit")?;
        value.split('"').nth(1)?.parse::<usize>().ok()
    });
    if found.is_some_and(|found| found >= limit) {
        return Ok(());
    }
    let current = match found {
        Some(found) => format!("the limit of {found} in"),
        None => "Rust's default limit for".to_owned(),
    };
    bail!(
        "the types of `{}` are too deep for {current} `{}/src/lib.rs`\n\
         nothing was changed; put `#![recursion_limit = \"{limit}\"]` at the top of that file, and \
         of programs that send futures of the client to other threads",
        target.model_name,
        target.label
    )
}

/// Quotes a word for a POSIX shell.
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

    /// A model with a chain of structures.
    fn chain(length: usize) -> String {
        let structures = (0..length).map(|index| {
            let target = match index + 1 {
                next if next < length => format!("a#S{next}"),
                _ => "smithy.api#String".to_owned(),
            };
            format!(
                r#""a#S{index}": {{"type": "structure", "members": {{"m": {{"target": "{target}"}}}}}}"#
            )
        });
        let structures: Vec<String> = structures.collect();
        let service = r#"{"smithy": "2.0", "shapes": {
            "a#A": {"type": "service", "version": "1", "operations": [{"target": "a#Get"}],
                "traits": {"aws.protocols#restJson1": {}, "aws.auth#sigv4": {"name": "a"},
                    "aws.api#service": {"sdkId": "A"}}},
            "a#Get": {"type": "operation", "input": {"target": "a#GetInput"},
                "output": {"target": "smithy.api#Unit"},
                "traits": {"smithy.api#http": {"method": "POST", "uri": "/"}}},
            "a#GetInput": {"type": "structure", "members": {"m": {"target": "a#S0"}}},"#;
        format!("{service}\n{}}}}}", structures.join(",\n"))
    }

    #[test]
    fn deep_types_need_a_limit_in_the_root_of_the_crate() {
        let folder = tempfile::tempdir().unwrap();
        let model = folder.path().join("model.json");
        let manifest = "[[workspace.metadata.codegen.models]]\n\
                        path = \"model.json\"\ncrate = \"client\"\n";
        fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
        let target = Target::of_workspace(folder.path()).unwrap().remove(0);
        let root = target.out.join("src/lib.rs");
        fs::create_dir_all(root.parent().unwrap()).unwrap();
        for (length, text, expected) in [
            (5, "mod generated;", None),
            (70, "mod generated;", Some("Rust's default limit for")),
            (
                70,
                "#![recursion_limit = \"256\"]",
                Some("the limit of 256 in"),
            ),
            (70, "//! Docs.\n#![recursion_limit = \"512\"]", None),
        ] {
            fs::write(&model, chain(length)).unwrap();
            fs::write(&root, text).unwrap();
            let result = run(&target, Mode::Write);
            assert_eq!(result.is_err(), expected.is_some(), "{length} {result:?}");
            assert_eq!(
                target.out.join("src/generated").exists(),
                expected.is_none()
            );
            if let Some(expected) = expected {
                let message = result.unwrap_err().to_string();
                let advice = "put `#![recursion_limit = \"512\"]` at the top";
                assert!(
                    message.contains(expected) && message.contains(advice),
                    "{message}"
                );
            } else {
                fs::remove_dir_all(target.out.join("src/generated")).unwrap();
            }
        }
    }

    #[test]
    fn the_suggested_command_can_be_pasted() {
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
