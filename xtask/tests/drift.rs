//! The models of the workspace are valid, and the committed client is up to date with
//! them.

#![expect(clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use codegen::{Color, Source, Unsupported, validate_with_models};
use xtask::codegen::{FilesReport, Mode, Target, document, read_model, run};
use xtask::{docs, report, schema, tree, workspace};

/// `codegen` does not look at the other models; `validate_with_models` does.
#[test]
fn the_models_have_no_diagnostics() {
    let root = workspace::find_root(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let models = workspace::models(&root).unwrap();
    let sources = models.iter().map(|model| {
        let path = root.join(&model.path);
        read_model(&path, &model.path).unwrap()
    });
    let sources: Vec<Source> = sources.collect();
    for source in &sources {
        let diagnostics = validate_with_models(source, Unsupported::Rejected, &sources);
        assert!(
            diagnostics.is_empty(),
            "{}",
            diagnostics.render(Color::Never)
        );
    }
}

#[test]
fn the_client_is_up_to_date() {
    let root = workspace::find_root(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    for target in Target::of_workspace(&root).unwrap() {
        assert_current(&target, run(&target, Mode::Check));
    }
}

#[test]
fn the_reference_is_up_to_date() {
    let root = workspace::find_root(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    for target in docs::targets(&root).unwrap() {
        assert_current(&target, document(&target, Mode::Check));
    }
}

#[test]
fn the_schema_is_up_to_date() {
    let root = workspace::find_root(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let changes = schema::write(&root, Mode::Check).unwrap();
    assert!(
        tree::is_current(&changes),
        "{}run `cargo xtask schema` and commit the result",
        report::diff("model", &changes, Color::Never),
    );
}

fn assert_current(target: &Target, report: anyhow::Result<FilesReport>) {
    let report = report.unwrap_or_else(|error| panic!("{error:#}"));
    let Some(changes) = &report.changes else {
        panic!(
            "the model has errors:\n{}",
            report.diagnostics.render(Color::Never)
        );
    };
    assert!(
        report.is_current(),
        "{}\n{}run `{}` and commit the result",
        report::diff(&target.label, changes, Color::Never),
        report::summary(&target.label, changes, Mode::Check),
        target.command,
    );
}
