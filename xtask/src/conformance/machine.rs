//! What came of protocol tests, for machines.

use serde_json::{Value, json};

use super::report::{Report, Status, Tally, Test};
use super::table::counted;
use crate::format;

/// All models as one JSON object.
pub(super) fn json(reports: &[Report]) -> String {
    let models: Vec<Value> = reports.iter().map(of_model).collect();
    let value = json!({ "models": models });
    format::text(&format::with(value, of_tally(total(reports))))
}

fn total(reports: &[Report]) -> Tally {
    Tally::of(reports.iter().flat_map(Report::tests))
}

fn of_tally(tally: Tally) -> Value {
    json!({ "passed": tally.passed, "failed": tally.failed, "skipped": tally.skipped })
}

fn of_model(report: &Report) -> Value {
    let tests = report.tests();
    let cases: Vec<Value> = tests.iter().map(of_test).collect();
    let value = json!({
        "model": report.model.label,
        "file": report.model.path_name,
        "problem": problem(report),
        "cases": cases,
    });
    let value = format::with(value, of_tally(Tally::of(tests)));
    format::with(value, format::diagnostics(&report.diagnostics))
}

fn problem(report: &Report) -> Option<&str> {
    report.run.as_ref()?.problem.as_deref()
}

fn of_test(test: &Test<'_>) -> Value {
    let difference = match test.status {
        Status::Failed(difference) => Some(difference),
        Status::Passed | Status::Skipped => None,
    };
    let position = test.place.map(|(_, position)| position);
    json!({
        "name": test.name,
        "kind": test.case.map(|case| case.kind.name()),
        "shape": test.case.map(|case| case.shape.to_string()),
        "feature": test.feature,
        "test": test.path,
        "file": test.place.map(|(file, _)| file),
        "line": position.map(|position| position.line),
        "column": position.map(|position| position.column),
        "status": test.status.name(),
        "difference": difference,
    })
}

/// What there is to say of the models, each test that failed at its line, and
/// how many ended how.
pub(super) fn annotations(reports: &[Report]) -> String {
    let mut text = String::new();
    for report in reports {
        text.push_str(&format::annotations(&report.diagnostics));
        if let Some(problem) = problem(report) {
            let title = format!(
                "the crate of {} does not build without a warning",
                report.model.label
            );
            text.push_str(&format::annotation("error", &[("title", title)], problem));
        }
        for test in report.tests() {
            if let Status::Failed(difference) = test.status {
                text.push_str(&failure(report, &test, difference));
            }
        }
    }
    let title = [("title", "conformance".to_owned())];
    text + &format::annotation("notice", &title, &counted(total(reports)))
}

fn failure(report: &Report, test: &Test<'_>, difference: &str) -> String {
    let mut properties = Vec::new();
    match test.place {
        Some((file, position)) => properties.extend([
            ("file", file.clone()),
            ("line", position.line.to_string()),
            ("col", position.column.to_string()),
        ]),
        None => properties.push(("file", report.model.path_name.clone())),
    }
    properties.push(("title", format!("{} ({}) failed", test.name, test.feature)));
    format::annotation("error", &properties, difference)
}

#[cfg(test)]
mod tests {
    use super::super::report::tests::example;
    use super::*;

    #[test]
    fn every_case_is_told_with_its_place() {
        insta::with_settings!({
            omit_expression => true,
            prepend_module_to_snapshot => false,
            snapshot_path => "../../tests/snapshots",
        }, {
            insta::assert_snapshot!("conformance.json", json(&[example()]));
            insta::assert_snapshot!("conformance.github", annotations(&[example()]));
        });
    }
}
