//! Every kind of change, on a small model.

use std::collections::BTreeSet;

use codegen::calls::Calls;
use codegen::diff::{Class, Rule, added, removed};

use super::patch::Json;
use super::support::{BOOKSHOP, compare, edited, read};

/// Test cases: a title, and below it the steps. A title that begins with
/// `no change: ` marks steps without an effect on clients. `+` adds or
/// replaces, `-` removes, `>` renames. Paths are relative to `shapes`; `@` is
/// short for `traits/smithy.api#`.
const CASES: [(&str, &str, &str); 7] = [
    ("service", BOOKSHOP, include_str!("cases/service.txt")),
    ("operations", BOOKSHOP, include_str!("cases/operations.txt")),
    ("members", BOOKSHOP, include_str!("cases/members.txt")),
    ("types", BOOKSHOP, include_str!("cases/types.txt")),
    (
        "constraints",
        BOOKSHOP,
        include_str!("cases/constraints.txt"),
    ),
    ("data", MESSAGES, include_str!("cases/data.txt")),
    ("streams", STREAMS, include_str!("cases/streams.txt")),
];

/// A model with a streaming blob.
const STREAMS: &str = include_str!("streams.json");

/// A data model.
const MESSAGES: &str = include_str!("../fixtures/valid/messages.json");

#[test]
fn classifies_every_kind_of_change() {
    // Only the comparison of whole models reports these.
    let mut seen = BTreeSet::from([Rule::ModelAdded, Rule::ModelRemoved]);
    for (name, model, cases) in CASES {
        let mut text = String::new();
        for (title, steps) in cases_of(cases) {
            text.push_str(&format!("{title}\n"));
            let steps = steps.as_slice();
            let after = edited(model, &patch(steps));
            let comparison = compare(model, &after);
            let is_unchanged = title.starts_with("no change: ");
            assert_eq!(comparison.is_empty(), is_unchanged, "{title}");
            let after_model = read(&after);
            let is_data = after_model.data.is_some();
            let calls = is_data.then(|| Calls::in_module(&after_model, "messages"));
            for change in comparison.changes() {
                let (path, description) = (&change.path, &change.text);
                // Only changes of behavior may or may not be breaking.
                let restricts = change.class == Class::Behavior && change.breaking;
                let class = format!("{}{}", change.class, if restricts { "!" } else { "" });
                text.push_str(&format!(
                    "  {class:<13} {path} {description} [{}]\n",
                    change.rule
                ));
                // The code that callers of a data model use.
                if let Some(calls) = &calls {
                    let code = calls.code(change);
                    text.push_str(&format!("{:>16}{}\n", "", code.as_deref().unwrap_or("–")));
                }
                seen.insert(change.rule);
            }
            // The reverse comparison also finds a change.
            let back = compare(&after, model);
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

#[test]
fn reports_titles_of_data_models() {
    let after = MESSAGES.replace("Messages of a library", "Messages");
    let comparison = compare(MESSAGES, &after);
    let [change] = comparison.changes() else {
        panic!("{comparison:?}");
    };
    assert_eq!(change.class, Class::Documentation);
    let expected = "is the title, was Messages of a library";
    assert_eq!(
        (change.path.as_str(), change.text.as_str()),
        ("Messages", expected)
    );
}

#[test]
fn reports_whole_models() {
    for (text, path, size) in [
        (MESSAGES, "Messages of a library", "8 types"),
        (BOOKSHOP, "Books", "operations, "),
    ] {
        let model = read(text);
        for (comparison, class, rule, expected) in [
            (
                added(&model),
                Class::Addition,
                Rule::ModelAdded,
                "is a new model (",
            ),
            (
                removed(&model),
                Class::Wire,
                Rule::ModelRemoved,
                "was removed (",
            ),
        ] {
            let [change] = comparison.changes() else {
                panic!("{comparison:?}");
            };
            assert_eq!((change.class, change.rule), (class, rule));
            assert!(change.path.contains(path), "{change:?}");
            assert!(change.text.starts_with(expected), "{change:?}");
            assert!(change.text.contains(size), "{change:?}");
            let calls = Calls::new(&model);
            assert_eq!((calls.code(change), calls.page(change)), (None, None));
        }
    }
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
