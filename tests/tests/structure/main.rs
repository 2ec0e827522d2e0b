//! The structure of the crates: tiers, circles of modules, documentation and
//! size of files.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod invariants;
mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use source::{Crate, ModulePath, Usage};

/// The tiers of each crate, from the lowest to the highest. A module at the
/// root of a crate uses only itself and modules of lower tiers.
const TIERS: &[(&str, &[&[&str]])] = &[
    (
        "runtime",
        &[
            &["base"],
            &["wire"],
            &["message"],
            &["net"],
            &["settings"],
            &["call"],
            &["blocking", "server", "testing"],
            &["codegen"],
        ],
    ),
    (
        "codegen",
        &[
            &["evolution", "pattern", "phrases", "sink", "source", "stage"],
            &["model"],
            &["diagnostic", "jmespath"],
            &["json"],
            &["traits"],
            &["ast"],
            &["resolve", "selector"],
            &["names"],
            &["check"],
            &["lint", "suppress"],
            &["examine"],
            &["fix"],
            &["rust"],
            &["lower"],
            &["format"],
            &["emit"],
            &["files"],
            &[
                "cases",
                "diff",
                "explain",
                "inspect",
                "layout",
                "reference",
                "schema",
            ],
            &["calls", "upstream"],
        ],
    ),
    (
        "generated-client",
        &[&["guide", "messages"], &["events"], &["emulator"], &["bin"]],
    ),
    (
        "xtask",
        &[
            &["cache", "environment"],
            &[
                "console",
                "earlier",
                "format",
                "rustfmt",
                "timings",
                "tree",
                "workspace",
            ],
            &["drafts", "progress", "report"],
            &["codegen"],
            &["outcome"],
            &[
                "conformance",
                "diff",
                "docs",
                "explain",
                "fmt_model",
                "generate",
                "inspect",
                "interop",
                "schema",
                "upstream",
                "validate",
            ],
            &["cli"],
        ],
    ),
    (
        "tests",
        &[
            &["book", "log", "pages", "server"],
            &["fixture", "operations"],
            &["signature"],
        ],
    ),
    (
        "fuzz",
        &[
            &["failure", "http_message", "instrumented"],
            &["budget", "mutate", "operations", "transport"],
            &["target"],
            &[
                "credentials",
                "documentation",
                "expressions",
                "model",
                "request",
                "response",
                "settings",
                "signing",
                "whatsapp",
            ],
        ],
    ),
];

/// The folders with hand-written code, whose files must stay small.
const FOLDERS: &[&str] = &[
    "benches/floor/src",
    "benches/harness/src",
    "benches/official/src",
    "benches/ours/src",
    "benches/report/src",
    "codegen/src",
    "codegen/tests",
    "examples",
    "fuzz/src",
    "fuzz/tests",
    "generated-client/examples",
    "generated-client/src",
    "generated-client/tests",
    "runtime/src",
    "runtime/tests",
    "tests/src",
    "tests/tests",
    "xtask/src",
    "xtask/tests",
];

/// The maximum number of lines of a file.
const LINES: usize = 500;

