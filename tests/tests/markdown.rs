//! The Markdown of the workspace: line width, links and quotes.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read the workspace has failed"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const WIDTH: usize = 100;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// All files below the folder with the extension, sorted.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy();
        if name.starts_with('.') || path == root().join("target") {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn pages() -> Vec<(PathBuf, String)> {
    let pages = files(root(), "md").into_iter();
    let pages: Vec<_> = pages
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path.strip_prefix(root()).unwrap().to_owned(), text)
        })
        .collect();
    assert!(pages.iter().any(|(path, _)| path == Path::new("README.md")));
    pages
}

/// A fence with its language, or a line outside fences.
enum Block<'a> {
    Fence(&'a str, String),
    Line(usize, &'a str),
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        let Some(language) = line.trim_start().strip_prefix("```") else {
            blocks.push(Block::Line(index + 1, line));
            continue;
        };
        let code = lines.by_ref().map(|(_, line)| line);
        let code = code.take_while(|line| !line.trim_start().starts_with("```"));
        blocks.push(Block::Fence(language, code.collect::<Vec<_>>().join("\n")));
    }
    blocks
}

/// The text without code spans, each replaced by `x`.
fn without_code(line: &str) -> String {
    let parts = line.split('`').enumerate();
    parts
        .map(|(index, part)| if index % 2 == 0 { part } else { "x" })
        .collect()
}

#[test]
fn wraps_prose() {
    let mut long = Vec::new();
    for (path, text) in pages() {
        for block in blocks(&text) {
            let Block::Line(number, line) = block else {
                continue;
            };
            let words = without_code(line);
            let words = words
                .trim_start_matches(|c: char| " -*>.".contains(c) || c.is_ascii_digit())
                .split_whitespace();
            let is_free = line.starts_with(['|', '#']) || words.count() < 2;
            if line.chars().count() > WIDTH && !is_free {
                long.push(format!("{}:{number}", path.display()));
            }
        }
    }
    assert!(long.is_empty(), "longer than {WIDTH} columns: {long:#?}");
}

/// GitHub's anchors for the headings of a page.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    for block in blocks(text) {
        let Block::Line(_, line) = block else {
            continue;
        };
        let Some(heading) = line.strip_prefix('#') else {
            continue;
        };
        let heading = heading.trim_start_matches('#').trim().to_lowercase();
        let slug = heading
            .chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        let slug: String = slug.map(|c| if c == ' ' { '-' } else { c }).collect();
        let mut anchor = slug.clone();
        for count in 1.. {
            if anchors.insert(anchor) {
                break;
            }
            anchor = format!("{slug}-{count}");
        }
    }
    anchors
}

/// The targets of inline links and link definitions.
fn links(text: &str) -> Vec<String> {
    let mut prose = String::new();
    for block in blocks(text) {
        if let Block::Line(_, line) = block {
            prose.push_str(&without_code(line));
            prose.push('\n');
        }
    }
    let inline = prose.split("](").skip(1);
    let inline = inline.filter_map(|rest| rest.split([')', ' ']).next());
    let defined = prose.lines().filter(|line| line.starts_with('['));
    let defined = defined.filter_map(|line| Some(line.split_once("]: ")?.1));
    inline.chain(defined).map(str::to_owned).collect()
}

#[test]
fn resolves_relative_links() {
    let mut broken = Vec::new();
    let mut checked = 0;
    for (path, text) in pages() {
        for link in links(&text).into_iter().filter(|link| !link.contains(':')) {
            checked += 1;
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let source = root().join(&path);
            let target = match file {
                "" => source,
                _ => source.parent().unwrap().join(file),
            };
            let resolves = match anchor {
                "" => target.exists(),
                _ => fs::read_to_string(&target).is_ok_and(|text| anchors(&text).contains(anchor)),
            };
            if !resolves {
                broken.push(format!("{}: {link}", path.display()));
            }
        }
    }
    assert!(checked > 0);
    assert!(broken.is_empty(), "broken links: {broken:#?}");
}

