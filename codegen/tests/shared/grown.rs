//! A model of any size: all feature fixtures combined, any number of times.

use std::path::Path;

use serde_json::{Map, Value, json};

/// The service of all fixtures.
const SERVICE: &str = "com.example#Library";

/// Fixtures whose operations lack the pagination members that the service of
/// `library.json` requires.
const EXCLUDED: &[&str] = &["pagination.json", "pagination-map.json"];

/// Returns the text of a model with this number of copies.
pub(crate) fn model(copies: usize) -> String {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut paths: Vec<_> = std::fs::read_dir(fixtures.join("emit"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !EXCLUDED.iter().any(|name| path.ends_with(name)))
        .collect();
    paths.sort();
    paths.push(fixtures.join("valid/library.json"));

    let mut grown = Grown::default();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let model: Value = serde_json::from_str(&text).unwrap();
        let feature = path.file_stem().unwrap().to_string_lossy().replace('-', "");
        for copy in 0..copies {
            grown.add(&model["shapes"], &format!("Copy{copy:02}{feature}"));
        }
    }
    grown.add_large_shapes(20 * copies);
    grown.text()
}

#[derive(Default)]
struct Grown {
    shapes: Map<String, Value>,
    service: Map<String, Value>,
}

impl Grown {
    /// Adds a fixture, with a suffix on every name.
    fn add(&mut self, shapes: &Value, suffix: &str) {
        let shapes = shapes.as_object().unwrap();
        for (id, shape) in shapes {
            let shape = renamed(shape, shapes, suffix);
            if id == SERVICE {
                self.add_service(shape.as_object().unwrap());
            } else {
                self.shapes.insert(renamed_id(id, shapes, suffix), shape);
            }
        }
    }

    /// Merges a service: all operations, and the first value of each trait. Common
    /// errors are dropped: they would multiply with the operations.
    fn add_service(&mut self, service: &Map<String, Value>) {
        for (key, value) in service {
            match (self.service.get_mut(key), value) {
                (Some(Value::Array(all)), Value::Array(more)) if key != "errors" => {
                    all.extend(more.iter().cloned());
                }
                (Some(Value::Object(all)), Value::Object(more)) => {
                    for (key, value) in more {
                        all.entry(key).or_insert_with(|| value.clone());
                    }
                }
                (Some(_), _) => {}
                (None, _) => {
                    self.service.insert(key.clone(), value.clone());
                }
            }
        }
    }

    /// Adds a chain of nested structures, a structure with many members, and an enum
    /// with many values.
    fn add_large_shapes(&mut self, length: usize) {
        let constrained = json!({ "smithy.api#length": { "min": 1 } });
        let (mut members, mut values) = (Map::new(), Map::new());
        for at in 0..length {
            let next = match at + 1 {
                next if next == length => "com.example#LastLink".to_owned(),
                next => format!("com.example#Link{next:04}"),
            };
            let link = json!({ "type": "structure", "members": { "next": { "target": next } } });
            self.shapes.insert(format!("com.example#Link{at:04}"), link);
            let target = json!({ "target": "com.example#LastLink" });
            members.insert(format!("member{at:04}"), target);
            let value = json!({ "smithy.api#enumValue": format!("value {at}") });
            let value = json!({ "target": "smithy.api#Unit", "traits": value });
            values.insert(format!("VALUE_{at:04}"), value);
        }
        members.insert(
            "links".to_owned(),
            json!({ "target": "com.example#Link0000" }),
        );
        members.insert(
            "choice".to_owned(),
            json!({ "target": "com.example#Choice" }),
        );
        let http = json!({ "method": "POST", "uri": "/long", "code": 200 });
        for (name, shape) in [
            (
                "LastLink",
                json!({ "type": "string", "traits": constrained }),
            ),
            ("Choice", json!({ "type": "enum", "members": values })),
            (
                "LongInput",
                json!({
                    "type": "structure", "members": members, "traits": { "smithy.api#input": {} }
                }),
            ),
            (
                "Long",
                json!({
                    "type": "operation", "input": { "target": "com.example#LongInput" },
                    "output": { "target": "smithy.api#Unit" }, "traits": { "smithy.api#http": http }
                }),
            ),
        ] {
            self.shapes.insert(format!("com.example#{name}"), shape);
        }
        if let Some(Value::Array(operations)) = self.service.get_mut("operations") {
            operations.push(json!({ "target": "com.example#Long" }));
        }
    }

    fn text(mut self) -> String {
        self.shapes.insert(SERVICE.to_owned(), self.service.into());
        let model = json!({ "smithy": "2.0", "shapes": self.shapes });
        serde_json::to_string_pretty(&model).unwrap()
    }
}

/// Renames all shapes in a value, and everything else that must be unique: paths
/// and test IDs.
fn renamed(value: &Value, shapes: &Map<String, Value>, suffix: &str) -> Value {
    match value {
        Value::String(text) => renamed_id(text, shapes, suffix).into(),
        Value::Array(elements) => {
            let elements = elements.iter();
            elements
                .map(|element| renamed(element, shapes, suffix))
                .collect()
        }
        Value::Object(entries) => {
            let is_test = entries.contains_key("protocol");
            let entries = entries.iter().map(|(key, value)| {
                let value = match value {
                    Value::String(uri) if key == "uri" => format!("/{suffix}{uri}").into(),
                    Value::String(id) if is_test && key == "id" => format!("{id}{suffix}").into(),
                    // The new name in `rename`.
                    Value::String(name) if shapes.contains_key(key) => {
                        format!("{name}{suffix}").into()
                    }
                    value => renamed(value, shapes, suffix),
                };
                (renamed_id(key, shapes, suffix), value)
            });
            Value::Object(entries.collect())
        }
        value => value.clone(),
    }
}

/// Renames a shape ID or member ID; returns other text unchanged.
fn renamed_id(text: &str, shapes: &Map<String, Value>, suffix: &str) -> String {
    let shape = text.split('$').next().unwrap_or_default();
    // Only the generator gives meaning to the traits of its namespace.
    let is_own = shape == SERVICE || shape.starts_with("codegen.rules#");
    if !is_own && shapes.contains_key(shape) {
        text.replacen(shape, &format!("{shape}{suffix}"), 1)
    } else {
        text.to_owned()
    }
}
