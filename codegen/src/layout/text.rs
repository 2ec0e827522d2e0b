//! The canonical line breaks.

use crate::traits::ids;

use super::order::Ordered;

/// The maximum width of a line that can be broken.
const WIDTH: usize = 100;
const INDENT: usize = 2;

/// The text of a file, with a trailing line break.
pub(super) fn write(value: &Ordered<'_>) -> String {
    let mut text = String::new();
    put(value, 0, 0, &mut text);
    text.push('\n');
    text
}

/// Writes a value that begins in column `column` of a line that is indented by
/// `indent`.
fn put(value: &Ordered<'_>, indent: usize, column: usize, text: &mut String) {
    if is_flat(value) {
        let line = flat(value);
        if is_whole(value) || column + line.chars().count() <= WIDTH {
            text.push_str(&line);
            return;
        }
    }
    let inner = indent + INDENT;
    match value {
        Ordered::Scalar(scalar) => text.push_str(scalar),
        Ordered::Array(elements) => {
            text.push('[');
            for (position, element) in elements.iter().enumerate() {
                break_line(position, inner, text);
                put(element, inner, inner, text);
            }
            end_lines(']', indent, text);
        }
        Ordered::Object(entries) => {
            text.push('{');
            for (position, (key, element)) in entries.iter().enumerate() {
                break_line(position, inner, text);
                let key = quoted(key);
                text.push_str(&key);
                text.push_str(": ");
                let column = inner + key.chars().count() + 2;
                put(element, inner, column, text);
            }
            end_lines('}', indent, text);
        }
    }
}

fn break_line(position: usize, indent: usize, text: &mut String) {
    text.push_str(if position == 0 { "\n" } else { ",\n" });
    text.push_str(&" ".repeat(indent));
}

fn end_lines(bracket: char, indent: usize, text: &mut String) {
    text.push('\n');
    text.push_str(&" ".repeat(indent));
    text.push(bracket);
}

/// Whether the value is never broken into several lines.
fn is_whole(value: &Ordered<'_>) -> bool {
    match value {
        Ordered::Scalar(_) => true,
        Ordered::Array(elements) => elements.is_empty(),
        Ordered::Object(entries) => entries.is_empty(),
    }
}

/// Whether a value may be on one line, if it fits. Documentation and nested
/// objects are on separate lines.
fn is_flat(value: &Ordered<'_>) -> bool {
    match value {
        Ordered::Scalar(_) => true,
        Ordered::Array(elements) => !elements.iter().any(has_content),
        Ordered::Object(entries) => !entries
            .iter()
            .any(|(key, value)| *key == ids::DOCUMENTATION || has_content(value)),
    }
}

/// Whether the value contains a non-empty object.
fn has_content(value: &Ordered<'_>) -> bool {
    match value {
        Ordered::Scalar(_) => false,
        Ordered::Array(elements) => elements.iter().any(has_content),
        Ordered::Object(entries) => !entries.is_empty(),
    }
}

fn flat(value: &Ordered<'_>) -> String {
    match value {
        Ordered::Scalar(scalar) => scalar.clone(),
        Ordered::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(flat).collect();
            format!("[{}]", elements.join(", "))
        }
        Ordered::Object(entries) if entries.is_empty() => "{}".to_owned(),
        Ordered::Object(entries) => {
            let entries = entries.iter();
            let entries: Vec<String> = entries
                .map(|(key, value)| format!("{}: {}", quoted(key), flat(value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

fn quoted(key: &str) -> String {
    crate::model::Node::String(key.to_owned()).to_string()
}
