//! The outputs of earlier runs of `codegen`.
//!
//! A run remembers the hash of each file that it generates. If the next one has the
//! same model and options, and the files on disk have these hashes, it generates
//! nothing. A new build of this program starts afresh.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use codegen::{Options, Source};

use crate::cache::{Cache, hash};

/// The generated files of a model, and the recursion limit that they need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Output {
    /// The texts by path.
    pub(crate) files: BTreeMap<String, String>,
    /// See [`codegen::Outcome::recursion_limit`].
    pub(crate) recursion_limit: Option<usize>,
}

/// The memory of the output of one model.
pub(crate) struct Earlier {
    cache: Cache,
    input: String,
}

impl Earlier {
    /// Opens the memory for a model and options.
    ///
    /// # Errors
    /// The cache cannot be opened, or this program not be found.
    pub(crate) fn open(source: &Source, options: &Options) -> Result<Self> {
        Ok(Self {
            cache: Cache::beside_program("codegen", version()?)?,
            input: format!("{options:?}\n{}", source.text),
        })
    }

    /// Returns the output of the model if it is in this folder already.
    pub(crate) fn find(&self, root: &Path) -> Option<Output> {
        let listing = self.cache.get(&self.input)?;
        let mut lines = listing.lines();
        let recursion_limit = match lines.next()? {
            "none" => None,
            limit => Some(limit.parse().ok()?),
        };
        let mut files = BTreeMap::new();
        for line in lines {
            let (known, path) = line.split_once(' ')?;
            let text = fs::read_to_string(root.join(path)).ok()?;
            if hash(&text) != known {
                return None;
            }
            files.insert(path.to_owned(), text);
        }
        Some(Output {
            files,
            recursion_limit,
        })
    }

    /// Remembers the output of the model.
    ///
    /// # Errors
    /// The cache cannot be written.
    pub(crate) fn remember(&self, output: &Output) -> Result<()> {
        let mut listing = match output.recursion_limit {
            None => "none\n".to_owned(),
            Some(limit) => format!("{limit}\n"),
        };
        for (path, text) in &output.files {
            listing.push_str(&format!("{} {path}\n", hash(text)));
        }
        self.cache.insert(&self.input, &listing)
    }
}

/// The length and time of this program, which every build changes.
fn version() -> Result<String> {
    let program = std::env::current_exe().context("cannot find this program")?;
    let metadata = fs::metadata(&program);
    let read = metadata.and_then(|metadata| Ok((metadata.len(), metadata.modified()?)));
    let (length, time) = read.with_context(|| format!("cannot access `{}`", program.display()))?;
    Ok(format!("{length} {time:?}"))
}

#[cfg(test)]
mod tests {
    use codegen::{Scope, Unsupported};

    use super::*;

    fn open(model: &str, scope: Scope) -> Earlier {
        let options = Options {
            scope,
            model_path: "model.json".to_owned(),
            unsupported: Unsupported::Refused,
            modules: Vec::new(),
        };
        Earlier::open(&Source::new("model.json", model), &options).unwrap()
    }

    fn output(files: &[(&str, &str)], recursion_limit: Option<usize>) -> Output {
        let files = files.iter();
        Output {
            files: files
                .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
                .collect(),
            recursion_limit,
        }
    }

    #[test]
    fn finds_the_output_of_the_same_model_and_options_only() {
        // The model of no other test.
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
        for limit in [None, Some(512)] {
            let written = output(&[("src/a.rs", "a"), ("src/b c.rs", "b")], limit);
            earlier.remember(&written).unwrap();
            assert_eq!(earlier.find(folder.path()), Some(written));
        }
        for (other, scope) in [
            ("\"another model\"", Scope::Sources),
            (model, Scope::Module("m".to_owned())),
        ] {
            assert_eq!(open(other, scope).find(folder.path()), None);
        }
        text("src/a.rs", "edited");
        assert_eq!(earlier.find(folder.path()), None);
        fs::remove_file(folder.path().join("src/a.rs")).unwrap();
        assert_eq!(earlier.find(folder.path()), None);
    }
}
