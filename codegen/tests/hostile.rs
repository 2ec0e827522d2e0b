//! Text of a model is data in every file: it never becomes a key of the manifest,
//! an item, a doctest, markup, or a control sequence of a terminal.
//!
//! The test replaces every text of the fixtures with hostile ones: each value
//! of each trait and property that the checks accept. So it needs no list of
//! traits, and covers new ones automatically.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::shared::generator::Generator;
use crate::shared::hostile::{self, MARKER, shape_of_crate, shape_of_json, shape_of_page};
use codegen::calls::Calls;
use codegen::diff::{added, compare, removed};
use codegen::inspect::{InspectedStage, InspectionResult, inspect};
use codegen::{
    Code, Color, Diagnostics, Files, Options, RuntimeSource, Scope, Source, Unsupported,
};
use serde_json::Value;

/// Texts that try to leave their place. Each contains [`MARKER`] where it would
/// become code.
const HOSTILE: &[&str] = &[
    "x\"]\nbuild = \"MARKER.rs\"\n[features]\nMARKER = []\n#",
    "x'''\nbuild = 'MARKER.rs'\n'''",
    "x\n\n```\nMARKER!();\n```\n\n~~~\nMARKER!();\n~~~\n\n~~~~ rust\nMARKER!();\n",
    "~~~text\n```\n~~~\n```\nMARKER!();\n```\n",
    "x\n\n    MARKER!();\n\n\tMARKER!();\n\n          - MARKER!();\n\n   1.      MARKER!();\n",
    "x</p><p>~~~</p><p>MARKER!();</p><p>~~~</p><pre>```\n~~~\nMARKER!();</pre><p>```\n",
    "</p><ul><ul><ul><ul><li>MARKER!();</li><p>    MARKER!();</p><li><pre>\tMARKER!();\n```",
    "<p>&#96;&#96;&#96;</p><p>&#x7e;~~</p><p>MARKER!();</p><br># x<br>1. ~~~<br>&nbsp;&nbsp;&nbsp; y",
    "a\rb\r\rfn MARKER() {}\r\u{202e}c\u{0}d\u{2028}fn MARKER() {}\u{2029}e\u{1b}[2Jf\u{9b}2Jg\u{7f}\u{feff}",
    "*/ }\nfn MARKER() {}\n//! # \\\n//\n#![doc = \"MARKER\"]\n/*",
    "- ```\n  MARKER!();\n  ```\n- ~~~\n  MARKER!();\n  ~~~\n> ```\n> MARKER!();\n\n1. ~~~\n   MARKER!();\n",
    "x - y\n---\n\n* * *\n\nx\n===\n\n| a | b |\n|---|---|\n| MARKER | x |\n\n[^1]: MARKER\n\n[ ] x",
    "[a]: javascript:MARKER\n\n[a] <script>MARKER</script> <!-- --> <b onclick='MARKER'> | `|` \\| \\",
    "&#x202e;&lt;script&gt; ![x](http://evil/x.png) [y](javascript:MARKER) [z](<http://a b>) <javascript:x>",
    "{{ MARKER }} {% raw %} ${MARKER} {MARKER} {0} {} %s \\u{41} \\n `` ` ``` `",
    "\" }; fn MARKER() {} //",
    "'; fn MARKER() {} //",
    "``` ~~~ # x | y ` *_** ~~s~~ <x> & &lt; -->",
    "#",
    "1.",
    "-",
    "http://x/`MARKER`\"'>)](javascript:MARKER",
    "\"#; fn MARKER() {} r#\"",
];

fn text(of: &str) -> String {
    of.replace("MARKER", MARKER)
}

/// The fixtures, whose features cover all traits.
fn fixtures() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut paths: Vec<_> = ["emit", "valid"]
        .iter()
        .flat_map(|name| std::fs::read_dir(folder.join(name)).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.push(folder.join("data-schema.json"));
    paths.sort();
    let models = paths.into_iter().map(|path| {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, serde_json::from_str(&text).unwrap())
    });
    models.collect()
}

/// The pointers of all strings, by kind: the pointer without positions and
/// names of shapes and members.
fn strings(model: &Value) -> BTreeMap<String, Vec<String>> {
    fn visit(value: &Value, at: &str, kind: &str, found: &mut BTreeMap<String, Vec<String>>) {
        match value {
            Value::String(_) => found
                .entry(kind.to_owned())
                .or_default()
                .push(at.to_owned()),
            Value::Array(elements) => {
                for (position, element) in elements.iter().enumerate() {
                    visit(
                        element,
                        &format!("{at}/{position}"),
                        &format!("{kind}/*"),
                        found,
                    );
                }
            }
            Value::Object(entries) => {
                for (key, value) in entries {
                    let parent = kind.rsplit('/').next().unwrap();
                    let is_name = matches!(parent, "shapes" | "members" | "params" | "headers");
                    let step = if is_name { "*" } else { key };
                    let key = key.replace('~', "~0").replace('/', "~1");
                    let (at, kind) = (format!("{at}/{key}"), format!("{kind}/{step}"));
                    visit(value, &at, &kind, found);
                }
            }
            _ => {}
        }
    }
    let mut found = BTreeMap::new();
    visit(model, "", "", &mut found);
    found
}

