//! The models to compare.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Command;

use ::codegen::Source;
use anyhow::{Context as _, Result, bail};

use crate::Environment;
use crate::codegen::read_model;
use crate::workspace::{self, SelectedModel};

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

/// Two versions of a model.
#[derive(Debug)]
pub(super) struct Versions {
    /// The model of the workspace; `None` for files on the command line.
    pub(super) model: Option<String>,
    /// The module of the client with the types of a data model.
    pub(super) module: Option<String>,
    pub(super) old: Version,
    pub(super) new: Version,
}

/// A version of a model.
#[derive(Debug)]
pub(super) enum Version {
    Model(Input),
    /// The revision with this name does not have the model.
    Missing(String),
}

impl Version {
    /// The display name.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Model(input) => &input.name,
            Self::Missing(revision) => revision,
        }
    }

    /// The model.
    pub(super) fn input(&self) -> Option<&Input> {
        match self {
            Self::Model(input) => Some(input),
            Self::Missing(_) => None,
        }
    }
}

/// Finds the versions to compare. Files are versions of one model; revisions have all
/// models of the workspace, unless `model` names one.
pub(super) fn find(
    (old, new): (&str, Option<&str>),
    model: Option<&Path>,
    environment: &Environment,
) -> Result<Vec<Versions>> {
    let current = &environment.current_dir;
    let is_file = |argument: &str| current.join(argument).is_file();
    let has_file = is_file(old) || new.is_some_and(is_file);
    let models = if has_file {
        vec![workspace::service(environment, model)?]
    } else {
        workspace::selected(environment, model)?
    };
    // A model that a command line names must exist in both versions.
    let is_listed = !has_file && model.is_none();
    let find = |argument: &str, model: &SelectedModel| {
        if is_file(argument) {
            Input::file(&current.join(argument), argument).map(Version::Model)
        } else {
            Input::revision(argument, model, is_listed)
        }
    };
    let versions = models.iter().map(|model| {
        let new = match new {
            Some(new) => find(new, model)?,
            None => Version::Model(Input::working_tree(model)?),
        };
        Ok(Versions {
            model: (!has_file).then(|| model.name.clone()),
            module: model.module.clone(),
            old: find(old, model)?,
            new,
        })
    });
    versions.collect()
}

impl Input {
    fn file(path: &Path, name: &str) -> Result<Self> {
        Ok(Self {
            source: read_model(path, name)?,
            name: name.to_owned(),
            file: Some(name.to_owned()),
        })
    }

    /// Reads the model in the working tree.
    fn working_tree(model: &SelectedModel) -> Result<Self> {
        Ok(Self {
            name: "working tree".to_owned(),
            ..Self::file(&model.path, &model.name)?
        })
    }

    /// Reads the model of a revision.
    fn revision(revision: &str, model: &SelectedModel, may_be_missing: bool) -> Result<Version> {
        let name = &model.name;
        let (Some(folder), Some(file)) = (model.path.parent(), model.path.file_name()) else {
            bail!("`{}` is not the path of a file", model.path.display());
        };
        let git = |arguments: &[&OsStr]| {
            let mut git = Command::new("git");
            git.arg("-C").arg(folder).args(arguments).output().context(
                "cannot run git to read the revision\n\
                 pass two files instead",
            )
        };
        // `./` makes the path relative to the folder.
        let mut object = OsString::from(format!("{revision}:./"));
        object.push(file);
        let blob = git(&["cat-file".as_ref(), "blob".as_ref(), &object])?;
        if blob.status.success() {
            let text = String::from_utf8(blob.stdout)
                .with_context(|| format!("`{name}` at `{revision}` is not UTF-8 text"))?;
            return Ok(Version::Model(Self {
                source: Source::new(format!("{revision}:{name}"), text),
                name: revision.to_owned(),
                file: None,
            }));
        }
        let commit = OsString::from(format!("{revision}^{{commit}}"));
        let verify = ["rev-parse", "--verify", "--quiet", "--end-of-options"].map(OsStr::new);
        if may_be_missing && git(&[&verify[..], &[&commit]].concat())?.status.success() {
            return Ok(Version::Missing(revision.to_owned()));
        }
        let message = String::from_utf8_lossy(&blob.stderr);
        let message = message.lines().next().unwrap_or("nothing");
        let message = message.trim_start_matches("fatal: ");
        let hint = if message.contains("not a git repository") {
            "outside a git repository, pass two files: `cargo xtask diff old.json new.json`"
                .to_owned()
        } else {
            format!(
                "pass the path of a model, or a commit, branch or tag: \
                 `git log --oneline -- {name}` lists the commits that changed it"
            )
        };
        bail!(
            "`{revision}` is neither a file nor a git revision with `{name}` in it\n\
             git says: {message}\n{hint}"
        )
    }
}
