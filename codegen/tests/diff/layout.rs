//! The canonical order and layout of model files.

use codegen::{Color, Source, layout};
use proptest::prelude::*;

use super::patch::Json;
use super::support::{BOOKSHOP, SHIPPED};

fn canonical(text: &str) -> String {
    layout::canonical(&Source::new("model.json", text)).expect("this is JSON")
}

#[test]
fn shipped_model_is_canonical() {
    assert!(
        canonical(SHIPPED) == SHIPPED,
        "run `cargo xtask fmt-model` and commit the result"
    );
}

#[test]
fn sorts_models() {
    insta::with_settings!({
        omit_expression => true,
        prepend_module_to_snapshot => false,
        snapshot_path => "../snapshots/layout",
    }, {
        insta::assert_snapshot!("order.json", canonical(include_str!("disorder.json")));
    });
}

#[test]
fn breaks_lines_by_content() {
    let long = "x".repeat(60);
    for (text, expected) in [
        ("{}", "{}\n"),
        (r#"{"a":[]}"#, "{ \"a\": [] }\n"),
        (r#"{"a":[1,[2.50,{}]]}"#, "{ \"a\": [1, [2.50, {}]] }\n"),
        (r#"{"a":{"b":1}}"#, "{\n  \"a\": { \"b\": 1 }\n}\n"),
        (
            r#"{"smithy.api#documentation":"x"}"#,
            "{\n  \"smithy.api#documentation\": \"x\"\n}\n",
        ),
        (r#"["\u00e9\/\u0001\n"]"#, "[\"é/\\u0001\\n\"]\n"),
        ("[1e400, -0.0]", "[1e400, -0.0]\n"),
        (
            &format!(r#"["{long}","{long}"]"#),
            &format!("[\n  \"{long}\",\n  \"{long}\"\n]\n"),
        ),
    ] {
        assert_eq!(canonical(text), expected);
    }
}

#[test]
fn rejects_invalid_json() {
    for (text, code) in [
        ("{", "M0001"),
        (r#"{"a": 1, "a": 2}"#, "M0002"),
        (
            r#"{"shapes": {"a#B": {"traits": {"x": 1, "x": 2}}}}"#,
            "M0002",
        ),
    ] {
        let refused = layout::canonical(&Source::new("model.json", text)).unwrap_err();
        assert!(refused.render(Color::Never).contains(code), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn ignores_insignificant_order(seed in any::<u64>()) {
        let mut json = Json::read(BOOKSHOP);
        shuffle(&mut json, Scope::File, &mut Dice(seed));
        prop_assert_eq!(canonical(&json.to_string()), canonical(BOOKSHOP));
    }

    #[test]
    fn is_lossless_and_idempotent(json in any_json()) {
        let text = format!(r#"{{"shapes": {json}, "metadata": {json}, "smithy": "2.0"}}"#);
        let once = canonical(&text);
        prop_assert_eq!(&canonical(&once), &once);
        prop_assert_eq!(sorted_value(&once), sorted_value(&text));
    }
}

/// Generates values as in models, and invalid ones.
fn any_json() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        any::<i32>().prop_map(|value| value.to_string()),
        any::<String>().prop_map(|text| serde_json::Value::from(text).to_string()),
        Just(r#"{"target": "a#B"}"#.to_owned()),
        Just(r#"{"type": "structure", "traits": {"smithy.api#trait": {}}}"#.to_owned()),
        Just(r#"{"traits": {"z#z": 1, "a#a": 2}, "type": "operation"}"#.to_owned()),
    ];
    let keys = prop::sample::select(vec![
        "a#A",
        "a#B",
        "a#C",
        "type",
        "traits",
        "members",
        "target",
        "errors",
        "operations",
        "input",
        "smithy.api#documentation",
        "smithy.api#trait",
        "x",
    ]);
    scalar.prop_recursive(5, 40, 6, move |inner| {
        let array = prop::collection::vec(inner.clone(), 0..4);
        let object = prop::collection::btree_map(keys.clone(), inner, 0..6);
        prop_oneof![
            array.prop_map(|elements| format!("[{}]", elements.join(","))),
            object.prop_map(|entries| {
                let entries = entries
                    .into_iter()
                    .map(|(key, value)| format!("\"{key}\":{value}"));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
            }),
        ]
    })
}

/// Parses a text, with all arrays sorted.
fn sorted_value(text: &str) -> serde_json::Value {
    fn sort(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Array(elements) => {
                elements.iter_mut().for_each(sort);
                elements.sort_by_key(ToString::to_string);
            }
            serde_json::Value::Object(entries) => entries.values_mut().for_each(sort),
            _ => {}
        }
    }
    let mut value = serde_json::from_str(text).unwrap();
    sort(&mut value);
    value
}

#[derive(Clone, Copy, PartialEq)]
enum Scope {
    File,
    Shapes,
    Shape,
    Members,
    Traits,
    Other,
}

/// Shuffles everything whose order is insignificant.
fn shuffle(json: &mut Json, scope: Scope, dice: &mut Dice) {
    let Json::Object(entries) = json else {
        return;
    };
    if scope != Scope::Members && scope != Scope::Other {
        for position in (1..entries.len()).rev() {
            entries.swap(position, dice.below(position + 1));
        }
    }
    for (key, value) in entries {
        let inner = match (scope, key.as_str()) {
            (Scope::File, "shapes") => Scope::Shapes,
            (Scope::Shapes, _) | (Scope::Members, _) => Scope::Shape,
            (Scope::Shape, "members") => Scope::Members,
            (Scope::Shape, "traits") => Scope::Traits,
            (Scope::Shape, "member" | "key" | "value") => Scope::Shape,
            _ => Scope::Other,
        };
        if let (Scope::Shape, "operations" | "errors", Json::Array(elements)) =
            (scope, key.as_str(), &mut *value)
        {
            elements.reverse();
        }
        shuffle(value, inner, dice);
    }
}

/// Xorshift random numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 |= 1;
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}
