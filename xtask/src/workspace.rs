//! Where the workspace is, and what lies where in it.

use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::Place;

/// The model that the client is generated from, from the workspace's root.
pub const MODEL: &str = "model/socialmessaging.json";
/// The client's crate, from the workspace's root.
pub const CLIENT: &str = "generated-client";
/// The crate that generated code calls, from the workspace's root.
pub const RUNTIME: &str = "runtime";

/// The root of the workspace that `inside` lies in: the nearest folder, going
/// up, that holds this very crate.
///
/// # Errors
/// When there is none, which means that the program was started from outside.
pub fn find_root(inside: &Path) -> Result<PathBuf> {
    let inside = std::path::absolute(inside)
        .with_context(|| format!("cannot resolve `{}`", inside.display()))?;
    for folder in inside.ancestors() {
        if folder.join("xtask/Cargo.toml").is_file() {
            return Ok(folder.to_owned());
        }
    }
    bail!(
        "`{}` is not inside the workspace (no folder above it holds `xtask/Cargo.toml`)\n\
         run this as `cargo xtask` from a folder of the checkout",
        inside.display()
    )
}

/// The model that a command line names, else that of the workspace: its path,
/// and what people call it.
pub(crate) fn model(place: &Place, given: Option<&Path>) -> Result<(PathBuf, String)> {
    match given {
        Some(model) => Ok((place.current.join(model), model.display().to_string())),
        None => Ok((find_root(&place.inside)?.join(MODEL), MODEL.to_owned())),
    }
}

/// A path without links and `..`, whether or not there is something at its end.
///
/// # Errors
/// When the path is empty, or the folder that it is relative to is gone.
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

/// How a manifest in `folder` refers to `crate_folder` of the workspace: by a
/// relative path when `folder` is part of the checkout, so that both may move
/// together, and else by an absolute one.
pub fn dependency_path(root: &Path, folder: &Path, crate_folder: &str) -> String {
    match folder.strip_prefix(root) {
        Ok(below) => {
            let up = "../".repeat(below.components().count());
            format!("{up}{crate_folder}")
        }
        // Manifests take forward slashes on every system.
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
    fn the_root_is_found_from_any_folder_below_it() {
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
    fn outside_of_the_workspace_the_error_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let error = find_root(folder.path()).unwrap_err().to_string();
        assert!(error.contains("run this as `cargo xtask`"), "{error}");
    }

    #[test]
    fn paths_are_resolved_as_far_as_they_exist() {
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
    fn a_dependency_inside_the_checkout_is_relative_and_outside_absolute() {
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
