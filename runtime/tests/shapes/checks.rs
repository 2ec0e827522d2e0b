//! Validation: rules, paths and descriptions of violations.

use std::collections::BTreeMap;

use runtime::codegen::{Check, Mistake, Pattern};
use runtime::{Bytes, Part, Rule, Unit, Validate, Violations};

use crate::sample::{AddBookInput, Edition};
use crate::snapshot;

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

#[test]
fn reports_all_violations() {
    let text = |text: &str| text.to_owned();
    let sequel: Edition = serde_json::from_str(r#"{"number":101,"sequel":{"number":-1}}"#).unwrap();
    let input = AddBookInput {
        title: Some(text("Nine; and more than twenty characters\n")),
        cover: Some(Bytes::new()),
        pin: Some(text("12345678")),
        editions: Some(vec![
            Edition {
                sequel: None,
                number: 1,
                ..sequel.clone()
            },
            sequel,
        ]),
        tags: Some(vec![text("valid"), text(""), text("not-fine")]),
        labels: Some(BTreeMap::from([
            (text("a/b~c\n\u{2028}"), text("x")),
            (text("valid"), text("")),
        ])),
        ..AddBookInput::default()
    };
    let found = input.validate().unwrap_err();
    snapshot!("reports_all_violations", found);
    assert!(!found.to_string().contains("12345678"));
}

#[test]
fn accepts_valid_input() {
    let input = AddBookInput {
        title: Some("A book".to_owned()),
        cover: Some(Bytes::from_static(b"x")),
        labels: Some(BTreeMap::from([("language".to_owned(), String::new())])),
        ..AddBookInput::default()
    };
    assert_eq!(input.validate(), Ok(()));
}

#[test]
fn describes_each_rule() {
    static WORD: Pattern = Pattern::regex(r"^\w+$");
    let set = [("a", "a", true), ("b", "b", true), ("cD", "c_d", false)];
    let unset = [("a", "a", false), ("b", "b", false)];
    // `unique` compares only the first entries; the duplicate is behind them.
    let long_list: Vec<u32> = (0..100_000).chain([0]).collect();
    let long = "x y".repeat(100);
    let cut = format!(r#"must match ^\w+$, is "{}"…"#, &long[..80]);
    let map = BTreeMap::from([("content-type".to_owned(), 1)]);
    let cases: Vec<(String, &str)> = vec![
        (
            violations(|c| c.length(1..=1, "")),
            "must have 1 character, has 0",
        ),
        (
            violations(|c| c.length(2..=3, "üüüü")),
            "must have 2 to 3 characters, has 4",
        ),
        (violations(|c| c.length(4..=4, "üüüü")), "valid"),
        (
            violations(|c| c.length(1.., &Bytes::new())),
            "must have at least 1 byte, has 0",
        ),
        (
            violations(|c| c.length(..=1, [1, 2].as_slice())),
            "must have at most 1 entry, has 2",
        ),
        (
            violations(|c| c.length(2.., &map)),
            "must have at least 2 entries, has 1",
        ),
        (violations(|c| c.length(.., "x")), "valid"),
        (
            violations(|c| c.range(1..=100, 0)),
            "must be from 1 to 100, is 0",
        ),
        (violations(|c| c.range(1..=100, 100)), "valid"),
        (
            violations(|c| c.range(0.5.., 0.25)),
            "must be at least 0.5, is 0.25",
        ),
        (
            violations(|c| c.range(..=7_i64, 8)),
            "must be at most 7, is 8",
        ),
        (
            violations(|c| c.range(..=7.0, f64::NAN)),
            "must be at most 7, is NaN",
        ),
        (
            violations(|c| c.pattern(&WORD, "a b")),
            r#"must match ^\w+$, is "a b""#,
        ),
        (
            violations(|c| c.pattern(&WORD, "ü")),
            r#"must match ^\w+$, is "ü""#,
        ),
        (
            violations(|c| c.pattern(&WORD, "a\nb")),
            r#"must match ^\w+$, is "a\nb""#,
        ),
        (violations(|c| c.pattern(&WORD, &long)), &cut),
        (
            violations(|c| c.sensitive(|c| c.pattern(&WORD, "a b"))),
            r"must match ^\w+$, has 3 characters (sensitive)",
        ),
        (
            violations(|c| c.sensitive(|c| c.range(1..=9, 10))),
            "must be from 1 to 9, is another number (sensitive)",
        ),
        (
            violations(|c| c.sensitive(|c| c.length(1..=2, "abc"))),
            "must have 1 to 2 characters, has 3",
        ),
        (
            violations(|c| c.unique(&[1, 2, 3, 2])),
            "must not have the same entry twice, entries 1 and 3 are equal",
        ),
        (violations(|c| c.unique(&[1, 2])), "valid"),
        (violations(|c| c.unique(&long_list)), "valid"),
        (
            violations(|c| c.exactly_one_of(&set)),
            "exactly one of a, b and cD (c_d) must be set, a and b are",
        ),
        (
            violations(|c| c.exactly_one_of(&unset)),
            "exactly one of a and b must be set, none is",
        ),
        (violations(|c| c.exactly_one_of(&set[1..])), "valid"),
        (
            violations(|c| c.at_most_one_of(&set)),
            "at most one of a, b and cD (c_d) may be set, a and b are",
        ),
        (violations(|c| c.at_most_one_of(&unset)), "valid"),
        (violations(|c| c.required("a", false)), "/a: must be set"),
        (violations(|c| c.required("a", true)), "valid"),
    ];
    for (found, expected) in &cases {
        assert_eq!(found, expected);
    }
}

/// Checks a word, and explains invalid ones.
fn word(value: &str, check: &mut Check<'_>) {
    static PATTERN: Pattern = Pattern::regex("^[a-z]+$");
    static MISTAKES: [Mistake; 3] = [
        Mistake::new(Pattern::regex("^[0-9]+$"), "is a number; spell it out"),
        Mistake::new(Pattern::regex("[0-9]$"), "ends in a digit"),
        Mistake::new(Pattern::regex("^abcdef"), "is the alphabet"),
    ];
    check.length(..=6, value);
    check.pattern(&PATTERN, value);
    check.explain(&MISTAKES, value);
}

#[test]
fn explains_mistakes() {
    let huge = "7".repeat(20_000);
    let cases = [
        ("word", "valid"),
        ("42", "is a number; spell it out"),
        ("a42", "ends in a digit"),
        ("a b", r#"must match ^[a-z]+$, is "a b""#),
        ("abcdefg", "is the alphabet"),
        (
            "ABCDEFG",
            "must have at most 6 characters, has 7\nmust match ^[a-z]+$, is \"ABCDEFG\"",
        ),
        (
            "1234567",
            "must have at most 6 characters, has 7\nis a number; spell it out",
        ),
        (&huge, "must have at most 6 characters, has 20000"),
    ];
    for (value, expected) in cases {
        assert_eq!(violations(|check| word(value, check)), expected);
    }
}

#[test]
fn explains_only_violations_of_the_same_value() {
    let words: Vec<String> = ["a b", "a", "7"].map(str::to_owned).to_vec();
    let map = BTreeMap::from([
        ("7".to_owned(), "a".to_owned()),
        ("a".to_owned(), "7".to_owned()),
    ]);
    let check = |check: &mut Check<'_>| {
        check.required("title", false);
        check.member("words", Some(words.as_slice()), |words, check| {
            check.items(words, word);
        });
        check.member("map", Some(&map), |map, check| {
            check.entries(map, word, word)
        });
    };
    assert_eq!(
        violations(check),
        "/title: must be set\n\
         /words/0: must match ^[a-z]+$, is \"a b\"\n\
         /words/2: is a number; spell it out\n\
         /map/7: the key is a number; spell it out\n\
         /map/a: is a number; spell it out"
    );
}

#[test]
fn keeps_rule_of_explained_sensitive_value() {
    let check = |check: &mut Check<'_>| check.sensitive(|check| word("42", check));
    let found = Checked(check).validate().unwrap_err();
    let violation = found.iter().next().unwrap();
    assert_eq!(violation.explanation(), Some("is a number; spell it out"));
    assert_eq!(violation.rule(), &Rule::Pattern("^[a-z]+$"));
    assert_eq!(violation.found(), Some("has 2 characters (sensitive)"));
    assert_eq!(found.to_string(), "is a number; spell it out");
}

#[test]
fn rejects_missing_required_keys() {
    use runtime::codegen::Keys::{Exact, IgnoreCase};
    let map = BTreeMap::from([("content-type".to_owned(), 1)]);
    let check = |keys, map: Option<&BTreeMap<String, i32>>| {
        violations(|check| check.required_keys(keys, "url/headers", map, &["Content-Type"]))
    };
    let missing = "/url/headers: must have the key Content-Type";
    assert_eq!(check(IgnoreCase, Some(&map)), "valid");
    assert_eq!(check(Exact, Some(&map)), missing);
    assert_eq!(check(IgnoreCase, Some(&BTreeMap::new())), missing);
    assert_eq!(check(IgnoreCase, None), "valid");
}

#[test]
fn hides_sensitive_keys() {
    let map = BTreeMap::from([("secret".to_owned(), "secret".to_owned())]);
    let check = |check: &mut Check<'_>| {
        let short = |value: &str, check: &mut Check<'_>| check.length(..=3, value);
        check.member("map", Some(&map), |map, check| {
            check.sensitive(|check| check.entries(map, short, short));
        });
    };
    assert_eq!(
        violations(check),
        "/map/*: the key must have at most 3 characters, has 6\n\
         /map/*: must have at most 3 characters, has 6"
    );
}

#[test]
fn exposes_path_rule_and_part() {
    let input = AddBookInput {
        cover: Some(Bytes::from_static(b"x")),
        tags: Some(vec!["x1".to_owned()]),
        ..AddBookInput::default()
    };
    let found: Violations = input.validate().unwrap_err();
    assert_eq!(found.len(), 2);
    let mut each = found.iter();
    let title = each.next().unwrap();
    assert_eq!(
        (title.path(), title.rule(), title.found()),
        ("/title", &Rule::Required, None)
    );
    let tag = each.next().unwrap();
    assert_eq!(
        (tag.path(), tag.rule(), tag.part()),
        ("/tags/0", &Rule::Pattern("^[A-Za-z ]+$"), Part::Value)
    );
    let length = Checked(|check: &mut Check<'_>| check.length(1..=2, ""))
        .validate()
        .unwrap_err();
    let rule = Rule::Length {
        min: Some(1),
        max: Some(2),
        unit: Unit::Characters,
    };
    assert_eq!(length.into_iter().next().unwrap().rule(), &rule);
}

#[test]
fn matches_patterns() {
    let cases = [
        (r"^\d+$", "12", true),
        (r"^\d+$", "١٢", false),
        (r"^\w$", "ü", false),
        (r"b", "abc", true),
        (r"^b", "abc", false),
        (r"^a$", "a\n", false),
        (r"^a.c$", "aüc", true),
        (r"^[\w+=,.@\-/:]+$", "a-b/c:d", true),
        (
            r"^arn:aws:iam::\d{12}:role\/[a-zA-Z0-9+=,.@\-_]+$",
            "arn:aws:iam::123456789012:role/x-1",
            true,
        ),
        (
            r"^arn:aws:iam::\d{12}:role\/[a-zA-Z0-9+=,.@\-_]+$",
            "arn:aws:iam::123456789012:role/x 1",
            false,
        ),
        (r"^[^\u0000-\u001F]+$", "a", true),
        (r"^(?!aws:).+$", "aws:x", true), // look-ahead is unsupported, so nothing is checked
        (r"(", "anything", true),
    ];
    for (source, text, matches) in cases {
        let pattern = Box::leak(Box::new(Pattern::regex(source)));
        assert_eq!(pattern.matches(text), matches, "{source} on {text}");
        assert_eq!(pattern.source(), source);
    }
}

#[test]
fn skips_the_pattern_of_oversized_text() {
    static PATTERN: Pattern = Pattern::regex("^a+$");
    for (length, violations) in [(5, 1), (6, 2), (16 * 1024, 2), (16 * 1024 + 1, 1)] {
        let text = "b".repeat(length);
        let rule = Checked(|check: &mut Check<'_>| {
            check.length(..=5, text.as_str());
            check.pattern(&PATTERN, &text);
        });
        let found = rule.validate().unwrap_err();
        assert_eq!(found.iter().count(), violations, "{length}");
    }
}