/// The code spans that name a file or folder of the workspace.
fn named_paths(text: &str) -> Vec<String> {
    let folders = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap());
    let folders: Vec<_> = folders
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && name != "target")
        .collect();
    let lines = blocks(text).into_iter().filter_map(|block| match block {
        Block::Line(_, line) => Some(line),
        Block::Fence(..) => None,
    });
    let spans = lines.flat_map(|line| line.split('`').skip(1).step_by(2));
    let paths = spans.filter(|span| {
        let (folder, path) = span.split_once('/').unwrap_or_default();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
        folders.iter().any(|name| name == folder) && path.chars().all(is_plain)
    });
    paths.map(str::to_owned).collect()
}

#[test]
fn names_existing_paths() {
    let mut missing = Vec::new();
    for (page, text) in pages() {
        for path in named_paths(&text) {
            let bases = ["", "codegen", "runtime", "generated-client"].into_iter();
            if !bases
                .map(|base| root().join(base))
                .any(|base| base.join(&path).exists())
            {
                missing.push(format!("{}: {path}", page.display()));
            }
        }
    }
    assert!(missing.is_empty(), "missing files: {missing:#?}");
}

/// The code without whitespace and trailing commas, which rustfmt moves.
fn compact(code: &str) -> String {
    let code: String = code.split_whitespace().collect();
    code.replace(",)", ")")
}

#[test]
fn quotes_examples() {
    // The page about migration quotes the program with the official crate.
    let folders = [
        "generated-client/examples",
        "examples/worker",
        "xtask/interop/rust_client/src",
    ];
    let examples = folders
        .iter()
        .flat_map(|path| files(&root().join(path), "rs"));
    let examples: Vec<_> = examples
        .map(|path| compact(&fs::read_to_string(path).unwrap()))
        .collect();
    let mut quotes = 0;
    for (path, text) in pages() {
        for block in blocks(&text) {
            let Block::Fence("rs", code) = block else {
                continue;
            };
            quotes += 1;
            let quote = compact(&code);
            let is_quoted = examples.iter().any(|example| example.contains(&quote));
            assert!(is_quoted, "{}: not in an example:\n{code}", path.display());
        }
    }
    assert!(quotes > 0);
}

/// The pages that the documentation of a crate includes, and whose snippets are therefore doc tests.
fn included_pages() -> BTreeSet<PathBuf> {
    let mut sources = files(&root().join("generated-client/src"), "rs");
    sources.push(root().join("tests/src/lib.rs"));
    let mut pages = BTreeSet::new();
    for source in sources {
        let text = fs::read_to_string(&source).unwrap();
        let includes = text.split("include_str!(\"").skip(1);
        for page in includes.filter_map(|rest| rest.split('"').next()) {
            let page = source.parent().unwrap().join(page);
            pages.insert(page.canonicalize().unwrap());
        }
    }
    // A macro includes the chapters of the book.
    let book = root().join("tests/src/book.rs");
    let text = fs::read_to_string(&book).unwrap();
    for page in text.split('"').filter(|text| text.ends_with(".md")) {
        let page = book.parent().unwrap().join(page);
        pages.insert(page.canonicalize().unwrap());
    }
    pages
}

#[test]
fn compiles_snippets() {
    let included = included_pages();
    for (path, text) in pages() {
        let is_rust = |block: &Block<'_>| matches!(block, Block::Fence(language, _) if language.starts_with("rust"));
        // The API reference has the examples of the documentation of the operations.
        let is_tested = path.starts_with("generated-client/docs")
            || included.contains(&root().join(&path).canonicalize().unwrap());
        assert!(
            is_tested || !blocks(&text).iter().any(is_rust),
            "{} is not a doc test: include it in tests/src",
            path.display()
        );
    }
}
