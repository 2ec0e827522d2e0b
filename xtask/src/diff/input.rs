//! The models to compare.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use ::codegen::Source;
use anyhow::{Context as _, Result, anyhow, bail};

use crate::codegen::read_model;

/// A model and its origin.
#[derive(Debug)]
pub(super) struct Input {
    /// The text and the name for diagnostics.
    pub(super) source: Source,
    /// The display name: a path, a revision, or the working tree.
    pub(super) name: String,
    /// The file in the working tree, for annotations; `None` for a revision.
    pub(super) file: Option<String>,
}

impl Input {
    /// Resolves an argument: a file with this name, or a revision of the model.
    pub(super) fn find(
        argument: &str,
        current: &Path,
        model: &Path,
        model_name: &str,
    ) -> Result<Self> {
        let path = current.join(argument);
        if path.is_file() {
            return Self::file(&path, argument);
        }
        let found = Self::revision(argument, model, model_name)?;
        found.map_err(|message| {
            let hint = if message.contains("not a git repository") {
                "outside of a git repository, give two files: `cargo xtask diff old.json new.json`"
                    .to_owned()
            } else {
                format!(
                    "give the path of a model, or a commit, branch or tag: \
                     `git log --oneline -- {model_name}` lists the commits that changed it"
                )
            };
            anyhow!(
                "`{argument}` is neither a file nor a git revision with `{model_name}` in it\n\
                 git says: {message}\n{hint}"
            )
        })
    }

    fn file(path: &Path, name: &str) -> Result<Self> {
        Ok(Self {
            source: read_model(path, name)?,
            name: name.to_owned(),
            file: Some(name.to_owned()),
        })
    }

    /// Reads the model in the working tree.
    pub(super) fn working_tree(model: &Path, model_name: &str) -> Result<Self> {
        Ok(Self {
            name: "working tree".to_owned(),
            ..Self::file(model, model_name)?
        })
    }

    /// Reads the model of a revision, or returns the message of git.
    fn revision(
        revision: &str,
        model: &Path,
        model_name: &str,
    ) -> Result<std::result::Result<Self, String>> {
        let (folder, file) = match (model.parent(), model.file_name()) {
            (Some(folder), Some(file)) => (folder, file),
            _ => bail!("`{}` is not the path of a file", model.display()),
        };
        // `./` makes the path relative to the folder.
        let mut object = OsString::from(format!("{revision}:./"));
        object.push(file);
        let output = Command::new("git")
            .arg("-C")
            .arg(folder)
            .args(["cat-file", "blob"])
            .arg(object)
            .output()
            .context("cannot run git to read the revision\ngive two files instead")?;
        if !output.status.success() {
            let message = String::from_utf8_lossy(&output.stderr);
            let message = message.lines().next().unwrap_or("nothing");
            return Ok(Err(message.trim_start_matches("fatal: ").to_owned()));
        }
        let text = String::from_utf8(output.stdout)
            .with_context(|| format!("`{model_name}` at `{revision}` is not UTF-8 text"))?;
        Ok(Ok(Self {
            source: Source::new(format!("{revision}:{model_name}"), text),
            name: revision.to_owned(),
            file: None,
        }))
    }
}