fn replaced(model: &Value, pointers: &[String], text: &str) -> Value {
    let mut model = model.clone();
    for pointer in pointers {
        *model.pointer_mut(pointer).unwrap() = text.into();
    }
    model
}

fn source(model: &Value) -> Source {
    Source::new("model.json", serde_json::to_string_pretty(model).unwrap())
}

fn validate(model: &Value) -> Diagnostics {
    codegen::validate(&source(model), Unsupported::Skipped)
}

fn unchecked_patterns(model: &Value) -> usize {
    let diagnostics = validate(model);
    let codes = diagnostics.iter().map(|diagnostic| diagnostic.code);
    codes.filter(|code| *code == Code::PatternUnchecked).count()
}

fn options(scope: Scope) -> Options {
    Options {
        scope,
        model_path: "model.json".to_owned(),
        unsupported: Unsupported::Skipped,
        modules: Vec::new(),
    }
}

/// All files of a model, as a whole crate with the catalogue and the reference; of a
/// data model, its module with the reference and the schemas.
fn files(generator: &mut Generator, model: &Value) -> Files {
    let source = source(model);
    let mut generate = |scope| generator.generate(&source, &options(scope));
    if is_data(model) {
        let scope = Scope::Module("example".to_owned());
        let mut files = generate(scope.clone());
        let documented = codegen::document(&source, &options(scope));
        assert_eq!(documented.defect, None);
        files.0.extend(documented.files.unwrap().0);
        return files;
    }
    let scope = Scope::Crate {
        name: "example".to_owned(),
        runtime: RuntimeSource::Path("../runtime".to_owned()),
    };
    let mut files = generate(scope);
    files.0.extend(generate(Scope::Sources).0);
    if let Some(pages) = codegen::document(&source, &options(Scope::Sources)).files {
        files.0.extend(pages.0);
    }
    files
}

fn is_data(model: &Value) -> bool {
    model["metadata"].get("codegen.rules#dataModel").is_some()
}

/// Everything that a terminal shows for a model.
fn terminal(model: &Value, base: &Value) -> Vec<String> {
    let source = source(model);
    let mut shown = vec![validate(model).render(Color::Never)];
    for stage in [
        InspectedStage::Ast,
        InspectedStage::Model,
        InspectedStage::Rust,
    ] {
        if let InspectionResult::Text(text) = inspect(&source, stage, None).found {
            shown.push(text);
        }
    }
    let read = |model: &Value| codegen::read(&self::source(model), Unsupported::Skipped).0;
    if let (Some(old), Some(new)) = (read(base), read(model)) {
        let calls = Calls::in_module(&new, "example");
        for comparison in [compare(&old, &new), added(&new), removed(&new)] {
            for change in comparison.changes() {
                shown.extend([change.path.clone(), change.text.clone()]);
                shown.extend(calls.code(change).filter(|_| is_data(model)));
            }
        }
    }
    shown
}

/// The invisible characters of a text, except line ends.
fn hidden(text: &str) -> BTreeSet<char> {
    let lines = text.split('\n').map(|line| {
        let shown = codegen::visible(line);
        if shown == line {
            return BTreeSet::new();
        }
        let kept: BTreeSet<char> = shown.chars().collect();
        line.chars()
            .filter(|c| !kept.contains(c))
            .collect::<BTreeSet<_>>()
    });
    lines.flatten().collect()
}

fn without_names(mut shape: Vec<String>) -> Vec<String> {
    for item in &mut shape {
        if item.starts_with("fn ") {
            item.truncate(2);
        }
    }
    shape
}

/// The structure of each file.
fn shapes(files: &Files) -> BTreeMap<&str, Vec<String>> {
    let shapes = files.iter();
    shapes
        .map(|(path, text)| (path, shape(path, text)))
        .collect()
}

fn shape(path: &str, text: &str) -> Vec<String> {
    match path.rsplit('.').next() {
        // The functions of tests have the names of the tests.
        Some("rs") if path.starts_with("tests/") => without_names(shape_of_crate(text)),
        Some("rs") => shape_of_crate(text),
        Some("md") => shape_of_page(text),
        Some("json") => shape_of_json(text),
        _ => hostile::shape_of_manifest(text),
    }
}

/// Whether files have the paths and shapes of others. Equal texts have equal shapes.
fn have_shapes_of(files: &Files, original: &Files, expected: &BTreeMap<&str, Vec<String>>) -> bool {
    files.len() == original.len()
        && files.iter().all(|(path, text)| {
            original.get(path) == Some(text) || expected.get(path) == Some(&shape(path, text))
        })
}

