//! Formats generated Rust with the toolchain's rustfmt.

mod plan;
mod scratch;

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use anyhow::Result;

use plan::Plan;
use scratch::Scratch;
pub(crate) use scratch::version;

/// Gives the Rust files with these paths, among all files of an output, the layout of
/// rustfmt, on all processors. The others have it already.
///
/// # Errors
/// When rustfmt is not installed or rejects a file.
pub(crate) fn format(files: &mut BTreeMap<String, String>, paths: &BTreeSet<&str>) -> Result<()> {
    if paths.is_empty() {
        return Ok(());
    }
    let scratch = Scratch::new()?;
    let plan = Plan::new(files, paths);
    for root in &plan.roots {
        for path in &root.files {
            scratch.write(path, files.get(*path).map_or("", String::as_str))?;
        }
    }
    let batches = plan.batches(thread::available_parallelism().map_or(1, usize::from));
    let in_files = batches.iter().map(|batch| scratch.start_in_place(batch));
    let in_files = in_files.collect::<Result<Vec<_>>>()?;
    let mut alone = BTreeMap::new();
    for path in &plan.alone {
        let text = files.get(*path).map_or("", String::as_str);
        alone.insert((*path).to_owned(), scratch.format_text(text)?);
    }
    for child in in_files {
        scratch::finish(child)?;
    }
    let in_place = plan.roots.iter().flat_map(|root| &root.files);
    let in_place: Vec<String> = in_place.map(|path| (*path).to_owned()).collect();
    files.extend(alone);
    // Each replaces the earlier text of its file, so that both are in memory for one file.
    for path in in_place {
        let text = scratch.read(&path)?;
        files.insert(path, text);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        let files = files.iter();
        files
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect()
    }

    fn format_all(files: &mut BTreeMap<String, String>) -> Result<()> {
        let paths: Vec<String> = files.keys().cloned().collect();
        let is_rust = |path: &&str| path.ends_with(".rs");
        format(
            files,
            &paths.iter().map(String::as_str).filter(is_rust).collect(),
        )
    }

    #[test]
    fn formats_every_rust_file_once() {
        let mut formatted = files(&[
            ("Cargo.toml", "a  = 1"),
            ("src/g/a.rs", "fn  a( ) { }"),
            ("src/g/mod.rs", "mod t;\nmod a ;"),
            ("src/g/t/b.rs", "const B:u8=1;"),
            ("src/g/t/mod.rs", "mod b;"),
            ("tests/p/main.rs", "mod x;"),
            ("tests/p/x.rs", "fn x() {\n\n}"),
        ]);
        format_all(&mut formatted).unwrap();
        let expected = files(&[
            ("Cargo.toml", "a  = 1"),
            ("src/g/a.rs", "fn a() {}\n"),
            ("src/g/mod.rs", "mod a;\nmod t;\n"),
            ("src/g/t/b.rs", "const B: u8 = 1;\n"),
            ("src/g/t/mod.rs", "mod b;\n"),
            ("tests/p/main.rs", "mod x;\n"),
            ("tests/p/x.rs", "fn x() {}\n"),
        ]);
        assert_eq!(formatted, expected);
    }

    #[test]
    fn reports_invalid_rust() {
        let error = format_all(&mut files(&[("a.rs", "fn")])).unwrap_err();
        assert!(error.to_string().contains("a.rs"), "{error}");
    }

    #[test]
    fn formats_a_changed_module_beside_others() {
        let mut formatted = files(&[
            ("src/a.rs", "fn a() {}\n"),
            ("src/b.rs", "fn  b( ) { }"),
            ("src/c.rs", "fn c() {}\n"),
            ("src/mod.rs", "mod c;\nmod b;\nmod a;"),
        ]);
        format(&mut formatted, &BTreeSet::from(["src/b.rs", "src/mod.rs"])).unwrap();
        assert_eq!(formatted["src/mod.rs"], "mod a;\nmod b;\nmod c;\n");
        assert_eq!(formatted["src/b.rs"], "fn b() {}\n");
        assert_eq!(formatted["src/c.rs"], "fn c() {}\n");
    }
}
