//! The model and the description of a small service.

use codegen::Source;
use codegen::upstream::Upstream;
use serde_json::Value;

/// The model.
pub(crate) const MODEL: &str = include_str!("../fixtures/upstream/model.json");

/// Its description: the same facts, some under other names.
pub(crate) const DESCRIPTION: &str = include_str!("../fixtures/upstream/service-2.json");

pub(crate) fn description(text: impl Into<String>) -> Upstream {
    Upstream::new(Source::new("service-2.json", text))
}

/// Applies a merge patch: `null` removes an entry.
pub(crate) fn patched(text: &str, patch: &Value) -> String {
    let mut value = serde_json::from_str(text).unwrap();
    merge(&mut value, patch);
    format!("{value:#}\n")
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
