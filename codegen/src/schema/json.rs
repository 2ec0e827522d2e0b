//! Building and writing JSON.

use std::collections::BTreeMap;

use crate::model::{Node, Number};

/// The maximum width of a line.
const WIDTH: usize = 100;

/// An object of these entries.
pub(super) fn object<const N: usize>(entries: [(&str, Node); N]) -> Node {
    entries_of(entries.map(|(key, value)| (key.to_owned(), value)))
}

/// An object of these entries.
pub(super) fn entries_of(entries: impl IntoIterator<Item = (String, Node)>) -> Node {
    Node::Object(entries.into_iter().collect())
}

/// The object with additional entries.
pub(super) fn with<const N: usize>(node: Node, entries: [(&str, Node); N]) -> Node {
    let mut all = match node {
        Node::Object(all) => all,
        // `true` is the schema of any value.
        _ => BTreeMap::new(),
    };
    all.extend(entries.map(|(key, value)| (key.to_owned(), value)));
    Node::Object(all)
}

pub(super) fn text(text: impl Into<String>) -> Node {
    Node::String(text.into())
}

pub(super) fn number(number: u32) -> Node {
    Node::Number(Number::new(&number.to_string()))
}

pub(super) fn texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Node {
    Node::Array(texts.into_iter().map(text).collect())
}

/// The value, with one line per entry if it does not fit on one line.
pub(super) fn pretty(node: &Node) -> String {
    let mut text = String::new();
    write(node, 0, 0, &mut text);
    text
}

fn write(node: &Node, depth: usize, column: usize, text: &mut String) {
    let line = on_one_line(node);
    // A comma may follow.
    if column + line.chars().count() < WIDTH {
        text.push_str(&line);
        return;
    }
    let (opening, closing, entries): (_, _, Vec<(String, &Node)>) = match node {
        Node::Array(elements) => {
            let elements = elements.iter();
            let elements = elements.map(|element| (String::new(), element));
            ('[', ']', elements.collect())
        }
        Node::Object(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, value)| (format!("{}: ", quoted(key)), value));
            ('{', '}', entries.collect())
        }
        _ => {
            text.push_str(&line);
            return;
        }
    };
    text.push(opening);
    for (position, (key, value)) in entries.into_iter().enumerate() {
        let comma = if position == 0 { "" } else { "," };
        let start = format!("{}{key}", "  ".repeat(depth + 1));
        text.push_str(&format!("{comma}\n{start}"));
        write(value, depth + 1, start.chars().count(), text);
    }
    text.push_str(&format!("\n{}{closing}", "  ".repeat(depth)));
}

fn on_one_line(node: &Node) -> String {
    match node {
        Node::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(on_one_line).collect();
            format!("[{}]", elements.join(", "))
        }
        Node::Object(entries) if entries.is_empty() => "{}".to_owned(),
        Node::Object(entries) => {
            let entries = entries.iter();
            let entries: Vec<String> = entries
                .map(|(key, value)| format!("{}: {}", quoted(key), on_one_line(value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

fn quoted(key: &str) -> String {
    Node::String(key.to_owned()).to_string()
}

/// A reference to a definition.
pub(super) fn reference(name: &str) -> Node {
    object([("$ref", text(format!("#/$defs/{name}")))])
}
