//! Validation: rules about the relations of values, reasons and warnings.

use std::collections::BTreeSet;

use proptest::prelude::*;
use runtime::codegen::{Check, Scalar, Walk};
use runtime::{MemberState, Rule, Unit, Validate, Violation, When};

/// A value that one rule checks.
struct Checked<F>(F);

impl<F: Fn(&mut Check<'_>)> Validate for Checked<F> {
    fn check(&self, check: &mut Check<'_>) {
        (self.0)(check);
    }
}

fn violations(rule: impl Fn(&mut Check<'_>)) -> String {
    Checked(rule)
        .validate()
        .map_or_else(|found| found.to_string(), |()| "valid".to_owned())
}

fn warnings(rule: impl Fn(&mut Check<'_>)) -> Vec<String> {
    let found = Checked(rule).validation_warnings();
    found.iter().map(Violation::to_string).collect()
}

/// Lists in a list, such as the sections of a menu with their rows.
type Sections = [Vec<&'static str>];

fn rows<'v>(sections: &Sections, walk: &mut Walk<'_, 'v>) {
    walk.items(sections, |rows, walk| {
        walk.member("rows", Some(rows.as_slice()), |rows, walk| {
            walk.visit(Scalar::count(rows.len()));
        });
    });
}

fn ids<'v>(rows: &Vec<&'static str>, walk: &mut Walk<'_, 'v>) {
    walk.member("rows", Some(rows.as_slice()), |rows, walk| {
        walk.items(rows, |row, walk| {
            walk.member(("rowId", "row_id"), Some(*row), |id, walk| walk.visit(id));
        });
    });
}

#[test]
fn counts_entries_of_all_lists_on_a_path() {
    let total = |sections: &'static [&'static [&'static str]]| {
        let sections: Vec<_> = sections.iter().map(|rows| rows.to_vec()).collect();
        violations(|check| {
            let path = ("sections.rows", "sections.items");
            check.total(path, 1..=3, Some(sections.as_slice()), rows);
        })
    };
    assert_eq!(total(&[&["a"], &["b", "c"]]), "valid");
    assert_eq!(
        total(&[&["a", "b"], &["c", "d"]]),
        "must have 1 to 3 entries in all of sections.rows (sections.items), has 4",
    );
    assert_eq!(
        total(&[&[], &[]]),
        "must have 1 to 3 entries in all of sections.rows (sections.items), has 0",
    );
    let unset = violations(|check| check.total("sections", 1.., None::<&Sections>, rows));
    assert_eq!(unset, "valid");
}

#[test]
fn names_the_first_of_equal_values() {
    let sections = [vec!["a", "b"], vec!["c", "a", "a"]];
    assert_eq!(
        violations(|check| {
            check.member("sections", Some(&sections[..]), |sections, check| {
                check.unique_by(sections, ids);
            });
        }),
        "/sections/1/rows/1/rowId (sections[1].rows[1].row_id): must be unique, \
        is \"a\", the same as /sections/0/rows/0/rowId\n\
        /sections/1/rows/2/rowId (sections[1].rows[2].row_id): must be unique, \
        is \"a\", the same as /sections/0/rows/0/rowId",
    );
    assert_eq!(
        violations(|check| check.sensitive(|check| check.unique_by(&sections[1..], ids))),
        "/0/rows/2/rowId ([0].rows[2].row_id): must be unique, \
        is the same as /0/rows/1/rowId (sensitive)",
    );
}

#[test]
fn compares_the_first_values_of_long_lists() {
    let mut numbers: Vec<i64> = (0..5000).collect();
    let unique = |numbers: &[i64]| {
        violations(|check| check.unique_by(numbers, |number, walk| walk.visit(*number)))
    };
    numbers[4999] = 0;
    assert_eq!(unique(&numbers), "valid");
    numbers[1000] = 0;
    assert_eq!(
        unique(&numbers),
        "/1000: must be unique, is 0, the same as /0"
    );
}

#[test]
fn compares_entries_with_the_first_that_has_a_value() {
    let uniform = |values: &'static [Option<Scalar<'static>>]| {
        violations(|check| check.uniform(("header/id", "header.id"), values, |value| *value))
    };
    let cases: [(&[_], _); 5] = [
        (&[None, Some(Scalar::Variant("image")), None], "valid"),
        (
            &[
                None,
                Some(Scalar::Variant("image")),
                Some(Scalar::Variant("video")),
            ],
            "/2/header/id: must be the same in all entries, \
            is video but image in entry 1",
        ),
        (
            &[Some(Scalar::Text("a")), Some(Scalar::Text("b"))],
            "/1/header/id: must be the same in all entries, \
            is \"b\" but \"a\" in entry 0",
        ),
        (
            &[Some(Scalar::Set), Some(Scalar::Unset)],
            "/1/header/id: must be the same in all entries, \
            is unset but set in entry 0",
        ),
        (
            &[Some(Scalar::Boolean(true)), Some(Scalar::Boolean(false))],
            "/1/header/id: must be the same in all entries, \
            is false but true in entry 0",
        ),
    ];
    for (values, expected) in cases {
        assert_eq!(uniform(values), expected);
    }
    let hidden = violations(|check| {
        check.sensitive(|check| check.uniform("pin", &["1", "2"], |pin| Some(Scalar::Text(pin))));
    });
    assert_eq!(
        hidden,
        "/1/pin: must be the same in all entries, differs from entry 0 (sensitive)"
    );
}

