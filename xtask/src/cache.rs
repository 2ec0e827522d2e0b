//! Results of earlier runs.
//!
//! Each entry is a file with an input and its result. The name is a hash of the
//! input, which is compared in full: a collision costs time, but never gives a wrong
//! result. The folder is beside the program, so `cargo clean` removes it.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher as _};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tempfile::NamedTempFile;

/// The number of entries at which a cache is emptied. A change of an emitter adds
/// one entry of about 10 kB for each generated file.
const MAX_ENTRIES: usize = 8192;

/// Whether a run may use the results of earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reuse {
    Allowed,
    Never,
}

/// A folder of results, for one version of the function that computes them.
pub(crate) struct Cache {
    folder: PathBuf,
    version: String,
}

impl Cache {
    /// Opens the cache with this name beside the running program.
    ///
    /// # Errors
    /// The folder cannot be created or emptied.
    pub(crate) fn beside_program(name: &str, version: String) -> Result<Self> {
        let program = std::env::current_exe().context("cannot find the folder of this program")?;
        let folder = program.with_file_name("xtask-cache").join(name);
        Self::open(&folder, version, MAX_ENTRIES)
    }

    fn open(folder: &Path, version: String, most: usize) -> Result<Self> {
        let context = || format!("cannot prepare the folder `{}`", folder.display());
        fs::create_dir_all(folder).with_context(context)?;
        if fs::read_dir(folder).with_context(context)?.count() > most {
            match fs::remove_dir_all(folder) {
                // Another run empties it.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                removed => removed.with_context(context)?,
            }
            fs::create_dir_all(folder).with_context(context)?;
        }
        Ok(Self {
            folder: folder.to_owned(),
            version,
        })
    }

    /// Returns the result of this input, if an earlier run has computed it.
    pub(crate) fn get(&self, input: &str) -> Option<String> {
        let mut entry = fs::read_to_string(self.path(input)).ok()?;
        let head = self.head(input);
        entry
            .strip_prefix(&head)
            .is_some_and(|rest| rest.starts_with(input))
            .then(|| entry.split_off(head.len() + input.len()))
    }

    /// Adds the result of an input.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn insert(&self, input: &str, result: &str) -> Result<()> {
        let path = self.path(input);
        let write = || -> std::io::Result<()> {
            // Renamed into its place, because other runs may read it.
            let mut file = NamedTempFile::new_in(&self.folder)?;
            for part in [&self.head(input), input, result] {
                file.write_all(part.as_bytes())?;
            }
            file.persist(&path)?;
            Ok(())
        };
        write().with_context(|| format!("cannot write `{}`", path.display()))
    }

    fn path(&self, input: &str) -> PathBuf {
        self.folder.join(hash(&(&self.version, input)))
    }

    /// The version of the function, and the length of the input.
    fn head(&self, input: &str) -> String {
        format!("{}\n{}\n", self.version, input.len())
    }
}

/// Returns the hash of a value in hexadecimal digits. Only this program can compare
/// it.
pub(crate) fn hash(value: &impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(folder: &Path, version: &str) -> Cache {
        Cache::open(folder, version.to_owned(), 3).unwrap()
    }

    #[test]
    fn returns_results_of_the_same_version_only() {
        let folder = tempfile::tempdir().unwrap();
        let cache = open(folder.path(), "1");
        assert_eq!(cache.get("fn a( ) {}"), None);
        cache.insert("fn a( ) {}", "fn a() {}\n").unwrap();
        assert_eq!(cache.get("fn a( ) {}").as_deref(), Some("fn a() {}\n"));
        assert_eq!(cache.get("fn a(  ) {}"), None);
        assert_eq!(open(folder.path(), "2").get("fn a( ) {}"), None);
    }

    #[test]
    fn ignores_entries_of_another_input_and_damaged_entries() {
        let folder = tempfile::tempdir().unwrap();
        let cache = open(folder.path(), "1");
        cache.insert("a", "b").unwrap();
        let entry = cache.path("a");
        for damaged in [
            &b""[..],
            b"1\n",
            b"1\n1\n",
            b"1\n1\nx",
            b"2\n1\nab",
            b"\xFF",
        ] {
            fs::write(&entry, damaged).unwrap();
            assert_eq!(cache.get("a"), None, "{damaged:?}");
        }
    }

    #[test]
    fn is_emptied_when_it_is_full() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["a", "b", "c", "d"] {
            open(folder.path(), "1").insert(text, text).unwrap();
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4);
        let cache = open(folder.path(), "1");
        assert_eq!(cache.get("a"), None);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
