//! Models, through every entry point of the generator. The written Rust, TOML
//! and JSON files are parsed.

use std::path::Path;
use std::sync::OnceLock;

use codegen::inspect::{InspectedStage, inspect};
use codegen::{Color, Options, RuntimeSource, Scope, Source, Unsupported};
use serde_json::Value;

use crate::budget::Budget;
use crate::failure::fail;
use crate::mutate;
use crate::target::Target;

pub(crate) const TARGET: Target = Target {
    name: "model",
    budget: Budget {
        allocations: 100_000,
        allocations_per_byte: 800,
        held: 4 * 1024 * 1024,
        held_per_byte: 1_000,
    },
    largest: 64 * 1024,
    run,
    seeds,
    mutate: |input, random| mutate::json(input, random, mutate::pool(&POOL, seeds)),
};

/// Parts of the seeds, for insertion into other models.
static POOL: OnceLock<Vec<(String, Value)>> = OnceLock::new();

fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input).into_owned();
    let source = Source::new("model.json", text);
    for unsupported in [Unsupported::Rejected, Unsupported::Skipped] {
        check(&source, unsupported);
    }
    codegen::fix(&source, Unsupported::Rejected);
    if let Ok(canonical) = codegen::layout::canonical(&source) {
        let again = codegen::layout::canonical(&Source::new("model.json", canonical.clone()));
        if again.ok().as_deref() != Some(&*canonical) {
            fail(&format!("the layout changes twice: {canonical}"));
        }
    }
    for stage in [
        InspectedStage::Ast,
        InspectedStage::Model,
        InspectedStage::Rust,
        InspectedStage::Names,
        InspectedStage::Routes,
        InspectedStage::Graph,
    ] {
        inspect(&source, stage, None);
    }
}

/// Validates a model and writes its client and its reference.
fn check(source: &Source, unsupported: Unsupported) {
    let diagnostics = codegen::validate(source, unsupported);
    diagnostics.render(Color::Never);
    let (model, _) = codegen::read(source, unsupported);
    if model.is_none() != diagnostics.has_errors() {
        fail("a model is read if it has no errors");
    }
    let Some(model) = model else {
        return;
    };
    if !codegen::diff::compare(&model, &model).is_empty() {
        fail("a model differs from itself");
    }
    for comparison in [codegen::diff::added(&model), codegen::diff::removed(&model)] {
        if comparison.changes().len() != 1 {
            fail("a new or removed model is one change");
        }
    }
    let scope = Scope::Crate {
        name: "example".to_owned(),
        runtime: RuntimeSource::Path("../runtime".to_owned()),
    };
    let scopes = if model.data.is_some() {
        vec![Scope::Module("example".to_owned()), Scope::Sources]
    } else {
        vec![scope, Scope::Sources]
    };
    for scope in scopes {
        let options = Options {
            scope,
            model_path: "model.json".to_owned(),
            unsupported,
            modules: Vec::new(),
        };
        let generated = codegen::generate(source, &options);
        let documented = codegen::document(source, &options);
        for outcome in [generated, documented] {
            if let Some(defect) = outcome.defect {
                fail(&format!("a defect: {defect}"));
            }
            for (path, text) in outcome.files.unwrap_or_default().iter() {
                parse(path, text);
            }
        }
    }
}

fn parse(path: &str, text: &str) {
    let problem = if path.ends_with(".rs") {
        syn::parse_file(text).err().map(|error| error.to_string())
    } else if path.ends_with(".toml") {
        let manifest = text.parse::<toml::Table>();
        manifest.err().map(|error| error.to_string())
    } else if path.ends_with(".json") {
        let schema = serde_json::from_str::<Value>(text);
        schema.err().map(|error| error.to_string())
    } else {
        None
    };
    if let Some(problem) = problem {
        fail(&format!("{path}: {problem}:\n{text}"));
    }
}

/// The fixtures of the generator and the models of the protocol tests.
fn seeds() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for folder in [
        "codegen/tests/fixtures/valid",
        "codegen/tests/fixtures/emit",
        "codegen/tests/fixtures/invalid",
    ] {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else {
            fail(&format!("{folder} does not exist"));
        };
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let mut paths: Vec<_> = paths
            .filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "json")
            })
            .collect();
        paths.sort();
        found.extend(
            paths
                .into_iter()
                .filter_map(|path| std::fs::read(path).ok()),
        );
    }
    found.extend(std::fs::read(
        root.join("codegen/tests/fixtures/data-schema.json"),
    ));
    found
}
