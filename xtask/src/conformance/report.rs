//! What came of the protocol tests of a model, test by test.

use std::collections::BTreeMap;

use ::codegen::{Case, Diagnostics, Position};

use super::harness::Run;
use super::model::TestModel;

/// A model, what there is to say of it, and what came of its tests.
pub(super) struct Report {
    pub(super) model: TestModel,
    pub(super) diagnostics: Diagnostics,
    /// `None` when the model has errors.
    pub(super) run: Option<Run>,
}

/// One test.
pub(super) struct Test<'r> {
    /// The id in the model; of a test that the generator makes of other
    /// traits, its path.
    pub(super) name: &'r str,
    /// `module::function` in the generated crate.
    pub(super) path: &'r str,
    pub(super) feature: &'r str,
    /// The case in the model, and where it stands.
    pub(super) case: Option<&'r Case>,
    pub(super) place: Option<&'r (String, Position)>,
    pub(super) status: Status<'r>,
}

/// How a test ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status<'r> {
    Passed,
    /// With what differed.
    Failed(&'r str),
    Skipped,
}

impl Status<'_> {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed(_) => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// How many tests ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) skipped: usize,
}

impl Tally {
    pub(super) fn count(&mut self, status: Status<'_>) {
        match status {
            Status::Passed => self.passed += 1,
            Status::Failed(_) => self.failed += 1,
            Status::Skipped => self.skipped += 1,
        }
    }

    pub(super) fn of<'r>(tests: impl IntoIterator<Item = Test<'r>>) -> Self {
        let mut tally = Self::default();
        for test in tests {
            tally.count(test.status);
        }
        tally
    }
}

impl Report {
    /// The tests of the model, then those that the generator makes of other
    /// traits.
    pub(super) fn tests(&self) -> Vec<Test<'_>> {
        let TestModel { cases, places, .. } = &self.model;
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
            place: places.get(&(case.kind, case.id.clone())),
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
            place: None,
            status: status(Some(result)),
        });
        tests.chain(others).collect()
    }

    /// Whether all that was run has passed, in a crate that builds without a
    /// warning.
    pub(super) fn is_well(&self) -> bool {
        let built = self.run.as_ref().is_some_and(|run| run.problem.is_none());
        built && Tally::of(self.tests()).failed == 0
    }
}

fn status(result: Option<&Option<String>>) -> Status<'_> {
    match result {
        Some(None) => Status::Passed,
        Some(Some(difference)) => Status::Failed(difference),
        None => Status::Skipped,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::path::PathBuf;

    use ::codegen::model::{ShapeId, TestKind};
    use ::codegen::{Source, Unsupported, validate};

    use super::*;

    /// Three tests of a model and one of another trait, of each status one.
    pub(in super::super) fn example() -> Report {
        let case = |id: &str, feature| Case {
            kind: TestKind::Request,
            id: id.to_owned(),
            shape: ShapeId::parse("com.example#Lend").unwrap(),
            path: format!("operation::{id}"),
            feature,
        };
        let position = Position { line: 7, column: 9 };
        Report {
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
                places: BTreeMap::from([(
                    (TestKind::Request, "two".to_owned()),
                    ("models/shop/a.json".to_owned(), position),
                )]),
                written: Vec::new(),
            },
            diagnostics: validate(
                &Source::new("target/shop.json", r#"{"smithy": "1.0"}"#),
                Unsupported::Refused,
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
    fn one_failure_or_warning_is_not_well() {
        let mut report = example();
        let expected = Tally {
            passed: 2,
            failed: 1,
            skipped: 1,
        };
        assert_eq!(Tally::of(report.tests()), expected);
        assert!(!report.is_well());
        report.run = Some(Run::default());
        assert!(report.is_well());
        report.run = Some(Run {
            problem: Some("warning: unused".to_owned()),
            ..Run::default()
        });
        assert!(!report.is_well());
        report.run = None;
        assert!(!report.is_well());
    }
}
