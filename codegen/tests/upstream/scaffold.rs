//! Shapes that are written into the model.

use codegen::upstream::{ScaffoldError, compare, scaffold};
use codegen::{Code, Source, Unsupported, layout};
use serde_json::Value;
use similar::TextDiff;

use super::support::{DESCRIPTION, MODEL, description, patched};

fn case(name: &str) -> String {
    let path = format!(
        "{}/tests/fixtures/upstream/cases/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let patch: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    patched(DESCRIPTION, &patch)
}

/// Writes the shapes with these names from the description of a case into the
/// model.
fn written(case_name: &str, names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let upstream = description(case(case_name));
    let scaffold = scaffold(&Source::new("model.json", MODEL), &upstream, &names).expect("valid");
    scaffold.text
}

fn snapshot(name: &str, text: &str) {
    let lines = TextDiff::from_lines(MODEL, text);
    let diff = lines.unified_diff().context_radius(1).to_string();
    insta::with_settings!({
        omit_expression => true,
        prepend_module_to_snapshot => false,
        snapshot_path => "../snapshots/upstream",
    }, {
        insta::assert_snapshot!(format!("scaffold-{name}.diff"), diff);
    });
}

#[test]
fn writes_an_operation_with_its_shapes() {
    let text = written("operation", &["Cancel"]);
    snapshot("operation", &text);
    let source = Source::new("model.json", text.clone());
    assert_eq!(layout::canonical(&source).unwrap(), text);
    // The promise is left to the author, and nothing else is wrong.
    let (_, diagnostics) = codegen::read(&source, Unsupported::Rejected);
    let codes: Vec<Code> = diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::Undecided]);
    // Then the operation is like the one upstream, and documentation is
    // missing.
    let decided = text.replace(
        "\"codegen.rules#undecided\": \"none\"",
        "\"smithy.api#tags\": []",
    );
    let source = Source::new("model.json", decided);
    let report = compare(&source, &description(case("operation"))).unwrap();
    assert_eq!(report.diagnostics.iter().count(), 0);
    let diagnostics = codegen::validate(&source, Unsupported::Rejected);
    let undocumented = diagnostics
        .iter()
        .filter(|found| found.code == Code::Undocumented);
    let titles: Vec<&str> = undocumented.map(|found| found.title.as_str()).collect();
    assert!(titles.contains(&"`Cancel` is not documented"), "{titles:?}");
}

#[test]
fn writes_changes_of_existing_shapes() {
    for (case, name) in [
        ("member", "OrderInput$gift"),
        ("length", "Isbn"),
        ("pattern", "OrderId"),
        ("error", "Stock"),
        ("enum-value", "Speed"),
        ("required", "OrderInput$isbn"),
    ] {
        let text = written(case, &[name]);
        snapshot(case, &text);
        let source = Source::new("model.json", text);
        let report = compare(&source, &description(self::case(case))).unwrap();
        assert_eq!(report.diagnostics.iter().count(), 0, "{case}");
    }
}

#[test]
fn writes_nothing_twice() {
    for (case, name) in [("none", "OrderId"), ("none", "Order"), ("none", "Speed")] {
        assert_eq!(written(case, &[name]), MODEL, "{name}");
    }
    let once = written("operation", &["Cancel"]);
    assert_eq!(written("operation", &["Cancel", "Cancel"]), once);
}

#[test]
fn reports_unknown_names() {
    let model = Source::new("model.json", MODEL);
    for (name, expected) in [
        ("Ordre", Some("Order")),
        ("Xylophone", None),
        ("OrderInput$nothing", Some("OrderInput")),
    ] {
        let error = scaffold(&model, &description(DESCRIPTION), &[name.to_owned()]).unwrap_err();
        let ScaffoldError::Unknown {
            name: found,
            similar,
        } = error
        else {
            unreachable!("{name}");
        };
        assert_eq!((found.as_str(), similar.as_deref()), (name, expected));
    }
}
