//! The outputs of earlier runs of `codegen`.
//!
//! A run stores the hash of each file that it generates. If the next run has
//! the same model and options, and the files on disk have these hashes, it
//! generates nothing, and does not even read the model if that had no
//! diagnostics. A new build of this program discards the hashes.

use std::fs;
use std::path::Path;

use anyhow::Result;
use codegen::{Diagnostics, Files, Generation, Options, Source, Unsupported};

use crate::cache::{Cache, Key, hash, own_version};

/// The placeholder for the recursion limit of a model with diagnostics.
const READ_AGAIN: &str = "?";

/// The stored hashes of the files of one model.
pub(crate) struct Earlier {
    cache: Cache,
    key: Key,
    source: Source,
    unsupported: Unsupported,
}

impl Earlier {
    /// Opens the stored hashes for a model and options.
    ///
    /// # Errors
    /// The cache cannot be opened, or this program cannot be found.
    pub(crate) fn open(source: &Source, options: &Options) -> Result<Self> {
        let cache = Cache::beside_program("codegen", own_version()?)?;
        Ok(Self {
            key: cache.key(&(format!("{options:?}"), &source.text)),
            cache,
            source: source.clone(),
            unsupported: options.unsupported,
        })
    }

    /// Returns the generation of the model if its files are in this folder already.
    pub(crate) fn find(&self, root: &Path) -> Option<Generation> {
        let listing = self.cache.get(&self.key)?;
        let mut files = Files::default();
        let mut lines = listing.lines();
        let limit = lines.next()?;
        for line in lines {
            let (known, path) = line.split_once(' ')?;
            let text = fs::read_to_string(root.join(path)).ok()?;
            if hash(&text) != known {
                return None;
            }
            files.0.insert(path.to_owned(), text);
        }
        let (diagnostics, recursion_limit) = if limit == READ_AGAIN {
            let (model, diagnostics) = codegen::read(&self.source, self.unsupported);
            let limit = model.as_ref().and_then(codegen::recursion_limit);
            (diagnostics, limit)
        } else {
            (Diagnostics::none(&self.source), limit.parse().ok())
        };
        Some(Generation {
            files: Some(files),
            diagnostics,
            defect: None,
            recursion_limit,
        })
    }

    /// Stores the generation of the model, if it has files. Diagnostics are not
    /// stored: a model with diagnostics is read again.
    ///
    /// # Errors
    /// The cache cannot be written.
    pub(crate) fn remember(&self, generation: &Generation) -> Result<()> {
        let Some(files) = &generation.files else {
            return Ok(());
        };
        let mut listing = match generation.recursion_limit {
            _ if !generation.diagnostics.is_empty() => READ_AGAIN.to_owned(),
            Some(limit) => limit.to_string(),
            None => String::new(),
        };
        listing.push('\n');
        for (path, text) in files.iter() {
            listing.push_str(&format!("{} {path}\n", hash(&text)));
        }
        self.cache.insert(&self.key, &listing)
    }
}

#[cfg(test)]
mod tests {
    use codegen::Scope;

    use super::*;

    fn open(model: &str, scope: Scope) -> Earlier {
        let options = Options {
            scope,
            model_path: "model.json".to_owned(),
            unsupported: Unsupported::Rejected,
            modules: Vec::new(),
        };
        Earlier::open(&Source::new("model.json", model), &options).unwrap()
    }

    fn files(files: &[(&str, &str)]) -> Files {
        let files = files.iter();
        Files(
            files
                .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn finds_only_the_files_of_the_same_model_and_options() {
        // A model that no other test uses.
        let model = "\"finds_the_output\"";
        let folder = tempfile::tempdir().unwrap();
        let text = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        text("src/a.rs", "a");
        text("src/b c.rs", "b");
        let earlier = open(model, Scope::Sources);
        let written = files(&[("src/a.rs", "a"), ("src/b c.rs", "b")]);
        let generation = Generation {
            files: Some(written.clone()),
            diagnostics: Diagnostics::none(&Source::new("model.json", model)),
            defect: None,
            recursion_limit: Some(256),
        };
        earlier.remember(&generation).unwrap();
        let found = earlier.find(folder.path()).unwrap();
        assert_eq!(found.files, Some(written));
        assert_eq!(found.recursion_limit, Some(256));
        for (other, scope) in [
            ("\"another model\"", Scope::Sources),
            (model, Scope::Module("m".to_owned())),
        ] {
            assert!(open(other, scope).find(folder.path()).is_none());
        }
        text("src/a.rs", "edited");
        assert!(earlier.find(folder.path()).is_none());
        fs::remove_file(folder.path().join("src/a.rs")).unwrap();
        assert!(earlier.find(folder.path()).is_none());
    }
}
