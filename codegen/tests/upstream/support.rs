//! The model and the description of a small service.

use codegen::Source;
use codegen::upstream::Upstream;
use serde_json::Value;

/// The model.
pub(crate) const MODEL: &str = include_str!("../fixtures/upstream/model.json");

/// Its description, with the same facts under partly other names.
pub(crate) const DESCRIPTION: &str = include_str!("../fixtures/upstream/service-2.json");

pub(crate) fn description(text: impl Into<String>) -> Upstream {
    Upstream::new(Source::new("service-2.json", text))
}

/// Applies a merge patch: `null` removes an entry.
pub(crate) fn patched(text: &str, patch: &Value) -> String {
    let mut value = serde_json::from_str(text).unwrap();
    merge(&mut value, patch);
    format!("{:#}\n", sorted(value))
}

/// Sorts the members of objects, whose order depends on the features of serde_json
/// that other packages enable.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(String, Value)> = members.into_iter().collect();
            members.sort_by(|(a, _), (b, _)| a.cmp(b));
            let members = members.into_iter();
            Value::Object(members.map(|(name, value)| (name, sorted(value))).collect())
        }
        Value::Array(entries) => Value::Array(entries.into_iter().map(sorted).collect()),
        value => value,
    }
}

/// The model with a merge patch.
pub(crate) fn model_with(patch: &Value) -> String {
    patched(MODEL, patch)
}

fn merge(value: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *value = patch.clone();
        return;
    };
    if !value.is_object() {
        *value = Value::Object(serde_json::Map::new());
    }
    let entries = value.as_object_mut().unwrap();
    for (key, patch) in patch {
        if patch.is_null() {
            entries.remove(key);
        } else {
            merge(entries.entry(key.as_str()).or_insert(Value::Null), patch);
        }
    }
}
