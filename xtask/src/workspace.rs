//! The paths of the workspace.

use std::io;
use std::path::{Component, Path, PathBuf};

use ::codegen::Module;
use anyhow::{Context as _, Result, bail};

use crate::Environment;

/// The crate of the runtime, relative to the workspace.
pub const RUNTIME: &str = "runtime";

/// Returns the root of the workspace: the nearest ancestor of `inside` with this
/// crate.
///
/// # Errors
/// `inside` is not in the workspace.
pub fn find_root(inside: &Path) -> Result<PathBuf> {
    let inside = std::path::absolute(inside)
        .with_context(|| format!("cannot resolve `{}`", inside.display()))?;
    for folder in inside.ancestors() {
        if folder.join("xtask/Cargo.toml").is_file() {
            return Ok(folder.to_owned());
        }
    }
    bail!(
        "`{}` is not inside the workspace (no parent folder has `xtask/Cargo.toml`)\n\
         run this as `cargo xtask` from a folder of the checkout",
        inside.display()
    )
}

/// A model of the workspace, and its location in a crate.
#[derive(Clone, Debug)]
pub struct ListedModel {
    /// The path, relative to the workspace.
    pub path: String,
    /// The folder of the crate.
    pub package: String,
    /// The module of a data model.
    pub module: Option<Module>,
}

/// Returns the models that the manifest of the workspace lists.
///
/// # Errors
/// The manifest cannot be read, or lists no models.
pub fn models(root: &Path) -> Result<Vec<ListedModel>> {
    let path = root.join("Cargo.toml");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read `{}`", path.display()))?;
    let manifest: toml::Table =
        toml::from_str(&text).with_context(|| format!("cannot parse `{}`", path.display()))?;
    let entries = ["workspace", "metadata", "codegen"]
        .iter()
        .try_fold(&manifest, |table, key| table.get(*key)?.as_table())
        .and_then(|codegen| codegen.get("models")?.as_array());
    let models = entries.into_iter().flatten().map(|entry| {
        let text = |key: &str| Some(entry.get(key)?.as_str()?.to_owned());
        Some(ListedModel {
            path: text("path")?,
            package: text("crate")?,
            module: text("module").map(|name| Module {
                name,
                feature: text("feature"),
            }),
        })
    });
    let models: Option<Vec<ListedModel>> = models.collect();
    models.filter(|models| !models.is_empty()).with_context(|| {
        format!(
            "`{}` does not list the models of the workspace\n\
             add a table `[[workspace.metadata.codegen.models]]` with `path` and `crate` for \
             each, and with `module` for a model without a service",
            path.display()
        )
    })
}

/// A model that a command reads.
#[derive(Clone, Debug)]
pub(crate) struct SelectedModel {
    pub(crate) path: PathBuf,
    /// The name in messages.
    pub(crate) name: String,
    /// The module of a data model of the workspace.
    pub(crate) module: Option<String>,
}

impl SelectedModel {
    /// The model at a path on the command line.
    pub(crate) fn given(environment: &Environment, model: &Path) -> Self {
        Self {
            path: environment.current_dir.join(model),
            name: model.display().to_string(),
            module: None,
        }
    }
}

/// Returns the requested model, or all models of the workspace.
pub(crate) fn selected(
    environment: &Environment,
    given: Option<&Path>,
) -> Result<Vec<SelectedModel>> {
    if let Some(model) = given {
        return Ok(vec![SelectedModel::given(environment, model)]);
    }
    let root = find_root(&environment.manifest_dir)?;
    let models = models(&root)?.into_iter();
    let models = models.map(|listed| SelectedModel {
        path: root.join(&listed.path),
        name: listed.path,
        module: listed.module.map(|module| module.name),
    });
    Ok(models.collect())
}

/// Returns the requested model, or the first model of the workspace with a
/// service.
pub(crate) fn service(environment: &Environment, given: Option<&Path>) -> Result<SelectedModel> {
    let models = selected(environment, given)?.into_iter();
    let mut services = models.filter(|model| model.module.is_none());
    services
        .next()
        .context("no model of the workspace has a service: pass the path of a model")
}

/// Resolves links and `..` in a path that may not exist.
///
/// # Errors
/// The path is empty, or the current directory does not exist.
pub(crate) fn resolved(path: &Path) -> io::Result<PathBuf> {
    let mut found = PathBuf::new();
    for component in std::path::absolute(path)?.components() {
        if component == Component::ParentDir {
            found.pop();
            continue;
        }
        found.push(component);
        if let Ok(real) = found.canonicalize() {
            found = real;
        }
    }
    Ok(found)
}

/// Returns the path from a manifest in `folder` to a crate of the workspace:
/// relative if `folder` is in the checkout, otherwise absolute.
pub fn dependency_path(root: &Path, folder: &Path, crate_folder: &str) -> String {
    match folder.strip_prefix(root) {
        Ok(below) => {
            let up = "../".repeat(below.components().count());
            format!("{up}{crate_folder}")
        }
        // Manifests use forward slashes on every system.
        Err(_) => root
            .join(crate_folder)
            .display()
            .to_string()
            .replace('\\', "/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_root_from_any_folder_below_it() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir_all(root.join("xtask")).unwrap();
        std::fs::create_dir_all(root.join("runtime/src/deep")).unwrap();
        std::fs::write(root.join("xtask/Cargo.toml"), "").unwrap();
        for inside in [
            root.to_owned(),
            root.join("xtask"),
            root.join("runtime/src/deep"),
        ] {
            assert_eq!(find_root(&inside).unwrap(), root, "{}", inside.display());
        }
    }

    #[test]
    fn explains_how_to_run_outside_the_workspace() {
        let folder = tempfile::tempdir().unwrap();
        let error = find_root(folder.path()).unwrap_err().to_string();
        assert!(error.contains("run this as `cargo xtask`"), "{error}");
    }

    #[test]
    fn resolves_paths_that_do_not_exist() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("checkout/clients")).unwrap();
        for (path, expected) in [
            ("checkout", "checkout"),
            ("checkout/../omics", "omics"),
            ("checkout/clients/./../../new/omics", "new/omics"),
            ("new/../checkout", "checkout"),
        ] {
            assert_eq!(
                resolved(&root.join(path)).unwrap(),
                root.join(expected),
                "{path}"
            );
        }
        assert!(resolved(Path::new("")).is_err());
    }

    #[test]
    fn uses_relative_dependencies_inside_the_checkout() {
        let root = Path::new("/checkout");
        for (folder, path) in [
            ("/checkout/omics", "../runtime"),
            ("/checkout/clients/omics", "../../runtime"),
            ("/elsewhere/omics", "/checkout/runtime"),
        ] {
            assert_eq!(
                dependency_path(root, Path::new(folder), RUNTIME),
                path,
                "{folder}"
            );
        }
    }
}
