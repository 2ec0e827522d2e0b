//! Modified copies of JSON values.

use std::borrow::Cow;

use crate::json::{Entry, Value};

/// The object with a new value under a key.
pub(super) fn with<'v>(
    object: &Value<'v>,
    key: impl Into<Cow<'v, str>>,
    value: Value<'v>,
) -> Value<'v> {
    let key = key.into();
    let mut entries: Vec<Entry<'v>> = object.entries().cloned().collect();
    match entries.iter_mut().find(|entry| entry.key == key) {
        Some(entry) => entry.value = value,
        None => entries.push(Entry::with_span_of_value(key, value)),
    }
    Value::object(object.span, entries)
}

/// The object without a key.
pub(super) fn without<'v>(object: &Value<'v>, key: &str) -> Value<'v> {
    let entries = object.entries().filter(|entry| entry.key != key);
    Value::object(object.span, entries.cloned().collect())
}

/// The object with a new value under a key, or without the key.
pub(super) fn with_or_without<'v>(
    object: &Value<'v>,
    key: &'static str,
    value: Option<Value<'v>>,
) -> Value<'v> {
    match value {
        Some(value) => with(object, key, value),
        None => without(object, key),
    }
}

/// The object at `key`, or an empty one.
pub(super) fn part<'v>(object: &Value<'v>, key: &str) -> Value<'v> {
    let part = object.get(key).cloned();
    part.unwrap_or_else(|| Value::object(object.span, Vec::new()))
}

/// The array at `key` with one more element.
pub(super) fn extended<'v>(object: &Value<'v>, key: &'static str, element: Value<'v>) -> Value<'v> {
    let mut elements = object.get(key).map_or(&[][..], Value::elements).to_vec();
    elements.push(element);
    with(object, key, Value::array(object.span, elements))
}
