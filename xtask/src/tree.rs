//! A folder of generated files: compares and updates it.
//!
//! Up-to-date files are never written again, writes are atomic, and files that
//! were not generated are never overwritten or removed: in that case, the run
//! fails before it changes anything.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};

/// The suffix of files that are being written.
const PARTIAL: &str = ".xtask-partial";

/// Whether to write files or only compare them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Writes and removes files.
    Write,
    /// Changes nothing.
    Check,
}

/// The status of a file; with [`Mode::Check`], nothing is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// The file was missing.
    Created,
    /// The content differed.
    Updated,
    /// The generator no longer writes it.
    Removed,
    /// The file is up to date.
    Unchanged,
}

/// One file of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The path in the folder, with `/` on every system.
    pub path: String,
    /// Its status.
    pub status: Status,
    /// The old content; empty if it was missing.
    pub before: String,
    /// The new content; empty if it is stale.
    pub after: String,
}

/// Whether every file is up to date.
pub fn is_current(changes: &[Change]) -> bool {
    let unchanged = |change: &Change| change.status == Status::Unchanged;
    changes.iter().all(unchanged)
}

/// The generated files of a folder.
#[derive(Clone, Copy, Debug)]
pub struct Tree<'a> {
    /// The folder.
    pub root: &'a Path,
    /// The subfolders that only contain generated files; other generated files
    /// in them are removed.
    pub owned: &'a [String],
    /// Subfolders that belong to another tree.
    pub excluded: &'a [String],
    /// Texts by path in the folder, with `/`.
    pub files: &'a BTreeMap<String, String>,
}

impl Tree<'_> {
    /// Compares the files with the folder and, with [`Mode::Write`], updates it.
    /// Returns every file, ordered by path.
    ///
    /// # Errors
    /// The folder has files that were not generated, and nothing was changed; or a
    /// file cannot be read, written or removed.
    pub fn reconcile(&self, mode: Mode) -> Result<Vec<Change>> {
        let plan = self.plan()?;
        if mode == Mode::Write {
            self.apply(&plan)?;
        }
        Ok(plan.changes)
    }

    fn plan(&self) -> Result<Plan> {
        let mut plan = Plan::default();
        for (path, text) in self.files {
            match read(&self.root.join(path))? {
                Found::Nothing => plan.add(path, Status::Created, String::new(), text),
                Found::File(bytes) if bytes == text.as_bytes() => {
                    plan.add(path, Status::Unchanged, text.clone(), text);
                }
                Found::File(bytes) if is_generated(&bytes) => {
                    plan.add(path, Status::Updated, lossy(bytes), text);
                }
                Found::File(_) | Found::Other => plan.foreign.push(path.clone()),
            }
        }
        for owned in self.owned {
            self.plan_stale(owned, &mut plan)?;
        }
        if !plan.foreign.is_empty() {
            bail!(foreign_files(self.root, &plan.foreign));
        }
        plan.changes.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(plan)
    }

    /// Finds stale files in an owned folder.
    fn plan_stale(&self, folder: &str, plan: &mut Plan) -> Result<()> {
        let on_disk = self.root.join(folder);
        let entries = match fs::read_dir(&on_disk) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => {
                return Err(error)
                    .with_context(|| format!("cannot list the folder `{}`", on_disk.display()));
            }
        };
        for entry in entries {
            let entry =
                entry.with_context(|| format!("cannot list the folder `{}`", on_disk.display()))?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if self.files.contains_key(&path) || self.excluded.contains(&path) {
                continue;
            }
            // Do not follow links out of the folder.
            let kind = entry
                .file_type()
                .with_context(|| format!("cannot access `{}`", entry.path().display()))?;
            if kind.is_dir() {
                self.plan_stale(&path, plan)?;
            } else if path.ends_with(PARTIAL) {
                plan.partial.push(entry.path());
            } else {
                match read(&entry.path())? {
                    Found::File(bytes) if is_generated(&bytes) => {
                        plan.add(&path, Status::Removed, lossy(bytes), "");
                    }
                    _ => plan.foreign.push(path),
                }
            }
        }
        Ok(())
    }

    fn apply(&self, plan: &Plan) -> Result<()> {
        for change in &plan.changes {
            let path = self.root.join(&change.path);
            match change.status {
                Status::Created | Status::Updated => write(&path, &change.after)?,
                Status::Removed => remove(&path)?,
                Status::Unchanged => {}
            }
        }
        for path in &plan.partial {
            remove(path)?;
        }
        for change in &plan.changes {
            if change.status == Status::Removed {
                self.remove_empty_folders(&change.path);
            }
        }
        Ok(())
    }

    /// Removes empty parent folders of a removed file, below the root.
    fn remove_empty_folders(&self, path: &str) {
        for folder in Path::new(path).ancestors().skip(1) {
            // Folders with files cannot be removed, which ends the loop.
            if folder.as_os_str().is_empty() || fs::remove_dir(self.root.join(folder)).is_err() {
                return;
            }
        }
    }
}

