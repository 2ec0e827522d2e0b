//! Results of earlier runs.
//!
//! Each entry is a file with a result. The name is a hash of 128 bits of everything
//! that the result depends on. The folder is beside the program, so `cargo clean`
//! removes it.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher as _};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tempfile::NamedTempFile;

/// The number of entries at which a cache is emptied. A change to an emitter
/// adds one entry of about 10 kB for each generated file.
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
    /// Opens the cache with this name next to the running program.
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
                // Another run is emptying the folder.
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

    /// Returns the key of an input. Different versions have different keys.
    pub(crate) fn key(&self, input: &impl Hash) -> Key {
        let half = |seed: u8| hash(&(seed, &self.version, input));
        Key(half(0) + &half(1))
    }

    /// Returns the result with this key, if an earlier run has computed it.
    pub(crate) fn get(&self, key: &Key) -> Option<String> {
        let mut entry = fs::read_to_string(self.folder.join(&key.0)).ok()?;
        // A file can be incomplete after a crash of the machine.
        let (length, result) = entry.split_once('\n')?;
        if length.parse() != Ok(result.len()) {
            return None;
        }
        Some(entry.split_off(length.len() + 1))
    }

    /// Adds the result with this key.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn insert(&self, key: &Key, result: &str) -> Result<()> {
        let path = self.folder.join(&key.0);
        let write = || -> std::io::Result<()> {
            // Renamed into its place, because other runs may read it.
            let mut file = NamedTempFile::new_in(&self.folder)?;
            write!(file, "{}\n{result}", result.len())?;
            file.persist(&path)?;
            Ok(())
        };
        write().with_context(|| format!("cannot write `{}`", path.display()))
    }
}

/// The name of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key(String);

/// Returns the hash of a value in hexadecimal digits. Only this program can compare
/// it.
pub(crate) fn hash(value: &impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Returns the length and time of a program, which every build changes.
///
/// # Errors
/// The file cannot be accessed.
pub(crate) fn version_of_program(program: &Path) -> Result<String> {
    let metadata = fs::metadata(program);
    let read = metadata.and_then(|metadata| Ok((metadata.len(), metadata.modified()?)));
    let (length, time) = read.with_context(|| format!("cannot access `{}`", program.display()))?;
    Ok(format!("{length} {time:?}"))
}

/// Returns the version of the running program.
///
/// # Errors
/// The program cannot be found or accessed.
pub(crate) fn own_version() -> Result<String> {
    let program = std::env::current_exe().context("cannot find this program")?;
    version_of_program(&program)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(folder: &Path, version: &str) -> Cache {
        Cache::open(folder, version.to_owned(), 3).unwrap()
    }

    #[test]
    fn returns_only_results_of_the_same_version() {
        let folder = tempfile::tempdir().unwrap();
        let cache = open(folder.path(), "1");
        let key = cache.key(&"fn a( ) {}");
        assert_eq!(cache.get(&key), None);
        cache.insert(&key, "fn a() {}\n").unwrap();
        assert_eq!(cache.get(&key).as_deref(), Some("fn a() {}\n"));
        assert_eq!(cache.get(&cache.key(&"fn a(  ) {}")), None);
        let newer = open(folder.path(), "2");
        assert_eq!(newer.get(&newer.key(&"fn a( ) {}")), None);
    }

    #[test]
    fn ignores_damaged_entries() {
        let folder = tempfile::tempdir().unwrap();
        let cache = open(folder.path(), "1");
        let key = cache.key(&"a");
        cache.insert(&key, "b").unwrap();
        for damaged in [&b""[..], b"1", b"1\n", b"1\nbc", b"x\nb", b"1\n\xFF"] {
            fs::write(folder.path().join(&key.0), damaged).unwrap();
            assert_eq!(cache.get(&key), None, "{damaged:?}");
        }
    }

    #[test]
    fn is_emptied_when_it_is_full() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["a", "b", "c", "d"] {
            let cache = open(folder.path(), "1");
            cache.insert(&cache.key(&text), text).unwrap();
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4);
        let cache = open(folder.path(), "1");
        assert_eq!(cache.get(&cache.key(&"a")), None);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
