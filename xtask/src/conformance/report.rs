//! The results of the protocol tests of a model.

use std::collections::BTreeMap;

use ::codegen::{Case, Diagnostics, LineColumn};

use super::harness::Run;
use super::model::TestModel;

/// A model with its diagnostics and test results.
pub(super) struct ConformanceReport {
    pub(super) model: TestModel,
    pub(super) diagnostics: Diagnostics,
    /// `None` if the model has errors.
    pub(super) run: Option<Run>,
}

pub(super) struct Test<'r> {
    /// The id in the model, or the path of a test that was generated from other
    /// traits.
    pub(super) name: &'r str,
    /// `module::function` in the generated crate.
    pub(super) path: &'r str,
    pub(super) feature: &'r str,
    /// The case in the model, with its file and position.
    pub(super) case: Option<&'r Case>,
    pub(super) position: Option<&'r (String, LineColumn)>,
    pub(super) status: TestStatus<'r>,
}

/// The result of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TestStatus<'r> {
    Passed,
    /// With the difference.
    Failed(&'r str),
    Skipped,
}

impl TestStatus<'_> {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed(_) => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// The number of tests by result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) skipped: usize,
}

impl Tally {
    pub(super) fn count(&mut self, status: TestStatus<'_>) {
        match status {
            TestStatus::Passed => self.passed += 1,
            TestStatus::Failed(_) => self.failed += 1,
            TestStatus::Skipped => self.skipped += 1,
        }
    }

    pub(super) fn from_tests<'r>(tests: impl IntoIterator<Item = Test<'r>>) -> Self {
        let mut tally = Self::default();
        for test in tests {
            tally.count(test.status);
        }
        tally
    }
}

impl ConformanceReport {
    /// Returns the tests of the model, then tests generated from other traits.
    pub(super) fn tests(&self) -> Vec<Test<'_>> {
        let TestModel {
            cases, positions, ..
        } = &self.model;
        let results = self.run.as_ref().map(|run| &run.tests);
        let known: BTreeMap<&str, &Case> = cases
            .iter()
            .map(|case| (case.path.as_str(), case))
            .collect();
        let tests = cases.iter().map(|case| Test {
            name: &case.id,
            path: &case.path,
            feature: case.feature,
            case: Some(case),
            position: positions.get(&(case.kind, case.id.clone())),
            status: status(results.and_then(|results| results.get(&case.path))),
        });
        let others = results.into_iter().flatten();
        let others = others.filter(|(path, _)| !known.contains_key(path.as_str()));
        let others = others.map(|(path, result)| Test {
            name: path,
            path,
            feature: path
                .rsplit_once("::")
                .map_or("others", |(module, _)| module),
            case: None,
            position: None,
            status: status(Some(result)),
        });
        tests.chain(others).collect()
    }

    /// Whether all tests that ran have passed, in a crate that builds without
    /// warnings.
    pub(super) fn is_success(&self) -> bool {
        let built = self.run.as_ref().is_some_and(|run| run.problem.is_none());
        built && Tally::from_tests(self.tests()).failed == 0
    }
}

fn status(result: Option<&Option<String>>) -> TestStatus<'_> {
    match result {
        Some(None) => TestStatus::Passed,
        Some(Some(difference)) => TestStatus::Failed(difference),
        None => TestStatus::Skipped,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::path::PathBuf;

    use ::codegen::model::{ShapeId, TestKind};
    use ::codegen::{Source, Unsupported, validate};

    use super::*;

    /// Three tests of a model and one of another trait, one for each status.
    pub(in super::super) fn example() -> ConformanceReport {
        let case = |id: &str, feature| Case {
            kind: TestKind::Request,
            id: id.to_owned(),
            shape: ShapeId::parse("com.example#Lend").unwrap(),
            path: format!("operation::{id}"),
            feature,
        };
        let position = LineColumn { line: 7, column: 9 };
        ConformanceReport {
            model: TestModel {
                name: "shop".to_owned(),
                label: "models/shop".to_owned(),
                path: PathBuf::new(),
                path_name: "target/shop.json".to_owned(),
                folder: PathBuf::new(),
                cases: vec![
                    case("one", "paths"),
                    case("two", "paths"),
                    case("three", "streams"),
                ],
                positions: BTreeMap::from([(
                    (TestKind::Request, "two".to_owned()),
                    ("models/shop/a.json".to_owned(), position),
                )]),
                written: Vec::new(),
            },
            diagnostics: validate(
                &Source::new("target/shop.json", r#"{"smithy": "1.0"}"#),
                Unsupported::Rejected,
            ),
            run: Some(Run {
                tests: BTreeMap::from([
                    ("operation::one".to_owned(), None),
                    ("operation::two".to_owned(), Some("this\nthat".to_owned())),
                    ("endpoints::four".to_owned(), None),
                ]),
                problem: None,
            }),
        }
    }

    #[test]
    fn one_failure_or_warning_is_not_a_success() {
        let mut report = example();
        let expected = Tally {
            passed: 2,
            failed: 1,
            skipped: 1,
        };
        assert_eq!(Tally::from_tests(report.tests()), expected);
        assert!(!report.is_success());
        report.run = Some(Run::default());
        assert!(report.is_success());
        report.run = Some(Run {
            problem: Some("warning: unused".to_owned()),
            ..Run::default()
        });
        assert!(!report.is_success());
        report.run = None;
        assert!(!report.is_success());
    }
}
