//! Where the two models come from.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use ::codegen::Source;
use anyhow::{Context as _, Result, anyhow, bail};

use crate::codegen::read_model;

/// A model and where it was found.
#[derive(Debug)]
pub(super) struct Input {
    /// The text, under the name by which diagnostics call it.
    pub(super) source: Source,
    /// What people call it: a path, a revision, or the working tree.
    pub(super) name: String,
    /// The file in the working tree, for annotations of its lines; `None` for
    /// a revision.
    pub(super) file: Option<String>,
}

impl Input {
    /// What the command line means by `argument`: the file of this name if
    /// there is one, else a revision of the model.
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
        found.map_err(|said| {
            let hint = if said.contains("not a git repository") {
                "outside of a git repository, name two files: `cargo xtask diff old.json new.json`"
                    .to_owned()
            } else {
                format!(
                    "give the path of a model, or a commit, branch or tag: \
                     `git log --oneline -- {model_name}` lists the commits that changed it"
                )
            };
            anyhow!(
                "`{argument}` is neither a file nor a git revision with `{model_name}` in it\n\
                 git says: {said}\n{hint}"
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

    /// The model as it is on disk.
    pub(super) fn working_tree(model: &Path, model_name: &str) -> Result<Self> {
        Ok(Self {
            name: "working tree".to_owned(),
            ..Self::file(model, model_name)?
        })
    }

    /// The model as it was committed, or what git says when it has none.
    fn revision(
        revision: &str,
        model: &Path,
        model_name: &str,
    ) -> Result<std::result::Result<Self, String>> {
        let (folder, file) = match (model.parent(), model.file_name()) {
            (Some(folder), Some(file)) => (folder, file),
            _ => bail!("`{}` is no path of a file", model.display()),
        };
        // `./` makes git look from the folder, wherever the repository starts.
        let mut object = OsString::from(format!("{revision}:./"));
        object.push(file);
        let output = Command::new("git")
            .arg("-C")
            .arg(folder)
            .args(["cat-file", "blob"])
            .arg(object)
            .output()
            .context("cannot run git, which has the model of a revision\nname two files instead")?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let said = said.lines().next().unwrap_or("nothing");
            return Ok(Err(said.trim_start_matches("fatal: ").to_owned()));
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
