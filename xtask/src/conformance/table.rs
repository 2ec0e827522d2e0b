//! What came of protocol tests, in words.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ::codegen::{Case, Colour};

use super::harness::Run;

/// How many tests ended how.
#[derive(Clone, Copy, Default)]
struct Tally {
    passed: usize,
    failed: usize,
    skipped: usize,
}

/// The failures, the table by feature, and the line that counts; with the
/// number of failures.
pub(super) fn render(model: &str, cases: &[Case], run: &Run, colour: Colour) -> (String, usize) {
    let mut features: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut total = Tally::default();
    let mut text = String::new();
    let red = |text: &str| match colour {
        Colour::Always => format!("\u{1b}[31m{text}\u{1b}[0m"),
        Colour::Never => text.to_owned(),
    };
    for (name, feature, result) in tests(cases, run) {
        let tally = features.entry(feature).or_default();
        match result {
            Some(None) => {
                tally.passed += 1;
                total.passed += 1;
            }
            Some(Some(difference)) => {
                tally.failed += 1;
                total.failed += 1;
                let difference = difference.replace('\n', "\n    ");
                let _ = writeln!(
                    text,
                    "{} {name} ({feature})\n    {difference}",
                    red("FAILED")
                );
            }
            None => {
                tally.skipped += 1;
                total.skipped += 1;
            }
        }
    }
    let _ = writeln!(
        text,
        "{model:<28}{:>8}{:>8}{:>8}",
        "passed", "failed", "skipped"
    );
    for (feature, tally) in &features {
        let Tally {
            passed,
            failed,
            skipped,
        } = tally;
        let _ = writeln!(text, "  {feature:<26}{passed:>8}{failed:>8}{skipped:>8}");
    }
    let Tally {
        passed,
        failed,
        skipped,
    } = total;
    let _ = writeln!(text, "{passed} passed, {failed} failed, {skipped} skipped");
    (text, failed)
}

/// What a test is called, what it is about, and how it ended: the tests of the
/// model, then those that the generator makes of other traits.
fn tests<'r>(
    cases: &'r [Case],
    run: &'r Run,
) -> impl Iterator<Item = (&'r str, &'r str, Option<&'r Option<String>>)> {
    let known: BTreeMap<&str, &Case> = cases
        .iter()
        .map(|case| (case.path.as_str(), case))
        .collect();
    let others = run
        .tests
        .iter()
        .filter(move |(path, _)| !known.contains_key(path.as_str()));
    let others = others.map(|(path, result)| {
        let module = path
            .rsplit_once("::")
            .map_or("others", |(module, _)| module);
        (path.as_str(), module, Some(result))
    });
    let cases = cases
        .iter()
        .map(|case| (case.id.as_str(), case.feature, run.tests.get(&case.path)));
    cases.chain(others)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_counted_by_feature() {
        let case = |id: &str, feature| Case {
            id: id.to_owned(),
            path: format!("operation::{id}"),
            feature,
        };
        let cases = [
            case("one", "paths"),
            case("two", "paths"),
            case("three", "streams"),
        ];
        let run = Run {
            tests: BTreeMap::from([
                ("operation::one".to_owned(), None),
                ("operation::two".to_owned(), Some("this\nthat".to_owned())),
                ("endpoints::four".to_owned(), None),
            ]),
            problem: None,
        };
        let (text, failed) = render("shop", &cases, &run, Colour::Never);
        assert_eq!(failed, 1);
        assert_eq!(
            text,
            "\
FAILED two (paths)
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
