//! The validation of Flow JSON: the rules of Meta's reference that do not depend
//! on the kind of a component.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// Returns the errors in a Flow JSON, in Meta's format.
pub(super) fn errors(bytes: &[u8]) -> Vec<String> {
    let found = match serde_json::from_slice::<Value>(bytes) {
        Ok(flow) => problems(&flow),
        Err(error) => vec![Problem {
            kind: "INVALID_JSON",
            message: format!("The Flow JSON is not valid JSON: {error}"),
            pointer: "$".to_owned(),
        }],
    };
    found.iter().map(Problem::describe).collect()
}

struct Problem {
    kind: &'static str,
    message: String,
    pointer: String,
}

impl Problem {
    fn describe(&self) -> String {
        let problem = json!({
            "error": self.kind,
            "error_type": "FLOW_JSON_ERROR",
            "message": self.message,
            "pointers": [{ "path": self.pointer }],
        });
        problem.to_string()
    }

    fn missing(pointer: &str, name: &str) -> Self {
        Self {
            kind: "MISSING_REQUIRED_PROPERTY",
            message: format!("The required property \"{name}\" is missing at \"{pointer}\"."),
            pointer: pointer.to_owned(),
        }
    }

    fn invalid(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            kind: "INVALID_PROPERTY_VALUE",
            message: message.into(),
            pointer: pointer.into(),
        }
    }
}

fn problems(flow: &Value) -> Vec<Problem> {
    if !flow.is_object() {
        return vec![Problem::invalid("$", "The Flow JSON is not an object.")];
    }
    let mut problems = Vec::new();
    match &flow["version"] {
        Value::Null => problems.push(Problem::missing("$", "version")),
        version if !version.as_str().is_some_and(is_version) => {
            let message = format!("{version} is not a version such as \"7.3\".");
            problems.push(Problem::invalid("$/version", message));
        }
        _ => {}
    }
    match flow["screens"].as_array().map(Vec::as_slice) {
        None => problems.push(Problem::missing("$", "screens")),
        Some([]) => problems.push(Problem::invalid("$/screens", "The Flow has no screens.")),
        Some(screens) => problems.extend(screen_problems(screens)),
    }
    problems
}

fn screen_problems(screens: &[Value]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut ids = BTreeSet::new();
    for (index, screen) in screens.iter().enumerate() {
        let pointer = format!("$/screens/{index}");
        match screen["id"].as_str() {
            None => problems.push(Problem::missing(&pointer, "id")),
            Some(id) if !ids.insert(id) => {
                let message = format!("Two screens have the id \"{id}\".");
                problems.push(Problem::invalid(format!("{pointer}/id"), message));
            }
            Some(_) => {}
        }
        let layout = &screen["layout"];
        if layout.is_null() {
            problems.push(Problem::missing(&pointer, "layout"));
        } else if !layout["children"].is_array() {
            problems.push(Problem::missing(&format!("{pointer}/layout"), "children"));
        }
    }
    if !screens.iter().any(|screen| screen["terminal"] == true) {
        let message = "No screen is terminal, so the Flow cannot end.";
        problems.push(Problem::invalid("$/screens", message));
    }
    problems
}

/// Whether a version has the format `7.3`.
fn is_version(text: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('.')
        .is_some_and(|(major, minor)| is_number(major) && is_number(minor))
}
