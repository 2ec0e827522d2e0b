//! The generator never panics, whatever the file contains.

#![allow(clippy::unwrap_used, reason = "a failed test panics")]

use codegen::{Code, Color, Options, Scope, Severity, Source, Unsupported};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

const LIBRARY: &str = include_str!("fixtures/valid/library.json");
const BOOKSHOP: &str = include_str!("fixtures/valid/bookshop.json");

/// Validates, renders and, without errors, generates.
fn run(text: &str) -> Result<(), TestCaseError> {
    let source = Source::new("model.json", text);
    let diagnostics = codegen::validate(&source, Unsupported::Rejected);
    let rendered = diagnostics.render(Color::Never);
    prop_assert_eq!(rendered.is_empty(), diagnostics.is_empty());
    let options = Options {
        scope: Scope::Sources,
        model_path: source.path.clone(),
        unsupported: Unsupported::Rejected,
        modules: Vec::new(),
    };
    let outcome = codegen::generate(&source, &options);
    prop_assert_eq!(outcome.defect, None);
    prop_assert_eq!(outcome.files.is_some(), !diagnostics.has_errors());
    for diagnostic in diagnostics.iter() {
        let spans = diagnostic.secondary.iter().map(|label| label.span);
        for span in spans.chain([diagnostic.primary.span]) {
            prop_assert!(text.get(span.range()).is_some(), "{span:?}");
        }
        if let Some(suggestion) = &diagnostic.suggestion {
            prop_assert!(text.get(suggestion.span.range()).is_some());
        }
    }
    Ok(())
}

/// A mutation of a model, at any of its values.
#[derive(Clone, Debug)]
enum Mutation {
    Delete(Index),
    Copy(Index, Index),
    Swap(Index, Index),
    Rename(Index, String),
    Replace(Index, Value),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let place = any::<Index>;
    let name = prop_oneof!["[a-zA-Z#.$_0-9]{0,12}", Just("member".to_owned()), ".{0,4}"];
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop_oneof![
            Just("smithy.api#String"),
            Just("smithy.api#Unit"),
            Just("com.example#Book"),
            Just("com.example#Part"),
            Just("com.example#GetBookInput"),
            Just("structure"),
            Just("apply"),
            Just("/{isbn+}/{x}?a=b"),
            Just("[a-z"),
        ]
        .prop_map(Value::from),
        Just(serde_json::json!({})),
        Just(serde_json::json!([])),
        Just(serde_json::json!({"target": "com.example#Part"})),
    ];
    prop_oneof![
        place().prop_map(Mutation::Delete),
        (place(), place()).prop_map(|(from, to)| Mutation::Copy(from, to)),
        (place(), place()).prop_map(|(a, b)| Mutation::Swap(a, b)),
        (place(), name).prop_map(|(at, name)| Mutation::Rename(at, name)),
        (place(), value).prop_map(|(at, value)| Mutation::Replace(at, value)),
    ]
}

/// Collects the JSON pointers of all nested values.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut visit = |key: String, value: &Value| {
        let pointer = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        found.push(pointer.clone());
        pointers(value, &pointer, found);
    };
    match value {
        Value::Array(elements) => {
            for (position, element) in elements.iter().enumerate() {
                visit(position.to_string(), element);
            }
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                visit(key.clone(), value);
            }
        }
        _ => {}
    }
}

fn mutate(model: &mut Value, mutation: &Mutation) {
    let mut places = Vec::new();
    pointers(model, "", &mut places);
    if places.is_empty() {
        return;
    }
    let pick = |index: &Index| index.get(&places).clone();
    match mutation {
        Mutation::Delete(at) => {
            remove(model, &pick(at));
        }
        Mutation::Copy(from, to) => {
            let copied = model.pointer(&pick(from)).cloned();
            if let (Some(place), Some(copied)) = (model.pointer_mut(&pick(to)), copied) {
                *place = copied;
            }
        }
        Mutation::Swap(a, b) => {
            let (a, b) = (pick(a), pick(b));
            let values = (model.pointer(&a).cloned(), model.pointer(&b).cloned());
            if let (Some(first), Some(second)) = values {
                if let Some(place) = model.pointer_mut(&a) {
                    *place = second;
                }
                if let Some(place) = model.pointer_mut(&b) {
                    *place = first;
                }
            }
        }
        Mutation::Rename(at, name) => {
            let pointer = pick(at);
            let (parent, _) = pointer.rsplit_once('/').unwrap();
            if let Some(removed) = remove(model, &pointer)
                && let Some(Value::Object(entries)) = model.pointer_mut(parent)
            {
                entries.insert(name.clone(), removed);
            }
        }
        Mutation::Replace(at, value) => {
            if let Some(place) = model.pointer_mut(&pick(at)) {
                *place = value.clone();
            }
        }
    }
}

