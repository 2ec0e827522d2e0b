//! Every kind of change, on a small model.

use std::collections::BTreeSet;

use codegen::diff::{Class, Rule};

use crate::patch::Json;
use crate::support::{BOOKSHOP, compare, edited};

/// Test cases: a title, and below it the steps. `+` adds or replaces, `-` removes,
/// `>` renames. Paths are relative to `shapes`; `@` is short for
/// `traits/smithy.api#`.
const CASES: [(&str, &str); 5] = [
    ("service", include_str!("cases/service.txt")),
    ("operations", include_str!("cases/operations.txt")),
    ("members", include_str!("cases/members.txt")),
    ("types", include_str!("cases/types.txt")),
    ("constraints", include_str!("cases/constraints.txt")),
];

#[test]
fn classifies_every_kind_of_change() {
    let mut seen = BTreeSet::new();
    for (name, cases) in CASES {
        let mut text = String::new();
        for (title, steps) in cases_of(cases) {
            text.push_str(&format!("{title}\n"));
            let steps = steps.as_slice();
            let comparison = compare(BOOKSHOP, &edited(BOOKSHOP, &patch(steps)));
            for change in comparison.changes() {
                let (path, description) = (&change.path, &change.text);
                // Only changes of behaviour may or may not be breaking.
                let restricts = change.class == Class::Behaviour && change.breaking;
                let class = format!("{}{}", change.class, if restricts { "!" } else { "" });
                text.push_str(&format!(
                    "  {class:<13} {path} {description} [{}]\n",
                    change.rule
                ));
                seen.insert(change.rule);
            }
            // The reverse comparison also finds a change.
            let back = compare(&edited(BOOKSHOP, &patch(steps)), BOOKSHOP);
            assert_eq!(back.is_empty(), comparison.is_empty(), "{title}");
            seen.extend(back.changes().iter().map(|change| change.rule));
        }
        insta::with_settings!({
            omit_expression => true,
            prepend_module_to_snapshot => false,
            snapshot_path => "../snapshots/diff",
        }, {
            insta::assert_snapshot!(name, text);
        });
    }
    let missing: Vec<_> = Rule::ALL
        .iter()
        .filter(|rule| !seen.contains(rule))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn cases_of(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut cases: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("  ") {
            Some(step) => cases.last_mut().expect("a title comes first").1.push(step),
            None => cases.push((line, Vec::new())),
        }
    }
    cases
}

fn patch(steps: &[&str]) -> Json {
    let steps = steps.iter().map(|step| {
        let step = step.replacen('@', "traits/smithy.api#", 1);
        let mut words = step.splitn(3, ' ');
        let mut word = || words.next().unwrap_or_default();
        let (sign, path, rest) = (word(), word(), word());
        match sign {
            "+" => format!(r#"{{"op": "add", "path": "/shapes/{path}", "value": {rest}}}"#),
            "-" => format!(r#"{{"op": "remove", "path": "/shapes/{path}"}}"#),
            ">" => {
                format!(r#"{{"op": "move", "from": "/shapes/{path}", "path": "/shapes/{rest}"}}"#)
            }
            _ => panic!("{step}"),
        }
    });
    let steps: Vec<String> = steps.collect();
    Json::read(&format!("[{}]", steps.join(",")))
}

#[test]
fn ignores_the_order_of_shapes() {
    let mut json = Json::read(BOOKSHOP);
    let Json::Object(entries) = &mut json else {
        panic!("a model is an object");
    };
    let (_, Json::Object(shapes)) = entries.last_mut().unwrap() else {
        panic!("shapes come last");
    };
    shapes.reverse();
    assert!(compare(BOOKSHOP, &json.to_string()).is_empty());
}

#[test]
fn is_independent_of_edit_order() {
    let steps = [
        "- ex#Binding/members/SOFT",
        "+ ex#Line/@length/max 200",
        "> ex#Book/members/title ex#Book/members/name",
    ];
    let mut backwards = steps;
    backwards.reverse();
    let [one, other] = [steps, backwards].map(|steps| edited(BOOKSHOP, &patch(&steps)));
    assert_eq!(compare(BOOKSHOP, &one), compare(BOOKSHOP, &other));
}
