//! Lays generated Rust out with the toolchain's rustfmt.

mod plan;
mod scratch;

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use anyhow::Result;

use crate::cache::{Cache, Reuse};
use plan::Plan;
use scratch::Scratch;

/// Gives every Rust file among these the layout of rustfmt. If reuse is allowed, it runs
/// only for texts that it has not formatted before.
///
/// # Errors
/// When rustfmt is not installed or rejects a file.
pub(crate) fn format(files: &mut BTreeMap<String, String>, reuse: Reuse) -> Result<()> {
    let scratch = Scratch::new()?;
    let cache = Cache::beside_program("rustfmt", scratch.version()?)?;
    let mut formatted = BTreeMap::new();
    let mut missing = BTreeSet::new();
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        let known = match reuse {
            Reuse::Allowed => cache.get(text),
            Reuse::Never => None,
        };
        match known {
            Some(text) => {
                formatted.insert(path.clone(), text);
            }
            None => {
                missing.insert(path.as_str());
            }
        }
    }
    for (path, text) in run(&scratch, files, &missing)? {
        let before = files.get(&path).map_or("", String::as_str);
        cache.insert(before, &text)?;
        formatted.insert(path, text);
    }
    files.extend(formatted);
    Ok(())
}

/// Formats the files with these paths on all processors.
fn run(
    scratch: &Scratch,
    files: &BTreeMap<String, String>,
    paths: &BTreeSet<&str>,
) -> Result<BTreeMap<String, String>> {
    let plan = Plan::new(files, paths);
    for root in &plan.roots {
        for path in &root.files {
            scratch.write(path, files.get(*path).map_or("", String::as_str))?;
        }
    }
    let batches = plan.batches(thread::available_parallelism().map_or(1, usize::from));
    let in_files = batches.iter().map(|batch| scratch.start_in_place(batch));
    let in_files = in_files.collect::<Result<Vec<_>>>()?;
    let mut formatted = BTreeMap::new();
    for path in &plan.alone {
        let text = files.get(*path).map_or("", String::as_str);
        formatted.insert((*path).to_owned(), scratch.format_text(text)?);
    }
    for child in in_files {
        scratch::finish(child)?;
    }
    for path in plan.roots.iter().flat_map(|root| &root.files) {
        formatted.insert((*path).to_owned(), scratch.read(path)?);
    }
    Ok(formatted)
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
        format(&mut formatted, Reuse::Never).unwrap();
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
    fn reports_rust_that_does_not_parse() {
        let error = format(&mut files(&[("a.rs", "fn")]), Reuse::Allowed).unwrap_err();
        assert!(error.to_string().contains("a.rs"), "{error}");
    }

    #[test]
    fn formats_a_changed_module_beside_known_ones() {
        // Texts that no other test formats.
        let text = |unique: &str| format!("// {unique}\nfn  a( ) {{ }}");
        let mut first = files(&[("src/mod.rs", "mod b;\nmod a;\nmod c;")]);
        first.insert("src/a.rs".to_owned(), text("known a"));
        first.insert("src/b.rs".to_owned(), text("known b"));
        first.insert("src/c.rs".to_owned(), text("known c"));
        let mut second = first.clone();
        second.insert("src/b.rs".to_owned(), text("changed b"));
        second.insert("src/mod.rs".to_owned(), "mod c;\nmod b;\nmod a;".to_owned());
        format(&mut first, Reuse::Allowed).unwrap();
        format(&mut second, Reuse::Allowed).unwrap();
        assert_eq!(second["src/mod.rs"], "mod a;\nmod b;\nmod c;\n");
        assert_eq!(second["src/b.rs"], "// changed b\nfn a() {}\n");
        assert_eq!(second["src/c.rs"], first["src/c.rs"]);
    }
}