#[test]
fn modules_use_only_lower_tiers() {
    let mut wrong = Vec::new();
    for (name, tiers) in TIERS {
        let tier_of = |module: &str| tiers.iter().position(|tier| tier.contains(&module));
        let code = read(name);
        for module in code.modules().filter(|path| path.len() == 1) {
            if tier_of(&module[0]).is_none() {
                wrong.push(format!("{name}: `{}` is in no tier", module[0]));
            }
        }
        for usage in code.usages() {
            let (Some(from), Some(to)) = (usage.from.first(), usage.to.first()) else {
                continue;
            };
            if from != to && tier_of(from) <= tier_of(to) {
                wrong.push(format!("{name}: {}", shown(&usage)));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn modules_form_no_cycles() {
    let mut circles = Vec::new();
    for (name, _) in TIERS {
        let usages = read(name).usages();
        circles.extend(
            circles_of(&usages)
                .into_iter()
                .map(|circle| format!("{name}: {circle}")),
        );
    }
    assert_eq!(circles, [""; 0]);
}

#[test]
fn files_are_small() {
    let mut large = Vec::new();
    for file in FOLDERS
        .iter()
        .flat_map(|folder| source::rust_files(&root().join(folder)))
    {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        if lines > LINES {
            large.push(format!("{}: {lines} lines", file.display()));
        }
    }
    assert_eq!(large, [""; 0]);
}

#[test]
fn modules_are_documented() {
    let mut undocumented = Vec::new();
    for folder in FOLDERS.iter().filter(|folder| folder.ends_with("/src")) {
        for file in source::rust_files(&root().join(folder)) {
            if !fs::read_to_string(&file).unwrap().starts_with("//! ") {
                undocumented.push(file);
            }
        }
    }
    assert_eq!(undocumented, [""; 0].map(PathBuf::from));
}

/// Of `runtime`, generated code only uses the module `codegen`.
#[test]
fn generated_code_uses_one_module_of_the_runtime() {
    let mut others = Vec::new();
    for folder in [
        "generated-client/src/generated",
        "generated-client/tests/protocol",
    ] {
        for file in source::generated_files(&root().join(folder)) {
            let text = fs::read_to_string(&file).unwrap();
            for (at, _) in text.match_indices("runtime::") {
                let is_other_crate = text[..at].ends_with("::");
                if !is_other_crate && !text[at..].starts_with("runtime::codegen") {
                    others.push(format!(
                        "{}: {}",
                        file.display(),
                        text[at..].lines().next().unwrap()
                    ));
                }
            }
        }
    }
    assert_eq!(others, [""; 0]);
}

#[test]
fn generated_code_imports_three_crates() {
    let folder = root().join("generated-client/src/generated");
    let files = source::generated_files(&folder);
    let is_module = |name: &str| {
        let is_named = |file: &PathBuf| file.with_extension("").ends_with(name);
        files.iter().any(is_named) || folder.join(name).is_dir()
    };
    let mut crates = BTreeSet::new();
    for file in &files {
        let text = fs::read_to_string(file).unwrap();
        let imports = text.lines().filter_map(|line| {
            let path = line.trim_start().trim_start_matches("pub ");
            path.strip_prefix("use ")?.split([':', ';']).next()
        });
        crates.extend(imports.filter(|name| !is_module(name)).map(str::to_owned));
    }
    assert_eq!(
        Vec::from_iter(crates),
        ["bytes", "crate", "runtime", "serde", "std"]
    );
}

/// The modules of the runtime that only the feature `http` compiles, or another
/// feature that enables it.
const HTTP_ONLY: &[&str] = &[
    "base/blocking.rs",
    "blocking.rs",
    "call/client/streaming.rs",
    "message/body/stream/",
    "net/transport/connect.rs",
    "net/transport/http.rs",
    "net/transport/pool.rs",
    "net/transport/socket.rs",
    "server/",
    "settings/credentials/chain/",
];

/// The other modules that use the machine: defaults that a program can replace, and
/// test doubles.
const DEFAULTS: &[&str] = &[
    "base/async_runtime.rs",
    "base/host/machine.rs",
    "testing/replay.rs",
];

/// Without `http`, nothing needs an operating system: its standard library panics
/// without one.
#[test]
fn only_http_uses_the_machine() {
    let src = root().join("runtime/src");
    let mut uses = Vec::new();
    for file in source::rust_files(&src) {
        let name = file
            .strip_prefix(&src)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        let is_of = |places: &[&str]| places.iter().any(|place| name.starts_with(place));
        if is_of(HTTP_ONLY) || is_of(DEFAULTS) {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let product = text.split("#[cfg(test)]\nmod ").next().unwrap();
        let lines = product
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        let machine = [
            "Instant",
            "SystemTime::now",
            "std::fs",
            "std::process",
            "std::thread",
            "tokio::net",
            "tokio::spawn",
            "tokio::task",
            "tokio::time",
        ];
        let found = lines.filter(|line| machine.iter().any(|used| line.contains(used)));
        uses.extend(found.map(|line| format!("{name}: {}", line.trim())));
    }
    assert_eq!(uses, [""; 0]);
}

/// Cargo compiles no other file in these folders (`autotests = false`), so an
/// unlisted file would never run.
#[test]
fn merged_test_programs_have_all_files() {
    for folder in ["codegen/tests", "xtask/tests"] {
        let main = fs::read_to_string(root().join(folder).join("main.rs")).unwrap();
        let modules = main.lines().filter_map(|line| line.strip_prefix("mod "));
        let modules: BTreeSet<String> = modules
            .map(|name| name.trim_end_matches(';').to_owned())
            .collect();
        let mut files = BTreeSet::new();
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let is_module =
                path.extension().is_some_and(|ext| ext == "rs") || path.join("mod.rs").exists();
            if is_module && !path.ends_with("main.rs") {
                files.insert(path.file_stem().unwrap().to_str().unwrap().to_owned());
            }
        }
        assert_eq!(files, modules, "{folder}/main.rs");
    }
}

/// The modules that depend on themselves through others, with one such path
/// each.
fn circles_of(usages: &BTreeSet<Usage>) -> Vec<String> {
    let mut uses: BTreeMap<&ModulePath, Vec<&ModulePath>> = BTreeMap::new();
    for usage in usages {
        uses.entry(&usage.from).or_default().push(&usage.to);
    }
    let reached = |from: &ModulePath| {
        let mut reached = BTreeSet::new();
        let mut next = vec![from];
        while let Some(module) = next.pop() {
            for to in uses.get(module).into_iter().flatten() {
                if reached.insert(*to) {
                    next.push(to);
                }
            }
        }
        reached
    };
    let reached: BTreeMap<&ModulePath, _> =
        uses.keys().map(|from| (*from, reached(from))).collect();
    let mut circles = BTreeSet::new();
    for (from, reaches) in &reached {
        let is_mutual =
            |to: &&ModulePath| reached.get(*to).is_some_and(|back| back.contains(*from));
        let circle: BTreeSet<String> = reaches
            .iter()
            .copied()
            .filter(is_mutual)
            .map(|module| module.join("::"))
            .collect();
        if !circle.is_empty() {
            circles.insert(circle.into_iter().collect::<Vec<_>>().join(", "));
        }
    }
    circles.into_iter().collect()
}

fn shown(usage: &Usage) -> String {
    format!("`{}` uses `{}`", usage.from.join("::"), usage.to.join("::"))
}

fn read(name: &str) -> Crate {
    Crate::read(&root().join(name).join("src"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
