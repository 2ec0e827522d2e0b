//! Models with protocol tests: where they are, and several files as one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ::codegen::model::TestKind;
use ::codegen::{Case, Position, Source, case_positions};
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::{Place, codegen};

/// Smithy's own compliance tests for the protocol.
const OFFICIAL: &str = "restjson1-protocol-tests.json";

/// A model whose tests are run.
pub(super) struct TestModel {
    /// The name, also of the crate.
    pub(super) name: String,
    /// The file or folder as people know it.
    pub(super) label: String,
    /// The file that is generated from, and its name in diagnostics.
    pub(super) path: PathBuf,
    pub(super) path_name: String,
    /// The folder of the crate.
    pub(super) folder: PathBuf,
    /// Its tests.
    pub(super) cases: Vec<Case>,
    /// Where they stand.
    pub(super) places: Places,
    /// Files with tests that somebody has written for the crate.
    pub(super) written: Vec<PathBuf>,
}

impl TestModel {
    /// Puts the tests that are written for the crate beside the generated ones.
    pub(super) fn add_written_tests(&self) -> Result<()> {
        let tests = self.folder.join("tests");
        let cannot = |file: &Path| format!("cannot write `{}`", file.display());
        fs::create_dir_all(&tests).with_context(|| cannot(&tests))?;
        // Those of an earlier run may have gone.
        for old in files(&tests, "rs", &tests.display().to_string())? {
            fs::remove_file(&old).with_context(|| cannot(&old))?;
        }
        for file in &self.written {
            let copy = tests.join(file.file_name().unwrap_or_default());
            fs::copy(file, &copy).with_context(|| cannot(&copy))?;
        }
        Ok(())
    }
}

/// The files and places of tests, by kind and id.
pub(super) type Places = BTreeMap<(TestKind, String), (String, Position)>;

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
pub(super) fn read(path: &Path, label: &str, scratch: &Path) -> Result<TestModel> {
    let stem = path.file_stem().unwrap_or(path.as_os_str());
    let name = package_name(&stem.to_string_lossy());
    ensure!(
        !name.is_empty(),
        "`{label}` has no name to call a crate by\ngive its file or folder a name with letters"
    );
    let folder = scratch.join(&name);
    let mut written = Vec::new();
    let (source, path, places) = if path.is_dir() {
        let parts = parts(path, label)?;
        written = files(path, "rs", label)?;
        let file = scratch.join(format!("{name}.json"));
        let text = joined(&parts, label)?;
        fs::create_dir_all(scratch)
            .and_then(|()| fs::write(&file, &text))
            .with_context(|| format!("cannot write `{}`", file.display()))?;
        let source = Source::new(file.display().to_string(), text);
        (source, file, parts.iter().flat_map(places).collect())
    } else {
        let source = codegen::read_model(path, label)?;
        let places = places(&source).collect();
        (source, path.to_owned(), places)
    };
    Ok(TestModel {
        cases: ::codegen::cases(&source),
        name,
        label: label.to_owned(),
        path,
        path_name: source.path,
        folder,
        places,
        written,
    })
}

fn places(source: &Source) -> impl Iterator<Item = ((TestKind, String), (String, Position))> {
    let places = case_positions(source).into_iter();
    places.map(|(case, position)| (case, (source.path.clone(), position)))
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

/// The JSON files of a folder, by name.
fn parts(folder: &Path, label: &str) -> Result<Vec<Source>> {
    let files = files(folder, "json", label)?;
    let files = files.iter().map(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        codegen::read_model(file, &format!("{}/{name}", label.trim_end_matches('/')))
    });
    files.collect()
}

/// The files of a folder whose names end in this, by name.
fn files(folder: &Path, extension: &str, label: &str) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .with_context(|| format!("cannot list `{label}`"))?;
    files.retain(|file| file.extension().is_some_and(|found| found == extension));
    files.sort();
    Ok(files)
}

/// Files as one model, as Smithy puts them together: a shape stands in one of
/// them.
fn joined(parts: &[Source], label: &str) -> Result<String> {
    // The text of each shape as it stands there, with all digits of numbers.
    let mut shapes: BTreeMap<String, Box<RawValue>> = BTreeMap::new();
    for Source { path, text } in parts {
        let named = || format!("`{path}` is no model\n`cargo xtask validate {path}` shows where");
        let model: BTreeMap<String, Box<RawValue>> =
            serde_json::from_str(text).with_context(named)?;
        let own = model.get("shapes").map_or("{}", |shapes| shapes.get());
        let own: BTreeMap<String, Box<RawValue>> = serde_json::from_str(own).with_context(named)?;
        for (id, shape) in own {
            ensure!(
                !shapes.contains_key(&id),
                "`{path}` defines the shape `{id}`, which another file of the folder defines already\n\
                 remove it from one of them, or rename it"
            );
            shapes.insert(id, shape);
        }
    }
    ensure!(
        !shapes.is_empty(),
        "no JSON file in `{label}` defines a shape\n\
         give the path of a model in Smithy's JSON form, or of a folder with its files"
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
        let part = |name: &str, text: &str| Source::new(format!("models/{name}"), text);
        let mut parts = vec![
            part(
                "a.json",
                r#"{"smithy": "2.0", "shapes": {"a#A": {"b": 1e99, "a": 12345678901234567890123}}}"#,
            ),
            part("b.json", r#"{"smithy": "2.0", "shapes": {"b#B": {}}}"#),
        ];
        let expected = r#"{
"smithy": "2.0",
"shapes": {
"a#A": {"b": 1e99, "a": 12345678901234567890123},
"b#B": {}
}
}
"#;
        assert_eq!(joined(&parts, "models").unwrap(), expected);
        parts.push(part(
            "c.json",
            r#"{"smithy": "2.0", "shapes": {"a#A": {}}}"#,
        ));
        let error = joined(&parts, "models").unwrap_err().to_string();
        assert!(
            error.contains("`models/c.json`") && error.contains("`a#A`"),
            "{error}"
        );
    }

    #[test]
    fn tests_are_found_in_the_files_of_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("models");
        fs::create_dir_all(&root).unwrap();
        let write = |name: &str, text: &str| fs::write(root.join(name), text).unwrap();
        write("README.md", "not a model");
        write(
            "a.json",
            "{\"smithy\": \"2.0\", \"shapes\": {\n\"a#A\": {\"type\": \"structure\", \"traits\": {\n\
             \"smithy.test#httpResponseTests\": [{\"id\": \"One\"}, {}]}}}}",
        );
        write("b.json", r#"{"smithy": "2.0", "shapes": {}}"#);
        let model = read(&root, "models/", &folder.path().join("scratch")).unwrap();
        let place = (
            "models/a.json".to_owned(),
            Position {
                line: 3,
                column: 42,
            },
        );
        let expected = Places::from([((TestKind::Response, "One".to_owned()), place)]);
        assert_eq!(model.places, expected);
    }
}