/// Documentation that only consists of code has no summary, and empty columns
/// are left out, so a table may have fewer columns than expected, but never
/// more.
fn with_columns_of(found: &[String], expected: &[String]) -> Vec<String> {
    let columns = |item: &str| item.strip_prefix("table of ")?.parse::<usize>().ok();
    let item = |(position, found): (usize, &String)| {
        let expected = expected.get(position).unwrap_or(found);
        let is_narrower = columns(found).is_some_and(|found| Some(found) < columns(expected));
        if is_narrower { expected } else { found }.clone()
    };
    found.iter().enumerate().map(item).collect()
}

fn check(name: &str, model: &Value, base: &Value, expected: &BTreeMap<&str, Vec<String>>) {
    let files = files(&mut Generator::default(), model);
    for (path, text) in files.iter() {
        assert_eq!(hidden(text), BTreeSet::new(), "{name}: {path}:\n{text}");
    }
    for ((path, found), (_, expected)) in shapes(&files).iter().zip(expected) {
        let text = files.get(path).unwrap();
        let found = with_columns_of(found, expected);
        assert_eq!(&found, expected, "{name}: {path}:\n{text}");
    }
    assert_eq!(files.len(), expected.len(), "{name}");
    for (path, text) in files.iter() {
        assert!(codegen::is_generated(text), "{name}: {path}:\n{text}");
    }
    for shown in terminal(model, base) {
        assert_eq!(hidden(&shown), BTreeSet::new(), "{name}:\n{shown}");
    }
}

/// Replaces the strings of as many kinds as possible, as long as the checks
/// accept the model. Returns the model and the kinds.
fn accepted<'k>(
    model: &Value,
    kinds: &[(&'k String, &'k Vec<String>)],
    text: &str,
    fits: &dyn Fn(&Value) -> bool,
) -> (Value, Vec<&'k String>) {
    let pointers = kinds
        .iter()
        .flat_map(|(_, pointers)| pointers.iter().cloned());
    let changed = replaced(model, &pointers.collect::<Vec<_>>(), text);
    let diagnostics = validate(&changed);
    let rendered = diagnostics.render(Color::Never);
    assert_eq!(hidden(&rendered), BTreeSet::new(), "{rendered}");
    if !diagnostics.has_errors() && fits(&changed) {
        return (changed, kinds.iter().map(|(kind, _)| *kind).collect());
    }
    if kinds.len() < 2 {
        return (model.clone(), Vec::new());
    }
    let (first, second) = kinds.split_at(kinds.len() / 2);
    let (model, mut found) = accepted(model, first, text, fits);
    let (model, more) = accepted(&model, second, text, fits);
    found.extend(more);
    (model, found)
}

/// Runs a function for each item, on all processors.
fn in_parallel<T: Sync, R: Send>(items: &[T], run: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let work = || {
            let items = std::iter::from_fn(|| items.get(next.fetch_add(1, Ordering::Relaxed)));
            items.map(&run).collect::<Vec<R>>()
        };
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let results = threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap());
        results.collect()
    })
}

#[test]
fn text_of_a_model_stays_data() {
    let mut covered: BTreeMap<String, usize> = BTreeMap::new();
    for (name, base) in fixtures() {
        if validate(&base).has_errors() {
            continue;
        }
        let strings = strings(&base);
        let kinds: Vec<_> = strings.iter().collect();
        let generator = RefCell::new(Generator::default());
        let files = |model: &Value| files(&mut generator.borrow_mut(), model);
        let original = files(&base);
        let expected = shapes(&original);
        // Text without special characters distinguishes free texts from names
        // and from texts that affect the output.
        let is_free = |model: &Value| have_shapes_of(&files(model), &original, &expected);
        let (_, free) = accepted(&base, &kinds, "Text", &is_free);
        if free.iter().all(|kind| covered.contains_key(*kind)) {
            continue;
        }
        let kinds: Vec<_> = kinds
            .into_iter()
            .filter(|(kind, _)| free.contains(kind))
            .collect();
        let run = |hostile: &&str| {
            let text = text(hostile);
            // If a pattern cannot be checked, its `mistakes` are rightly
            // dropped, too.
            let is_checked = |model: &Value| unchecked_patterns(model) == unchecked_patterns(&base);
            let (model, kinds) = accepted(&base, &kinds, &text, &is_checked);
            check(&format!("{name}: {text:?}"), &model, &base, &expected);
            kinds
        };
        for kind in in_parallel(HOSTILE, run).into_iter().flatten() {
            *covered.entry(kind.clone()).or_default() += 1;
        }
    }
    // The kinds of text that accept almost all of the texts, for review.
    let free = covered
        .iter()
        .filter(|(_, count)| **count >= HOSTILE.len() - 2);
    let free: Vec<&str> = free.map(|(kind, _)| kind.as_str()).collect();
    insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("hostile-kinds", free.join("\n"));
    });
}
