//! Renders the report as human-readable text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ::codegen::Color;
use anstyle::AnsiColor;

use super::report::{ConformanceReport, Tally, TestStatus};
use crate::console::paint;

/// Renders the failures, the table by feature, and the totals.
pub(super) fn render(report: &ConformanceReport, color: Color) -> String {
    let mut features: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut total = Tally::default();
    let mut text = String::new();
    let failed = paint(color, AnsiColor::Red.on_default(), "FAILED");
    for test in report.tests() {
        features.entry(test.feature).or_default().count(test.status);
        total.count(test.status);
        if let TestStatus::Failed(difference) = test.status {
            let difference = difference.replace('\n', "\n    ");
            let place = test.position.map(|(file, position)| {
                format!("\n  --> {file}:{}:{}", position.line, position.column)
            });
            let _ = writeln!(
                text,
                "{failed} {} ({}){}\n    {difference}",
                test.name,
                test.feature,
                place.unwrap_or_default()
            );
        }
    }
    let _ = writeln!(
        text,
        "{:<28}{:>8}{:>8}{:>8}",
        report.model.name, "passed", "failed", "skipped"
    );
    for (feature, tally) in &features {
        let Tally {
            passed,
            failed,
            skipped,
        } = tally;
        let _ = writeln!(text, "  {feature:<26}{passed:>8}{failed:>8}{skipped:>8}");
    }
    text + &counted(total) + "\n"
}

/// Formats the totals.
pub(super) fn counted(tally: Tally) -> String {
    let Tally {
        passed,
        failed,
        skipped,
    } = tally;
    format!("{passed} passed, {failed} failed, {skipped} skipped")
}

#[cfg(test)]
mod tests {
    use super::super::report::tests::example;
    use super::*;

    #[test]
    fn counts_tests_by_feature() {
        assert_eq!(
            render(&example(), Color::Never),
            "\
FAILED two (paths)
  --> models/shop/a.json:7:9
    this
    that
shop                          passed  failed skipped
  endpoints                        1       0       0
  paths                            1       1       0
  streams                          0       0       1
2 passed, 1 failed, 1 skipped
"
        );
    }
}
