//! Comparisons with upstream descriptions, and shapes that are created from
//! them.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a failed test panics"
)]

mod scaffold;
mod support;

use std::fmt::Write as _;

use codegen::upstream::{Upstream, compare};
use codegen::{Code, Color, Source, Unsupported};
use serde_json::{Value, json};

use support::{DESCRIPTION, MODEL, description, model_with, patched};

/// Returns the report for a description, as the command prints it.
fn report(model: &str, upstream: &Upstream) -> String {
    match compare(&Source::new("model.json", model), upstream) {
        Ok(report) => {
            let coverage = &report.coverage;
            let mut text = format!("{} of {}\n", coverage.present, coverage.total());
            for listed in &report.listed {
                let _ = writeln!(text, "listed: {} {}", listed.path, listed.difference);
            }
            text + &report.diagnostics.render(Color::Never)
        }
        Err(diagnostics) => diagnostics.render(Color::Never),
    }
}

/// Each case is a [merge patch] of the description, with one change.
///
/// [merge patch]: https://www.rfc-editor.org/rfc/rfc7396
#[test]
fn reports_differences() {
    insta::with_settings!({
        omit_expression => true,
        prepend_module_to_snapshot => false,
        snapshot_path => "../snapshots/upstream",
    }, {
        insta::glob!("../fixtures/upstream/cases", "*.json", |path| {
            let patch = std::fs::read_to_string(path).unwrap();
            let text = patched(DESCRIPTION, &serde_json::from_str(&patch).unwrap());
            insta::assert_snapshot!("report", report(MODEL, &description(text)));
        });
    });
}

#[test]
fn finds_no_difference_in_the_description_of_the_model() {
    assert_eq!(report(MODEL, &description(DESCRIPTION)), "2 of 2\n");
}

#[test]
fn compares_with_smithy_models() {
    // Other names, another namespace, and prose.
    let other = MODEL
        .replace("com.example#", "com.amazonaws.shop#")
        .replace("#Isbn\"", "#BookNumber\"")
        .replace("Orders a book.", "<p>Places an order.</p>");
    assert_eq!(report(MODEL, &description(other.clone())), "2 of 2\n");
    let other = other.replace("\"max\": 13", "\"max\": 17");
    let found = report(MODEL, &description(other));
    assert!(
        found.contains("`Isbn` has length 10 to 17, was 10 to 13"),
        "{found}"
    );
    assert_eq!(found.matches("warning[").count(), 1, "{found}");
}

#[test]
fn reads_paginators_next_to_the_description() {
    let mut value: Value = serde_json::from_str(DESCRIPTION).unwrap();
    let pagination = value.as_object_mut().unwrap().remove("pagination").unwrap();
    let without = description(value.to_string());
    assert!(report(MODEL, &without).contains("`Stock` is no longer paginated"));
    let paginators = json!({ "pagination": pagination }).to_string();
    let with = without.with_paginators(Source::new("paginators-1.json", paginators));
    assert_eq!(report(MODEL, &with), "2 of 2\n");
}

#[test]
fn omits_listed_differences_and_reports_stale_ones() {
    let longer = patched(DESCRIPTION, &json!({ "shapes": { "ISBN": { "max": 17 } } }));
    let listed = |difference: &str| {
        model_with(&json!({ "metadata": { "upstreamDifferences": [{
            "shape": "com.example#Isbn",
            "difference": difference,
            "reason": "The shop sells no longer ones.",
        }] } }))
    };
    let model = listed("has length 10 to 17, was 10 to 13");
    assert_eq!(
        report(&model, &description(longer.clone())),
        "2 of 2\nlisted: Isbn has length 10 to 17, was 10 to 13\n"
    );
    let stale = report(&model, &description(DESCRIPTION));
    assert!(stale.contains("warning[M1103]"), "{stale}");
    // A difference with different text is a different difference.
    let both = report(
        &listed("has length 10 to 16, was 10 to 13"),
        &description(longer),
    );
    assert!(
        both.contains("warning[M1102]") && both.contains("warning[M1103]"),
        "{both}"
    );
}

#[test]
fn rejects_malformed_lists_of_differences() {
    for (entry, code) in [
        (
            json!({ "shape": "com.example#Isbn", "difference": "x" }),
            "M0007",
        ),
        (
            json!({ "shape": 1, "difference": "x", "reason": "y" }),
            "M0006",
        ),
        (json!("Isbn"), "M0006"),
    ] {
        let model = model_with(&json!({ "metadata": { "upstreamDifferences": [entry] } }));
        let found = report(&model, &description(DESCRIPTION));
        assert!(found.contains(&format!("error[{code}]")), "{found}");
    }
    let more = json!({ "shape": "a#B", "difference": "x", "reason": "y", "id": "z" });
    let model = model_with(&json!({ "metadata": { "upstreamDifferences": [more] } }));
    let (_, diagnostics) = codegen::read(&Source::new("model.json", model), Unsupported::Rejected);
    assert!(
        diagnostics
            .iter()
            .any(|found| found.code == Code::UnknownProperty)
    );
}

#[test]
fn rejects_files_that_describe_no_service() {
    for (text, code) in [
        ("", "M0001"),
        ("[]", "M0003"),
        ("{}", "M0003"),
        (r#"{"smithy": "1.0"}"#, "M0003"),
        (
            r#"{"metadata": {}, "operations": {}, "operations": {}}"#,
            "M0002",
        ),
        (r#"{"metadata": 1, "operations": []}"#, "M0006"),
    ] {
        let found = report(MODEL, &description(text));
        assert!(found.contains(&format!("error[{code}]")), "{text}: {found}");
    }
    let broken = description(DESCRIPTION).with_paginators(Source::new("paginators-1.json", "{"));
    assert!(report(MODEL, &broken).contains("paginators-1.json:1"));
}

#[test]
fn bounds_the_work_for_hostile_descriptions() {
    const MANY: usize = 5_000;
    let deep = format!("{{\"metadata\":{}", "[".repeat(20 * MANY));
    assert!(report(MODEL, &description(deep)).contains("error[M0001]"));
    // Chains of lists that end, or not, and of structures.
    for (kind, last, expected) in [
        ("list", "String", "error[M0106]"),
        ("list", "Next0", "error[M0106]"),
        ("structure", "Next0", "2 of 2\n"),
    ] {
        let mut shapes = serde_json::Map::new();
        for number in 0..MANY {
            let next = match number + 1 {
                MANY => last.to_owned(),
                next => format!("Next{next}"),
            };
            let shape = match kind {
                "list" => json!({ "type": kind, "member": { "shape": next } }),
                _ => json!({ "type": kind, "members": { "next": { "shape": next } } }),
            };
            shapes.insert(format!("Next{number}"), shape);
        }
        let note = json!({ "members": { "note": { "shape": "Next0" } } });
        shapes.insert("OrderInput".to_owned(), note);
        let chain = patched(DESCRIPTION, &json!({ "shapes": shapes }));
        let found = report(MODEL, &description(chain));
        assert!(
            found.starts_with(expected),
            "{kind} {last}: {}",
            &found[..200]
        );
    }
    // Many operations.
    let operation = json!({ "http": { "method": "POST", "requestUri": "/" } });
    let operations: serde_json::Map<String, Value> = (0..MANY / 5)
        .map(|number| (format!("Operation{number}"), operation.clone()))
        .collect();
    let many = patched(DESCRIPTION, &json!({ "operations": operations }));
    assert!(report(MODEL, &description(many)).starts_with("2 of 1002\n"));
}
