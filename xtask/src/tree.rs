//! A folder of generated files: compared with what was generated, and brought
//! in line with it.
//!
//! What never happens here: a file is written that is already right, a file is
//! seen half-written by anybody, a file is overwritten or removed that the
//! generator did not write, or anything is changed when one of these would.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};

/// Ends the name of a file that is being written.
const PARTIAL: &str = ".xtask-partial";

/// Whether to bring the files in line, or only to say how they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Writes and removes what has to be.
    Write,
    /// Touches nothing.
    Check,
}

/// What is, or with [`Mode::Check`] would be, done with one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It was missing.
    Created,
    /// It held something else.
    Updated,
    /// It is no longer generated.
    Removed,
    /// It is as it should be, and was left alone.
    Unchanged,
}

/// One file of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// From the folder, with `/` on every system.
    pub path: String,
    /// What is done with it.
    pub status: Status,
    /// What it held; empty when it was missing.
    pub before: String,
    /// What it should hold; empty when it goes.
    pub after: String,
}

/// Whether every file is as it should be.
pub fn is_current(changes: &[Change]) -> bool {
    let unchanged = |change: &Change| change.status == Status::Unchanged;
    changes.iter().all(unchanged)
}

/// Files that belong into one folder.
#[derive(Clone, Copy, Debug)]
pub struct Tree<'a> {
    /// The folder.
    pub root: &'a Path,
    /// Folders inside it, with `/`, in which nothing else may be: what is
    /// there and not in `files` is removed.
    pub owned: &'a [&'a str],
    /// Text by path from the root, with `/`.
    pub files: &'a BTreeMap<String, String>,
}

impl Tree<'_> {
    /// Compares the files with the folder and, with [`Mode::Write`], makes the
    /// folder hold them. Returns every file once, in the order of their paths.
    ///
    /// # Errors
    /// When a file is in the way whose first line does not say that it is
    /// generated, before anything was changed; or when a file cannot be read,
    /// written or removed.
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
            bail!(refusal(self.root, &plan.foreign));
        }
        plan.changes.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(plan)
    }

    /// Finds what is in an owned folder and is not generated any more.
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
            if self.files.contains_key(&path) {
                continue;
            }
            // A link is not followed: what it points at is not ours.
            let kind = entry
                .file_type()
                .with_context(|| format!("cannot look at `{}`", entry.path().display()))?;
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

    /// Removes the folders that a removed file has left empty, up to and
    /// without the root.
    fn remove_empty_folders(&self, path: &str) {
        for folder in Path::new(path).ancestors().skip(1) {
            // A folder that is not empty refuses to go, and so ends the climb.
            if folder.as_os_str().is_empty() || fs::remove_dir(self.root.join(folder)).is_err() {
                return;
            }
        }
    }
}

#[derive(Default)]
struct Plan {
    changes: Vec<Change>,
    /// Files that are in the way and are not the generator's.
    foreign: Vec<String>,
    /// What an interrupted run has left.
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
    /// A folder, a link, a socket: something that is never generated.
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

/// Writes beside the file and renames, so that a reader, a build that runs at
/// the same time among them, sees the old text or the new one.
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
        // What was written of it is of no use, and may not be there at all.
        let _ = fs::remove_file(&partial);
        anyhow!(
            "cannot write `{}`: {error}\n\
             see that the folder can be made or exists, that you may write to it, and that the disk \
             is not full",
            path.display()
        )
    })
}

/// Writes a file that people edit, so that it stays what it was: a link leads
/// to where it led, and the permissions are those that it had.
pub(crate) fn replace(path: &Path, text: &str) -> Result<()> {
    let read = fs::canonicalize(path).and_then(|path| {
        let permissions = fs::metadata(&path)?.permissions();
        Ok((path, permissions))
    });
    let (path, permissions) =
        read.with_context(|| format!("cannot look at `{}`", path.display()))?;
    if permissions.readonly() {
        bail!(
            "`{}` may not be written\nmake it writable and run the command again",
            path.display()
        );
    }
    write(&path, text)?;
    fs::set_permissions(&path, permissions)
        .with_context(|| format!("cannot set the permissions of `{}`", path.display()))
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        // Gone is what it was to be.
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(|error| {
            anyhow!(
                "cannot remove `{}`: {error}\nsee that you may write to its folder",
                path.display()
            )
        }),
    }
}

/// Whether the generator wrote this file. An empty one counts: nobody's work
/// is in it.
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

fn refusal(root: &Path, foreign: &[String]) -> String {
    let mut text = format!("`{}` has files that were not generated:\n", root.display());
    for path in foreign {
        text.push_str(&format!("  {path}\n"));
    }
    text.push_str(
        "nothing was changed; every file there is written by `cargo xtask codegen`, and its first line says so\n\
         move these files elsewhere, or delete them, and run the command again",
    );
    text
}