fn remove(model: &mut Value, pointer: &str) -> Option<Value> {
    let (parent, key) = pointer.rsplit_once('/')?;
    match model.pointer_mut(parent)? {
        Value::Object(entries) => entries.remove(&key.replace("~1", "/").replace("~0", "~")),
        Value::Array(elements) => {
            let position: usize = key.parse().ok()?;
            (position < elements.len()).then(|| elements.remove(position))
        }
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn handles_mutated_models(
        base in prop_oneof![Just(LIBRARY), Just(BOOKSHOP)],
        mutations in prop::collection::vec(mutation(), 1..8),
    ) {
        let mut model: Value = serde_json::from_str(base).unwrap();
        for mutation in &mutations {
            mutate(&mut model, mutation);
        }
        run(&serde_json::to_string_pretty(&model).unwrap())?;
    }

    #[test]
    fn handles_truncated_models(start in any::<Index>(), end in any::<Index>(), put in ".{0,3}") {
        let (start, end) = (start.index(LIBRARY.len()), end.index(LIBRARY.len()));
        if let (Some(before), Some(after)) = (LIBRARY.get(..start.min(end)), LIBRARY.get(start.max(end)..)) {
            run(&format!("{before}{put}{after}"))?;
        }
    }

    #[test]
    fn handles_any_text(text in ".*") {
        run(&text)?;
    }

    #[test]
    fn accepts_exactly_valid_json(text in r#"[\[\]{}",:0-9a-z\\ \n\t\u{b}é.+-]{0,12}"#) {
        let is_json = serde_json::from_str::<Value>(&text).is_ok();
        let diagnostics = codegen::validate(&Source::new("model.json", &text), Unsupported::Rejected);
        let refused = diagnostics.iter().any(|diagnostic| diagnostic.code == Code::Syntax);
        prop_assert_eq!(refused, !is_json, "{}", diagnostics.render(Color::Never));
    }
}

#[test]
fn valid_models_have_no_errors() {
    for text in [LIBRARY, BOOKSHOP] {
        let diagnostics =
            codegen::validate(&Source::new("model.json", text), Unsupported::Rejected);
        let wrong = diagnostics.iter().filter(|diagnostic| {
            // Unsupported features are not errors in the model.
            let unsupported = diagnostic.code.as_str().starts_with("M08");
            diagnostic.severity() == Severity::Error && !unsupported
        });
        assert_eq!(wrong.count(), 0, "{}", diagnostics.render(Color::Never));
    }
}

#[test]
fn handles_long_cycles_without_stack_overflow() {
    let length = 20_000;
    for (kind, link) in [
        (
            "structure",
            r#""members": {"next": {"target": "a#S%", "traits": {"smithy.api#required": {}}}}"#,
        ),
        ("list", r#""member": {"target": "a#S%"}"#),
        ("union", r#""members": {"next": {"target": "a#S%"}}"#),
        (
            "structure",
            r#""traits": {"smithy.api#mixin": {}}, "mixins": [{"target": "a#S%"}]"#,
        ),
        ("resource", r#""resources": [{"target": "a#S%"}]"#),
    ] {
        // The last shape refers to the first.
        let shapes = (0..length).map(|number| {
            let next = ((number + 1) % length).to_string();
            format!(
                r#""a#S{number}": {{"type": "{kind}", {}}}"#,
                link.replace('%', &next)
            )
        });
        let shapes: Vec<String> = shapes.collect();
        let text = format!(
            r#"{{"smithy": "2.0", "shapes": {{{}}}}}"#,
            shapes.join(",\n")
        );
        let diagnostics =
            codegen::validate(&Source::new("model.json", text), Unsupported::Rejected);
        assert!(diagnostics.has_errors());
    }
}
