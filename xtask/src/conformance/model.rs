//! Models with protocol tests, in one or several files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ::codegen::model::TestKind;
use ::codegen::{Case, LineColumn, Source, case_positions};
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use serde_json::value::RawValue;

use super::harness::Side;
use crate::{Environment, codegen};

/// Smithy's compliance tests for the protocol.
const OFFICIAL: &str = "restjson1-protocol-tests.json";

pub(super) struct TestModel {
    /// The name of the model and the crate.
    pub(super) name: String,
    /// The display name of the file or folder.
    pub(super) label: String,
    /// The file for the generator, and its name in diagnostics.
    pub(super) path: PathBuf,
    pub(super) path_name: String,
    /// The folder of the crate.
    pub(super) folder: PathBuf,
    /// The tests.
    pub(super) cases: Vec<Case>,
    pub(super) positions: TestPositions,
    /// Hand-written test files for the crate.
    pub(super) written: Vec<PathBuf>,
}

impl TestModel {
    /// Copies the hand-written tests to the crate.
    pub(super) fn add_written_tests(&self) -> Result<()> {
        let tests = self.folder.join("tests");
        let cannot = |file: &Path| format!("cannot write `{}`", file.display());
        fs::create_dir_all(&tests).with_context(|| cannot(&tests))?;
        // Remove the files of earlier runs.
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

/// The files and positions of tests, by kind and id.
pub(super) type TestPositions = BTreeMap<(TestKind, String), (String, LineColumn)>;

/// Finds the official tests: in the folder of the environment, or next to the
/// checkout.
pub(super) fn official(root: &Path, environment: &Environment) -> Result<PathBuf> {
    let beside = root.join("../shared/smithy");
    let folders = environment
        .test_models
        .iter()
        .chain(std::iter::once(&beside));
    let found = folders
        .map(|folder| folder.join(OFFICIAL))
        .find(|file| file.is_file());
    found.with_context(|| {
        format!(
            "cannot find `{OFFICIAL}`\n\
             pass a model, or set SMITHY_TEST_MODELS to the folder with this file; tests/models \
             has the tests of this project"
        )
    })
}

/// Reads a model with the tests of a side; the files of a folder are merged in
/// `scratch`.
pub(super) fn read(path: &Path, label: &str, scratch: &Path, side: Side) -> Result<TestModel> {
    let stem = path.file_stem().unwrap_or(path.as_os_str());
    let name = package_name(&stem.to_string_lossy());
    ensure!(
        !name.is_empty(),
        "cannot name a crate after `{label}`\nrename the file or folder to a name with letters"
    );
    let folder = scratch.join(&name);
    let mut written = Vec::new();
    let (source, path, positions) = if path.is_dir() {
        let parts = parts(path, label)?;
        written = files(path, "rs", label)?;
        let file = scratch.join(format!("{name}.json"));
        let text = joined(&parts, label)?;
        fs::create_dir_all(scratch)
            .and_then(|()| fs::write(&file, &text))
            .with_context(|| format!("cannot write `{}`", file.display()))?;
        let source = Source::new(file.display().to_string(), text);
        (source, file, parts.iter().flat_map(positions).collect())
    } else {
        let source = codegen::read_model(path, label)?;
        let positions = positions(&source).collect();
        (source, path.to_owned(), positions)
    };
    let mut cases = ::codegen::cases(&source);
    cases.retain(|case| side.has(case.kind));
    Ok(TestModel {
        cases,
        name,
        label: label.to_owned(),
        path,
        path_name: source.path,
        folder,
        positions,
        written,
    })
}

fn positions(source: &Source) -> impl Iterator<Item = ((TestKind, String), (String, LineColumn))> {
    let positions = case_positions(source).into_iter();
    positions.map(|(case, position)| (case, (source.path.clone(), position)))
}

/// Converts a file name to the name of a package.
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

/// Reads the JSON files of a folder, by name.
fn parts(folder: &Path, label: &str) -> Result<Vec<Source>> {
    let files = files(folder, "json", label)?;
    let files = files.iter().map(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        codegen::read_model(file, &format!("{}/{name}", label.trim_end_matches('/')))
    });
    files.collect()
}

/// Lists the files of a folder with an extension, by name.
fn files(folder: &Path, extension: &str, label: &str) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .with_context(|| format!("cannot list `{label}`"))?;
    files.retain(|file| file.extension().is_some_and(|found| found == extension));
    files.sort();
    Ok(files)
}

/// Merges files into one model, like Smithy: each shape is in one file.
fn joined(parts: &[Source], label: &str) -> Result<String> {
    // The raw text of each shape, to keep all digits of numbers.
    let mut shapes: BTreeMap<String, Box<RawValue>> = BTreeMap::new();
    for Source { path, text } in parts {
        let named =
            || format!("`{path}` is not a model\n`cargo xtask validate {path}` shows the errors");
        let model: BTreeMap<String, Box<RawValue>> =
            serde_json::from_str(text).with_context(named)?;
        let own = model.get("shapes").map_or("{}", |shapes| shapes.get());
        let own: BTreeMap<String, Box<RawValue>> = serde_json::from_str(own).with_context(named)?;
        for (id, shape) in own {
            ensure!(
                !shapes.contains_key(&id),
                "duplicate shape `{id}`: `{path}` and another file of the folder define it\n\
                 remove or rename one of them"
            );
            shapes.insert(id, shape);
        }
    }
    ensure!(
        !shapes.is_empty(),
        "no JSON file in `{label}` defines a shape\n\
         pass the path of a model in Smithy's JSON form, or of a folder with its files"
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
    fn names_packages_after_models() {
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
    fn merges_the_files_of_a_folder() {
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
    fn finds_tests_in_the_files_of_a_folder() {
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
        let model = read(
            &root,
            "models/",
            &folder.path().join("scratch"),
            Side::Client,
        )
        .unwrap();
        let place = (
            "models/a.json".to_owned(),
            LineColumn {
                line: 3,
                column: 42,
            },
        );
        let expected = TestPositions::from([((TestKind::Response, "One".to_owned()), place)]);
        assert_eq!(model.positions, expected);
    }
}
