//! Edits of the shipped model as a maintainer makes them: the report, and what
//! becomes of the generated files. A reviewer who sees one of these snapshots
//! change sees what every such edit will do to users.

use std::path::Path;

use codegen::{Colour, Source, Unsupported};

use crate::patch::Json;
use crate::support::{SHIPPED, compare, edited, generate, report, tree_diff};

#[test]
fn edits_are_reported_and_change_what_they_mean() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/edits");
    let paths = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = paths.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    let before = generate(SHIPPED);
    for path in paths {
        let edit = Json::read(&std::fs::read_to_string(&path).unwrap());
        let after = edited(SHIPPED, edit.get("patch"));
        assert_eq!(complaints(&after), "", "{}", path.display());
        let report = report(&compare(SHIPPED, &after));
        let tree = tree_diff(&before, &generate(&after));
        let name = path.file_stem().unwrap().to_string_lossy();
        insta::with_settings!({
            omit_expression => true,
            prepend_module_to_snapshot => false,
            description => edit.str("about"),
            snapshot_path => "../snapshots/edits",
        }, {
            insta::assert_snapshot!(format!("{name}.report"), report);
            insta::assert_snapshot!(format!("{name}.diff"), tree);
        });
    }
}

/// What `validate` says of a model: a finished edit leaves nothing to say.
fn complaints(model: &str) -> String {
    codegen::validate(&Source::new("edited.json", model), Unsupported::Refused)
        .render(Colour::Never)
}
