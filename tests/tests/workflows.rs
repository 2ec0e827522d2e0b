//! GitHub's workflows run every check.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read the workspace has failed"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

#[test]
fn the_workflow_runs_all_steps() {
    let output = Command::new("bash")
        .args([".ci/run", "--list"])
        .current_dir(root())
        .output()
        .unwrap();
    let steps = String::from_utf8(output.stdout).unwrap();
    let steps: BTreeSet<&str> = steps.lines().collect();
    assert!(steps.contains("tests"), "{steps:?}");

    let workflow = fs::read_to_string(root().join(".github/workflows/ci.yml")).unwrap();
    let jobs = workflow
        .lines()
        .filter_map(|line| line.trim().strip_prefix("steps: "));
    let run: BTreeSet<&str> = jobs.flat_map(str::split_whitespace).collect();
    assert_eq!(run, steps);
}

/// GitHub ignores a template without them.
#[test]
fn issue_templates_have_a_name_and_a_description() {
    let folder = root().join(".github/ISSUE_TEMPLATE");
    let mut templates = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "md") {
            templates += 1;
            let text = fs::read_to_string(&path).unwrap();
            let lines: Vec<&str> = text.lines().take(4).collect();
            let is_complete = matches!(lines[..], ["---", name, about, "---"]
                if name.starts_with("name: ") && about.starts_with("about: "));
            assert!(is_complete, "{}: {lines:?}", path.display());
        }
    }
    assert!(templates > 0);
}

/// A tag can be moved to other code, but a commit cannot.
#[test]
fn actions_are_pinned() {
    for entry in fs::read_dir(root().join(".github/workflows")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for line in text.lines().filter(|line| line.contains("uses:")) {
            let (_, version) = line.split_once('@').unwrap();
            let (commit, comment) = version.split_once(" # v").unwrap();
            let is_hash = commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(is_hash && !comment.is_empty(), "{}: {line}", path.display());
        }
    }
}
