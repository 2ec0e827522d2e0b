//! The book in `docs/`: its chapters, and facts that follow from the model.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot read the workspace has failed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The prefix of the actions in IAM policies.
const SERVICE: &str = "social-messaging:";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn docs() -> PathBuf {
    root().join("docs")
}

fn page(path: &str) -> String {
    fs::read_to_string(docs().join(path)).unwrap()
}

/// The paths of the chapters in the order of the book.
fn chapters() -> Vec<String> {
    let summary = page("SUMMARY.md");
    let links = summary.lines().filter_map(|line| line.split_once("]("));
    links
        .map(|(_, rest)| rest.split(')').next().unwrap().to_owned())
        .collect()
}

/// The Markdown files below a folder of `docs`, without the summary.
fn pages(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(pages(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let path = path.strip_prefix(docs()).unwrap();
            found.insert(path.to_str().unwrap().replace('\\', "/"));
        }
    }
    found.remove("SUMMARY.md");
    found
}

#[test]
fn summary_lists_every_page_once() {
    let chapters = chapters();
    let listed: BTreeSet<String> = chapters.iter().cloned().collect();
    assert_eq!(listed, pages(&docs()));
    assert_eq!(listed.len(), chapters.len(), "a chapter is listed twice");
}

#[test]
fn snippets_of_every_chapter_are_doc_tests() {
    let source = fs::read_to_string(root().join("tests/src/book.rs")).unwrap();
    let paths = source.split('"');
    let tested: BTreeSet<&str> = paths
        .filter_map(|text| text.strip_prefix("../../docs/"))
        .collect();
    let chapters = chapters();
    assert_eq!(tested, chapters.iter().map(String::as_str).collect());
}

/// The paths in the include directives of a page.
fn includes(text: &str) -> Vec<&str> {
    let directives = text.split("{{#include ").skip(1);
    directives
        .map(|rest| rest.split([':', '}']).next().unwrap())
        .collect()
}

#[test]
fn included_files_exist() {
    let mut included = 0;
    for chapter in chapters() {
        let path = docs().join(&chapter);
        for file in includes(&page(&chapter)) {
            included += 1;
            let file = path.parent().unwrap().join(file);
            assert!(file.is_file(), "{chapter} includes {}", file.display());
        }
    }
    assert!(included > 0);
}

#[test]
fn every_page_of_the_guide_is_a_chapter() {
    let all: String = chapters().iter().map(|chapter| page(chapter)).collect();
    let included: BTreeSet<&str> = includes(&all)
        .into_iter()
        .filter_map(|path| path.rsplit_once("src/guide/"))
        .map(|(_, name)| name)
        .collect();
    let guide = fs::read_dir(root().join("generated-client/src/guide")).unwrap();
    let guide: Vec<String> = guide
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".md"))
        .collect();
    assert_eq!(included, guide.iter().map(String::as_str).collect());
}

/// The names of the operations in the model.
fn operations() -> BTreeSet<String> {
    let model = fs::read(root().join("model/socialmessaging.json")).unwrap();
    let model: Value = serde_json::from_slice(&model).unwrap();
    let shapes = model["shapes"].as_object().unwrap().iter();
    shapes
        .filter(|(_, shape)| shape["type"] == "operation")
        .map(|(id, _)| id.split_once('#').unwrap().1.to_owned())
        .collect()
}

/// The actions in the table of permissions, with their access level.
fn actions() -> BTreeMap<String, String> {
    let page = page("operations/iam.md");
    let rows = page.lines().filter_map(|line| {
        let row = line.strip_prefix("| `")?.strip_prefix(SERVICE)?;
        let (action, rest) = row.split_once("` | ")?;
        let access = rest.split(" | ").next()?;
        Some((action.to_owned(), access.to_owned()))
    });
    rows.collect()
}

#[test]
fn permissions_list_an_action_for_each_operation() {
    let listed: BTreeSet<String> = actions().into_keys().collect();
    assert_eq!(listed, operations());
}

/// The blocks of JSON on a page, each under the heading before it.
fn policies(path: &str) -> Vec<(String, Value)> {
    let mut policies = Vec::new();
    let mut heading = String::new();
    let text = page(path);
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(text) = line.strip_prefix("## ") {
            heading = text.to_owned();
        } else if line == "```json" {
            let code: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let policy = serde_json::from_str(&code.join("\n"));
            policies.push((heading.clone(), policy.unwrap()));
        }
    }
    assert!(!policies.is_empty(), "{path}");
    policies
}

/// The actions of this service in a policy, or in one statement.
fn patterns(policy: &Value) -> Vec<String> {
    let statements = match policy.get("Statement") {
        Some(statements) => statements.as_array().unwrap().clone(),
        None => vec![policy.clone()],
    };
    let actions = statements
        .iter()
        .flat_map(|statement| match &statement["Action"] {
            Value::Array(actions) => actions.clone(),
            action => vec![action.clone()],
        });
    actions
        .filter_map(|action| Some(action.as_str()?.strip_prefix(SERVICE)?.to_owned()))
        .collect()
}

/// Whether a pattern, which may end with a star, matches an action.
fn matches(pattern: &str, action: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => action.starts_with(prefix),
        None => action == pattern,
    }
}

#[test]
fn policies_name_existing_actions() {
    let operations = operations();
    let mut checked = 0;
    for path in ["operations/iam.md", "operations/event-destinations.md"] {
        for (heading, policy) in policies(path) {
            for pattern in patterns(&policy) {
                checked += 1;
                let exists = operations.iter().any(|action| matches(&pattern, action));
                assert!(exists, "{path}, {heading}: no action matches {pattern}");
            }
        }
    }
    assert!(checked > 0);
}

/// The actions that the policy under a heading allows.
fn allowed(heading: &str) -> BTreeSet<String> {
    let policies = policies("operations/iam.md");
    let policy = policies.iter().find(|(found, _)| found == heading);
    let patterns = patterns(&policy.unwrap().1);
    let mut allowed = operations();
    allowed.retain(|action| patterns.iter().any(|pattern| matches(pattern, action)));
    allowed
}

#[test]
fn read_only_policy_allows_only_reads() {
    let reads = actions().into_iter();
    let reads: BTreeSet<String> = reads
        .filter(|(_, access)| ["read", "list"].contains(&access.as_str()))
        .map(|(action, _)| action)
        .collect();
    assert_eq!(allowed("Read only"), reads);
    assert_eq!(allowed("Administrator"), operations());
    assert_eq!(
        allowed("Send only"),
        BTreeSet::from(["SendWhatsAppMessage".to_owned()])
    );
}
