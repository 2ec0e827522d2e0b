//! JSON Patch (RFC 6902) on models. Objects keep the order of their entries, because
//! the order of members is significant.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value with ordered objects.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Scalar(serde_json::Value),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub(crate) fn read(text: &str) -> Self {
        serde_json::from_str(text).expect("this is JSON")
    }

    fn child(&mut self, key: &str) -> Option<&mut Self> {
        match self {
            Self::Scalar(_) => None,
            Self::Array(elements) => elements.get_mut(key.parse::<usize>().ok()?),
            Self::Object(entries) => {
                let found = entries.iter_mut().find(|(name, _)| name == key);
                found.map(|(_, value)| value)
            }
        }
    }

    pub(crate) fn get(&self, key: &str) -> &Self {
        let Self::Object(entries) = self else {
            panic!("{self} has no keys");
        };
        let found = entries.iter().find(|(name, _)| name == key);
        found.map_or_else(|| panic!("no `{key}` in {self}"), |(_, value)| value)
    }

    pub(crate) fn str(&self, key: &str) -> &str {
        match self.get(key) {
            Self::Scalar(serde_json::Value::String(text)) => text,
            other => panic!("`{key}` is no string: {other}"),
        }
    }

    fn elements(&self) -> &[Self] {
        match self {
            Self::Array(elements) => elements,
            other => panic!("not an array: {other}"),
        }
    }
}

/// Applies the operations of a patch, except `copy`, which no edit needs.
pub(crate) fn apply(model: &mut Json, patch: &Json) {
    for step in patch.elements() {
        let path = step.str("path");
        match step.str("op") {
            "add" => add(model, path, step.get("value").clone()),
            "remove" => drop(remove(model, path)),
            "replace" => {
                let (parent, key) = parent(model, path);
                let old = parent.child(&key);
                *old.unwrap_or_else(|| panic!("nothing at {path}")) = step.get("value").clone();
            }
            // A rename keeps the position of the entry.
            "move" if renames(step.str("from"), path) => {
                let (parent, key) = parent(model, step.str("from"));
                let Json::Object(entries) = parent else {
                    panic!("nothing to rename at {path}");
                };
                let entry = entries.iter_mut().find(|(name, _)| *name == key);
                entry.expect("there is something to rename").0 = last(path);
            }
            "move" => {
                let value = remove(model, step.str("from"));
                add(model, path, value);
            }
            "test" => {
                let (parent, key) = parent(model, path);
                assert_eq!(
                    parent.child(&key),
                    Some(&mut step.get("value").clone()),
                    "{path}"
                );
            }
            other => panic!("`{other}` is no operation of a patch"),
        }
    }
}

fn add(model: &mut Json, path: &str, value: Json) {
    let (parent, key) = parent(model, path);
    match parent {
        Json::Array(elements) if key == "-" => elements.push(value),
        Json::Array(elements) => elements.insert(key.parse().expect("an index"), value),
        Json::Object(entries) => {
            entries.retain(|(name, _)| *name != key);
            entries.push((key, value));
        }
        Json::Scalar(_) => panic!("cannot add to a scalar: {path}"),
    }
}

fn remove(model: &mut Json, path: &str) -> Json {
    let (parent, key) = parent(model, path);
    match parent {
        Json::Array(elements) => elements.remove(key.parse().expect("an index")),
        Json::Object(entries) => {
            let position = entries.iter().position(|(name, _)| *name == key);
            entries
                .remove(position.unwrap_or_else(|| panic!("nothing at {path}")))
                .1
        }
        Json::Scalar(_) => panic!("nothing at {path}"),
    }
}

/// Resolves a pointer to its container and key.
fn parent<'a>(model: &'a mut Json, path: &str) -> (&'a mut Json, String) {
    let (before, _) = path
        .rsplit_once('/')
        .expect("a pointer starts with a slash");
    let mut found = model;
    for key in before.split('/').skip(1) {
        let key = unescape(key);
        found = found
            .child(&key)
            .unwrap_or_else(|| panic!("no `{key}` on the way to {path}"));
    }
    (found, last(path))
}

fn last(path: &str) -> String {
    unescape(path.rsplit('/').next().unwrap_or_default())
}

fn unescape(key: &str) -> String {
    key.replace("~1", "/").replace("~0", "~")
}

fn renames(from: &str, path: &str) -> bool {
    from.rsplit_once('/').map(|(parent, _)| parent)
        == path.rsplit_once('/').map(|(parent, _)| parent)
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(value) => write!(f, "{value}"),
            Self::Array(elements) => {
                let elements: Vec<String> = elements.iter().map(Self::to_string).collect();
                write!(f, "[{}]", elements.join(","))
            }
            Self::Object(entries) => {
                let entry = |(key, value): &(String, Self)| {
                    format!("{}:{value}", serde_json::Value::from(key.as_str()))
                };
                let entries: Vec<String> = entries.iter().map(entry).collect();
                write!(f, "{{{}}}", entries.join(","))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Scalar(serde_json::Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Scalar(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Scalar(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Scalar(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Scalar(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Scalar(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Json, A::Error> {
        let mut array = Vec::new();
        while let Some(element) = elements.next_element()? {
            array.push(element);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            object.push(entry);
        }
        Ok(Json::Object(object))
    }
}
