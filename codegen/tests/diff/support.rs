//! Models to compare, and the rendering of their differences.

use std::collections::BTreeMap;

use codegen::diff::{Comparison, Version};
use codegen::model::Model;
use codegen::{Color, Options, Scope, Source, Unsupported, layout};
use similar::{ChangeTag, TextDiff};

use super::patch::{self, Json};
use crate::shared::generator::Generator;

/// The shipped model.
pub(crate) const SHIPPED: &str = include_str!("../../../model/socialmessaging.json");

/// Eight operations of the shipped model as they were in May 2025. It never changes.
pub(crate) const MESSAGING: &str = include_str!("messaging.json");

/// A small model with every feature.
pub(crate) const BOOKSHOP: &str = include_str!("bookshop.json");

/// Patches a model and formats it like `fmt-model`.
pub(crate) fn edited(model: &str, patch: &Json) -> String {
    let mut json = Json::read(model);
    patch::apply(&mut json, patch);
    let source = Source::new("edited.json", json.to_string());
    layout::canonical(&source).expect("a patched model is JSON")
}

pub(crate) fn read(text: &str) -> Model {
    let (model, diagnostics) =
        codegen::read(&Source::new("model.json", text), Unsupported::Rejected);
    model.unwrap_or_else(|| panic!("{}", diagnostics.render(Color::Never)))
}

pub(crate) fn compare(old: &str, new: &str) -> Comparison {
    codegen::diff::compare(&read(old), &read(new))
}

/// Lists all changes by class, and the next version.
pub(crate) fn report(comparison: &Comparison) -> String {
    let mut text = String::new();
    let mut class = None;
    for change in comparison.changes() {
        if class != Some(change.class) {
            class = Some(change.class);
            text.push_str(&format!("{}:\n", change.class.title()));
        }
        text.push_str(&format!(
            "  {} {} [{}]",
            change.path, change.text, change.rule
        ));
        let others = change
            .operations
            .iter()
            .filter(|name| **name != change.path);
        let others: Vec<&str> = others.map(String::as_str).collect();
        if !others.is_empty() {
            text.push_str(&format!(" in {}", others.join(", ")));
        }
        text.push('\n');
    }
    let now = Version::parse("0.1.0").unwrap();
    let next = now.next(comparison.release());
    text.push_str(&format!("{now} becomes {next}\n"));
    text
}

/// Generates the files of a model.
pub(crate) fn generate(generator: &mut Generator, text: &str) -> BTreeMap<String, String> {
    let options = Options {
        unsupported: Unsupported::Rejected,
        modules: Vec::new(),
        model_path: "model.json".to_owned(),
        scope: Scope::Sources,
    };
    generator
        .generate(&Source::new("model.json", text), &options)
        .0
}

/// Returns a unified diff of two trees. Added and removed files are reduced to
/// their public lines.
pub(crate) fn tree_diff(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> String {
    let mut paths: Vec<&String> = old.keys().chain(new.keys()).collect();
    paths.sort();
    paths.dedup();
    let mut text = String::new();
    for path in paths {
        match (old.get(path), new.get(path)) {
            (Some(old), Some(new)) if old == new => {}
            (Some(old), Some(new)) => {
                text.push_str(&format!("--- {path}\n+++ {path}\n"));
                text.push_str(&hunks(old, new));
            }
            (None, Some(new)) => text.push_str(&outline("/dev/null", path, '+', new)),
            (Some(old), None) => text.push_str(&outline(path, "/dev/null", '-', old)),
            (None, None) => {}
        }
    }
    text
}

fn hunks(old: &str, new: &str) -> String {
    let mut text = String::new();
    let lines = TextDiff::from_lines(old, new);
    for hunk in lines.unified_diff().context_radius(1).iter_hunks() {
        // Line numbers would make the snapshots unstable.
        text.push_str("@@\n");
        for line in hunk.iter_changes() {
            let sign = match line.tag() {
                ChangeTag::Equal => ' ',
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            };
            let line = format!("{sign}{}", line.value().trim_end_matches('\n'));
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

fn outline(old: &str, new: &str, sign: char, content: &str) -> String {
    let mut text = format!(
        "--- {old}\n+++ {new}\n@@ {} lines @@\n",
        content.lines().count()
    );
    let public = |line: &&str| {
        let line = line.trim_start();
        line.starts_with("pub ")
            || line.starts_with("async fn ")
            || line.starts_with("#[tokio::test")
    };
    for line in content.lines().filter(public) {
        text.push_str(&format!("{sign}{}\n", line.trim_end_matches(['{', ' '])));
    }
    text
}