#[derive(Default)]
struct Plan {
    changes: Vec<Change>,
    /// Files that were not generated.
    foreign: Vec<String>,
    /// Partial files of interrupted runs.
    partial: Vec<PathBuf>,
}

impl Plan {
    fn add(&mut self, path: &str, status: Status, before: String, after: &str) {
        let change = Change {
            path: path.to_owned(),
            status,
            before,
            after: after.to_owned(),
        };
        self.changes.push(change);
    }
}

enum Found {
    Nothing,
    File(Vec<u8>),
    /// A folder, link or socket.
    Other,
}

fn read(path: &Path) -> Result<Found> {
    let found = match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => fs::read(path).map(Found::File),
        Ok(_) => Ok(Found::Other),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Found::Nothing),
        Err(error) => Err(error),
    };
    found.with_context(|| format!("cannot read `{}`", path.display()))
}

/// Writes a temporary file and renames it, so that concurrent builds see either
/// the old or the new content.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    let mut partial = OsString::from(path);
    partial.push(PARTIAL);
    let partial = PathBuf::from(partial);
    let written = path
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(&partial, text))
        .and_then(|()| fs::rename(&partial, path));
    written.map_err(|error| {
        // The partial file is useless and may not exist.
        let _ = fs::remove_file(&partial);
        anyhow!(
            "cannot write `{}`: {error}\n\
             check the permissions of the folder and the free space of the disk",
            path.display()
        )
    })
}

/// Replaces the content of a hand-written file; keeps links and permissions.
pub(crate) fn replace(path: &Path, text: &str) -> Result<()> {
    let read = fs::canonicalize(path).and_then(|path| {
        let permissions = fs::metadata(&path)?.permissions();
        Ok((path, permissions))
    });
    let (path, permissions) =
        read.with_context(|| format!("cannot access `{}`", path.display()))?;
    if permissions.readonly() {
        bail!(
            "`{}` is read-only\nmake it writable and run the command again",
            path.display()
        );
    }
    write(&path, text)?;
    fs::set_permissions(&path, permissions)
        .with_context(|| format!("cannot set the permissions of `{}`", path.display()))
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        // The file is already removed.
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(|error| {
            anyhow!(
                "cannot remove `{}`: {error}\ncheck the permissions of its folder",
                path.display()
            )
        }),
    }
}

/// Whether the generator wrote this file. Empty files count as generated.
pub(crate) fn is_generated(bytes: &[u8]) -> bool {
    let first = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    bytes.is_empty() || ::codegen::is_generated(&String::from_utf8_lossy(first))
}

fn lossy(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

fn foreign_files(root: &Path, foreign: &[String]) -> String {
    let mut text = format!("`{}` has files that were not generated:\n", root.display());
    for path in foreign {
        text.push_str(&format!("  {path}\n"));
    }
    text.push_str(
        "nothing was changed; these folders are only for files written by `cargo xtask codegen`\n\
         move or delete these files and run the command again",
    );
    text
}