#[test]
fn describes_values_that_depend_on_others() {
    const PIN: &[When] = &[When::new("type", "kind", MemberState::OneOf(&["pin"]))];
    const TWO: &[When] = &[
        When::new(
            "type",
            "type",
            MemberState::OneOf(&["list", "product", "menu"]),
        ),
        When::new("header", "header", MemberState::Set),
    ];
    let cases = [
        (
            violations(|check| check.required_when(PIN, "days", false)),
            "/days: must be set when type (kind) is pin",
        ),
        (
            violations(|check| check.required_when(PIN, "days", true)),
            "valid",
        ),
        (
            violations(|check| check.forbidden_when(TWO, ("a/bC", "a.b_c"), true)),
            "/a/bC (a.b_c): must not be set when type is list, product or menu and header is set",
        ),
        (
            violations(|check| check.forbidden_when(TWO, "a", false)),
            "valid",
        ),
        (
            violations(|check| check.combination(TWO)),
            "must not combine type list, product or menu with header",
        ),
        (
            violations(|check| check.sensitive(|check| check.combination(TWO))),
            "must not combine these values",
        ),
        (
            violations(|check| check.sensitive(|check| check.required_when(TWO, "a", false))),
            "/a: must be set when other members have certain values",
        ),
        (
            violations(|check| check.combination(PIN)),
            "must not have type (kind) pin",
        ),
        (
            violations(|check| check.at_least_one_of(&[("a", "a", false), ("b", "b", false)])),
            "at least one of a and b must be set, none is",
        ),
        (
            violations(|check| check.at_least_one_of(&[("a", "a", false), ("b", "b", true)])),
            "valid",
        ),
    ];
    for (found, expected) in cases {
        assert_eq!(found, expected);
    }
    let found = Checked(|check: &mut Check<'_>| check.required_when(PIN, "days", false));
    let found = found.validate().unwrap_err();
    let violation = found.iter().next().unwrap();
    assert_eq!(violation.message(), "must be set when type is pin");
    let Rule::RequiredWhen([when]) = violation.rule() else {
        panic!("{:?}", violation.rule());
    };
    assert_eq!(when.member().field(), "kind");
    assert_eq!(when.state(), MemberState::OneOf(&["pin"]));
}

#[test]
fn describes_lengths_and_patterns_that_others_depend_on() {
    const LONG: &[When] = &[When::new(
        "items",
        "items",
        MemberState::Length {
            min: Some(2),
            max: None,
            unit: Unit::Entries,
        },
    )];
    const PLUS: &[When] = &[
        When::new("type", "type", MemberState::OneOf(&["group"])),
        When::new("to", "to", MemberState::Matching(r"^\+")),
    ];
    const BOTH: &[When] = &[LONG[0], PLUS[1]];
    let titles = |titles: &'static [Option<&'static str>]| {
        move |walk: &mut Walk<'_, '_>| {
            walk.member("items", Some(titles), |titles, walk| {
                walk.items(titles, |title, walk| {
                    walk.presence(("title", "a_title"), title.is_some());
                });
            });
        }
    };
    let cases = [
        (
            violations(|check| check.all_required_when(LONG, titles(&[Some("a"), None, None]))),
            "/items/1/title (items[1].a_title): must be set when items has at least 2 entries\n\
            /items/2/title (items[2].a_title): must be set when items has at least 2 entries",
        ),
        (
            violations(|check| check.all_required_when(LONG, titles(&[Some("a"), Some("b")]))),
            "valid",
        ),
        (
            violations(|check| check.all_forbidden_when(PLUS, titles(&[Some("a"), None]))),
            "/items/0/title (items[0].a_title): must not be set when type is group and to matches \
            ^\\+",
        ),
        (
            violations(|check| check.combination(PLUS)),
            "must not combine type group with to matching ^\\+",
        ),
        (
            violations(|check| check.combination(BOTH)),
            "must not combine at least 2 entries in items with to matching ^\\+",
        ),
        (
            violations(|check| check.combination(LONG)),
            "must not have at least 2 entries in items",
        ),
        (
            violations(|check| {
                check.sensitive(|check| check.all_required_when(LONG, titles(&[None])));
            }),
            "/items/0/title (items[0].a_title): must be set when other members have certain values",
        ),
    ];
    for (found, expected) in cases {
        assert_eq!(found, expected);
    }
}

