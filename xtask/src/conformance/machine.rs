//! The machine-readable reports.

use serde_json::{Value, json};

use super::report::{ConformanceReport, Tally, Test, TestStatus};
use super::table::counted;
use crate::format;

/// Formats all models as one JSON object.
pub(super) fn json(reports: &[ConformanceReport]) -> String {
    let models: Vec<Value> = reports.iter().map(model_json).collect();
    let value = json!({ "models": models });
    format::text(&format::with(value, tally_json(total(reports))))
}

fn total(reports: &[ConformanceReport]) -> Tally {
    Tally::from_tests(reports.iter().flat_map(ConformanceReport::tests))
}

fn tally_json(tally: Tally) -> Value {
    json!({ "passed": tally.passed, "failed": tally.failed, "skipped": tally.skipped })
}

fn model_json(report: &ConformanceReport) -> Value {
    let tests = report.tests();
    let cases: Vec<Value> = tests.iter().map(test_json).collect();
    let value = json!({
        "model": report.model.label,
        "file": report.model.path_name,
        "problem": problem(report),
        "cases": cases,
    });
    let value = format::with(value, tally_json(Tally::from_tests(tests)));
    format::with(value, format::diagnostics(&report.diagnostics))
}

fn problem(report: &ConformanceReport) -> Option<&str> {
    report.run.as_ref()?.problem.as_deref()
}

fn test_json(test: &Test<'_>) -> Value {
    let difference = match test.status {
        TestStatus::Failed(difference) => Some(difference),
        TestStatus::Passed | TestStatus::Skipped => None,
    };
    let position = test.position.map(|(_, position)| position);
    json!({
        "name": test.name,
        "kind": test.case.map(|case| case.kind.name()),
        "shape": test.case.map(|case| case.shape.to_string()),
        "feature": test.feature,
        "test": test.path,
        "file": test.position.map(|(file, _)| file),
        "line": position.map(|position| position.line),
        "column": position.map(|position| position.column),
        "status": test.status.name(),
        "difference": difference,
    })
}

/// Formats diagnostics, failed tests and totals as annotations.
pub(super) fn annotations(reports: &[ConformanceReport]) -> String {
    let mut text = String::new();
    for report in reports {
        text.push_str(&format::annotations(&report.diagnostics));
        if let Some(problem) = problem(report) {
            let title = format!(
                "the crate of {} does not build without warnings",
                report.model.label
            );
            text.push_str(&format::annotation("error", &[("title", title)], problem));
        }
        for test in report.tests() {
            if let TestStatus::Failed(difference) = test.status {
                text.push_str(&failure(report, &test, difference));
            }
        }
    }
    let title = [("title", "conformance".to_owned())];
    text + &format::annotation("notice", &title, &counted(total(reports)))
}

fn failure(report: &ConformanceReport, test: &Test<'_>, difference: &str) -> String {
    let mut properties = Vec::new();
    match test.position {
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
    fn reports_every_case_with_its_position() {
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
