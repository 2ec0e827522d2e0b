//! HTTP messages of examples.

use std::fmt::Write as _;

use crate::model::{
    Example, ExampleResult, Location, Member, Model, Node, Operation, Segment, ShapeId, ShapeKind,
};

/// The request of an example, without the headers that every request has.
pub(super) fn request(model: &Model, operation: &Operation, example: &Example) -> String {
    let members = model.members(&operation.input);
    let input = &example.input;
    let mut message = format!("{} {}", operation.http.method, path(operation, input));
    let mut sign = '?';
    for (name, value) in query(operation, members, input) {
        message.push(sign);
        message.push_str(&encoded(&name, ""));
        if let Some(value) = value {
            let _ = write!(message, "={}", encoded(&value, ""));
        }
        sign = '&';
    }
    finished(message, model, &operation.input, input)
}

/// The response of an example.
pub(super) fn response(model: &Model, operation: &Operation, example: &Example) -> String {
    match &example.result {
        ExampleResult::Output(output) => {
            let message = format!("HTTP/1.1 {}", operation.http.code);
            finished(message, model, &operation.output, output)
        }
        ExampleResult::Error(id, content) => {
            let status = match &model.shape(id).kind {
                ShapeKind::Structure(structure) => structure.error.map(|error| error.status),
                _ => None,
            };
            let status = status.unwrap_or(operation.http.code);
            let code = id.name();
            let message = format!("HTTP/1.1 {status}\nX-Amzn-Errortype: {code}");
            finished(message, model, id, content)
        }
    }
}

/// Adds headers and body.
fn finished(mut message: String, model: &Model, id: &ShapeId, node: &Node) -> String {
    let members = model.members(id);
    for member in members {
        let Some(value) = node.get(&member.name) else {
            continue;
        };
        match &member.location {
            Location::Header(name) => {
                let values = texts(value).join(", ");
                let _ = write!(message, "\n{name}: {values}");
            }
            Location::PrefixHeaders(prefix) => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    let _ = write!(message, "\n{prefix}{name}: {}", texts(value).join(", "));
                }
            }
            _ => {}
        }
    }
    let payload = members
        .iter()
        .find(|member| member.location == Location::Payload);
    let body = match payload {
        Some(member) => node.get(&member.name).map(|value| {
            // The body is the text of a blob or string itself.
            value
                .as_str()
                .map_or_else(|| json(model, &member.target, value), str::to_owned)
        }),
        None => {
            let in_body = |member: &Member| member.location == Location::Body;
            let has_body = members.iter().any(in_body);
            has_body.then(|| json(model, id, node))
        }
    };
    if let Some(body) = body {
        let _ = write!(message, "\nContent-Type: application/json\n\n{body}");
    }
    message
}

fn path(operation: &Operation, input: &Node) -> String {
    let mut path = String::new();
    for segment in &operation.http.uri.segments {
        path.push('/');
        let value = |name: &str| input.get(name).map(|value| texts(value).join(","));
        path.push_str(&match segment {
            Segment::Literal(text) => text.clone(),
            Segment::Label(name) => {
                value(name).map_or_else(|| format!("{{{name}}}"), |value| encoded(&value, ""))
            }
            Segment::GreedyLabel(name) => {
                value(name).map_or_else(|| format!("{{{name}}}"), |value| encoded(&value, "/"))
            }
        });
    }
    if path.is_empty() {
        "/".to_owned()
    } else {
        path
    }
}

fn query(operation: &Operation, members: &[Member], input: &Node) -> Vec<(String, Option<String>)> {
    let mut query = operation.http.uri.query.clone();
    for member in members {
        let Some(value) = input.get(&member.name) else {
            continue;
        };
        match &member.location {
            Location::Query(name) => {
                let values = texts(value).into_iter();
                query.extend(values.map(|value| (name.clone(), Some(value))));
            }
            Location::QueryParams => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    let values = texts(value).into_iter();
                    query.extend(values.map(|value| (name.clone(), Some(value))));
                }
            }
            _ => {}
        }
    }
    query
}

/// A value as text, or the elements of a list.
fn texts(node: &Node) -> Vec<String> {
    match node {
        Node::Array(elements) => elements.iter().flat_map(texts).collect(),
        Node::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

/// Percent-encodes all but unreserved characters and those in `keep`.
fn encoded(text: &str, keep: &str) -> String {
    let mut written = String::new();
    for byte in text.bytes() {
        let char = char::from(byte);
        if char.is_ascii_alphanumeric() || "-._~".contains(char) || keep.contains(char) {
            written.push(char);
        } else {
            let _ = write!(written, "%{byte:02X}");
        }
    }
    written
}

/// A value of a shape as indented JSON, in the order of the model.
pub(super) fn json(model: &Model, id: &ShapeId, node: &Node) -> String {
    let mut text = String::new();
    write_json(model, id, node, 0, &mut text);
    text
}

fn write_json(model: &Model, id: &ShapeId, node: &Node, depth: usize, text: &mut String) {
    match (&model.shape(id).kind, node) {
        (ShapeKind::Structure(structure), Node::Object(_)) => {
            write_members(model, &structure.members, node, depth, text);
        }
        (ShapeKind::Union(members), Node::Object(_)) => {
            write_members(model, members, node, depth, text);
        }
        (ShapeKind::Map(map), Node::Object(entries)) => {
            let entries = entries
                .iter()
                .map(|(key, value)| (Node::String(key.clone()), &map.value.target, value));
            write_entries(model, entries, depth, text);
        }
        (ShapeKind::List(list), Node::Array(elements)) if !elements.is_empty() => {
            text.push('[');
            for (position, element) in elements.iter().enumerate() {
                text.push_str(if position == 0 { "\n" } else { ",\n" });
                text.push_str(&"  ".repeat(depth + 1));
                write_json(model, &list.member.target, element, depth + 1, text);
            }
            let _ = write!(text, "\n{}]", "  ".repeat(depth));
        }
        _ => {
            let _ = write!(text, "{node}");
        }
    }
}

fn write_members(model: &Model, members: &[Member], node: &Node, depth: usize, text: &mut String) {
    let entries = members.iter().filter_map(|member| {
        let outside = depth == 0 && member.location != Location::Body;
        let value = node.get(&member.name).filter(|_| !outside)?;
        let name = Node::String(member.wire_name().to_owned());
        Some((name, &member.target, value))
    });
    write_entries(model, entries, depth, text);
}

fn write_entries<'a>(
    model: &Model,
    entries: impl Iterator<Item = (Node, &'a ShapeId, &'a Node)>,
    depth: usize,
    text: &mut String,
) {
    text.push('{');
    let mut empty = true;
    for (key, id, value) in entries {
        text.push_str(if empty { "\n" } else { ",\n" });
        empty = false;
        let _ = write!(text, "{}{key}: ", "  ".repeat(depth + 1));
        write_json(model, id, value, depth + 1, text);
    }
    if empty {
        text.push('}');
    } else {
        let _ = write!(text, "\n{}}}", "  ".repeat(depth));
    }
}