#[test]
fn warns_about_values_that_the_model_does_not_list() {
    let rule = |check: &mut Check<'_>| {
        check.known_value(true, "image");
        check.known_value(false, "imgae");
        check.known_value(false, 7_i64);
        check.sensitive(|check| check.known_value(false, "secret"));
    };
    assert_eq!(violations(rule), "valid");
    assert_eq!(
        warnings(rule),
        [
            "should be a value that the model lists, is \"imgae\"",
            "should be a value that the model lists, is 7",
            "should be a value that the model lists, is another",
        ]
    );
}

#[test]
fn warnings_do_not_reject_a_value() {
    let rule = |check: &mut Check<'_>| {
        check.because("the reference says 2", |check| {
            check.advise(|check| check.length(..=2, "abc"));
        });
        check.advise(|check| check.byte_length(..=3, "ää"));
        check.advise(|check| check.utf16_length(..=1, "🦀"));
        check.advise(|check| check.required("a", false));
        check.advise(|check| check.at_most_one_of(&[("a", "a", true), ("b", "b", true)]));
        check.because("the reference says 2", |check| check.length(..=1, "ab"));
        // The value is rejected already.
        check.advise(|check| check.required("b", false));
    };
    assert_eq!(
        violations(rule),
        "must have at most 1 character, has 2; the reference says 2"
    );
    assert_eq!(
        warnings(rule),
        [
            "should have at most 2 characters, has 3; the reference says 2",
            "should have at most 3 bytes, has 4",
            "should have at most 1 UTF-16 code unit, has 2",
            "/a: should be set",
            "at most one of a and b should be set, a and b are",
        ]
    );
    let found = Checked(rule).validation_warnings();
    assert!(found.iter().all(Violation::is_warning));
    assert_eq!(found[0].reason(), Some("the reference says 2"));
    let violations = Checked(rule).validate().unwrap_err();
    assert!(!violations.iter().any(Violation::is_warning));
}

proptest! {
    #[test]
    fn counts_repeated_values(
        sections in prop::collection::vec(prop::collection::vec("[ab]{0,3}", 0..6), 0..6),
    ) {
        let all: Vec<&String> = sections.iter().flatten().collect();
        let distinct: BTreeSet<&String> = all.iter().copied().collect();
        let found = Checked(|check: &mut Check<'_>| {
            check.unique_by(&sections, |rows, walk| {
                walk.items(rows, |row, walk| walk.visit(row.as_str()));
            });
        });
        let count = found.validate().map_or_else(|found| found.len(), |()| 0);
        prop_assert_eq!(count, all.len() - distinct.len());
    }

    #[test]
    fn totals_are_sums(
        sections in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..6), 0..6),
        max in 0_usize..30,
    ) {
        let sum: usize = sections.iter().map(Vec::len).sum();
        let found = Checked(|check: &mut Check<'_>| {
            check.total("rows", ..=max, Some(sections.as_slice()), |sections, walk| {
                walk.items(sections, |rows, walk| walk.visit(Scalar::count(rows.len())));
            });
        });
        prop_assert_eq!(found.validate().is_ok(), sum <= max);
    }
}
