//! Models with protocol tests: where they are, and several files as one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ::codegen::Case;
use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::{Place, codegen};

/// Smithy's own compliance tests for the protocol.
const OFFICIAL: &str = "restjson1-protocol-tests.json";

/// A model whose tests are run.
pub(super) struct TestModel {
    /// The name, also of the crate.
    pub(super) name: String,
    /// The file that is generated from.
    pub(super) path: PathBuf,
    /// The folder of the crate.
    pub(super) folder: PathBuf,
    /// Its tests.
    pub(super) cases: Vec<Case>,
}

/// The official tests: in the folder that the environment names, or beside the
/// checkout.
pub(super) fn official(root: &Path, place: &Place) -> Result<PathBuf> {
    let beside = root.join("../shared/smithy");
    let folders = place.test_models.iter().chain(std::iter::once(&beside));
    let found = folders
        .map(|folder| folder.join(OFFICIAL))
        .find(|file| file.is_file());
    found.with_context(|| {
        format!(
            "there is no `{OFFICIAL}` here\n\
             name a model, or set SMITHY_TEST_MODELS to the folder that holds this file; \
             tests/models has tests of this project's own"
        )
    })
}

/// Reads a model; a folder's files are put together in `scratch`.
pub(super) fn read(path: &Path, scratch: &Path) -> Result<TestModel> {
    let stem = path.file_stem().unwrap_or(path.as_os_str());
    let name = package_name(&stem.to_string_lossy());
    ensure!(
        !name.is_empty(),
        "`{}` has no name to call a crate by",
        path.display()
    );
    let folder = scratch.join(&name);
    let path = if path.is_dir() {
        let file = scratch.join(format!("{name}.json"));
        let text = joined(path)?;
        fs::create_dir_all(scratch)
            .and_then(|()| fs::write(&file, text))
            .with_context(|| format!("cannot write `{}`", file.display()))?;
        file
    } else {
        path.to_owned()
    };
    let source = codegen::read_model(&path, &path.display().to_string())?;
    Ok(TestModel {
        cases: ::codegen::cases(&source),
        name,
        path,
        folder,
    })
}

/// The text with what a package's name may hold.
fn package_name(stem: &str) -> String {
    let allowed = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let name: String = stem.chars().map(allowed).collect();
    let name = name.trim_matches('-').to_ascii_lowercase();
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("model-{name}")
    } else {
        name
    }
}

/// The JSON files of a folder as one model, as Smithy puts them together: a
/// shape stands in one of them.
fn joined(folder: &Path) -> Result<String> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .with_context(|| format!("cannot list `{}`", folder.display()))?;
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "json")
    });
    files.sort();
    // The text of each shape as it stands there, with all digits of numbers.
    let mut shapes: BTreeMap<String, Box<RawValue>> = BTreeMap::new();
    for file in &files {
        let named = || format!("cannot read the model `{}`", file.display());
        let text = fs::read_to_string(file).with_context(named)?;
        let model: BTreeMap<String, Box<RawValue>> =
            serde_json::from_str(&text).with_context(named)?;
        let own = model.get("shapes").map_or("{}", |shapes| shapes.get());
        let own: BTreeMap<String, Box<RawValue>> = serde_json::from_str(own).with_context(named)?;
        for (id, shape) in own {
            if let Some(id) = shapes.contains_key(&id).then_some(&id) {
                bail!(
                    "`{}` defines the shape `{id}`, which another file of the folder defines already",
                    file.display()
                );
            }
            shapes.insert(id, shape);
        }
    }
    ensure!(
        !shapes.is_empty(),
        "no JSON file in `{}` defines a shape",
        folder.display()
    );
    let shapes: Vec<String> = shapes
        .iter()
        .map(|(id, shape)| format!("{}: {shape}", Value::from(id.as_str())))
        .collect();
    Ok(format!(
        "{{\n\"smithy\": \"2.0\",\n\"shapes\": {{\n{}\n}}\n}}\n",
        shapes.join(",\n")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_named_like_their_models() {
        for (stem, name) in [
            ("restjson1-protocol-tests", "restjson1-protocol-tests"),
            ("Book Shop", "book-shop"),
            ("2024-01-01", "model-2024-01-01"),
            ("…", ""),
        ] {
            assert_eq!(package_name(stem), name);
        }
    }

    #[test]
    fn files_of_a_folder_are_one_model() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write(
            "a.json",
            r#"{"smithy": "2.0", "shapes": {"a#A": {"b": 1e99, "a": 12345678901234567890123}}}"#,
        );
        write("b.json", r#"{"smithy": "2.0", "shapes": {"b#B": {}}}"#);
        write("README.md", "not a model");
        let expected = r#"{
"smithy": "2.0",
"shapes": {
"a#A": {"b": 1e99, "a": 12345678901234567890123},
"b#B": {}
}
}
"#;
        assert_eq!(joined(folder.path()).unwrap(), expected);
        write("c.json", r#"{"smithy": "2.0", "shapes": {"a#A": {}}}"#);
        let error = joined(folder.path()).unwrap_err().to_string();
        assert!(error.contains("`a#A`"), "{error}");
    }
}
