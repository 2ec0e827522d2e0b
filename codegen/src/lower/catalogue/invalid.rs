//! Inputs that violate as many constraints as possible.

use std::collections::BTreeMap;

use crate::model::{
    Constraints, Length, Member, Model, Node, Number, RequiredKeys, ShapeId, ShapeKind,
};

/// A non-ASCII letter, which few patterns allow.
const STRANGER: &str = "\u{661}";
/// The maximum length of a text. Longer ones would dominate the file.
const LONGEST_TEXT: u64 = 300;
const LONGEST_LIST: u64 = 10;

/// Makes valid values invalid.
pub(super) struct Violator<'a> {
    model: &'a Model,
    /// A value of each member that a request test sets.
    known: BTreeMap<(&'a ShapeId, &'a str), &'a Node>,
}

/// Whether unset members are set where that violates a rule.
#[derive(Clone, Copy, PartialEq)]
enum Unset {
    Add,
    /// They stay unset, to end the recursion of recursive shapes.
    Keep,
}

impl<'a> Violator<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        let mut violator = Self {
            model,
            known: BTreeMap::new(),
        };
        for operation in model.operations.values() {
            for test in &operation.request_tests {
                violator.learn(&operation.input, &test.params);
            }
        }
        violator
    }

    /// The input with as many violations as possible.
    pub(super) fn input(&self, id: &ShapeId, node: &Node) -> Node {
        self.members(id, node, Unset::Add)
    }

    fn learn(&mut self, id: &'a ShapeId, node: &'a Node) {
        match (&self.model.shape(id).kind, node) {
            (ShapeKind::List(list), Node::Array(entries)) => {
                for entry in entries {
                    self.learn(&list.member.target, entry);
                }
            }
            (ShapeKind::Map(map), Node::Object(entries)) => {
                for entry in entries.values() {
                    self.learn(&map.value.target, entry);
                }
            }
            (ShapeKind::Structure(_) | ShapeKind::Union(_), node) => {
                let model = self.model;
                for member in model.shape(id).members() {
                    if let Some(value) = node.get(&member.name) {
                        self.known.entry((id, &member.name)).or_insert(value);
                        self.learn(&member.target, value);
                    }
                }
            }
            _ => {}
        }
    }

    fn members(&self, id: &ShapeId, node: &Node, unset: Unset) -> Node {
        let mut members = BTreeMap::new();
        for member in self.model.shape(id).members() {
            let value = match node.get(&member.name) {
                Some(value) => self.value(member, value, unset),
                None if unset == Unset::Add && self.is_exclusive(id, &member.name) => {
                    match self.known.get(&(id, member.name.as_str())) {
                        Some(value) => self.value(member, value, Unset::Keep),
                        None => continue,
                    }
                }
                None => continue,
            };
            members.insert(member.name.clone(), value);
        }
        Node::Object(members)
    }

    /// Whether a member must not be set together with another.
    fn is_exclusive(&self, id: &ShapeId, name: &str) -> bool {
        let ShapeKind::Structure(structure) = &self.model.shape(id).kind else {
            return false;
        };
        let mut groups = structure
            .exactly_one_of
            .iter()
            .chain(&structure.at_most_one_of);
        groups.any(|group| group.iter().any(|member| member == name))
    }

    fn value(&self, member: &Member, node: &Node, unset: Unset) -> Node {
        let rules = self.model.constraints(member);
        let shape = self.model.shape(&member.target);
        let mut value = match (&shape.kind, node) {
            (ShapeKind::String, Node::String(text)) => Node::String(invalid_text(text, &rules)),
            (ShapeKind::Blob, Node::String(text)) if !shape.streaming => {
                Node::String(invalid_blob(text, rules.length))
            }
            (
                ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long,
                Node::Number(number),
            ) => Node::Number(invalid_number(number, &rules)),
            (ShapeKind::List(list), Node::Array(entries)) => {
                let entries: Vec<Node> = entries
                    .iter()
                    .map(|entry| self.value(&list.member, entry, unset))
                    .collect();
                Node::Array(invalid_list(entries, rules.length))
            }
            (ShapeKind::Map(map), Node::Object(entries)) => {
                let entries = entries.iter().map(|(key, entry)| {
                    let entry = self.value(&map.value, entry, unset);
                    (key.clone(), entry)
                });
                Node::Object(entries.collect())
            }
            (ShapeKind::Structure(_), node) => self.members(&shape.id, node, unset),
            (ShapeKind::Union(_), node) => self.members(&shape.id, node, Unset::Keep),
            _ => node.clone(),
        };
        for required in &member.required_keys {
            remove_keys(&mut value, &required.path, required);
        }
        value
    }
}

fn invalid_text(text: &str, rules: &Constraints) -> String {
    let mut invalid = match rules.pattern {
        Some(_) => format!("{STRANGER}{text}"),
        None => text.to_owned(),
    };
    let Some(length) = rules.length else {
        return invalid;
    };
    match length.max.filter(|max| *max < LONGEST_TEXT) {
        Some(max) => {
            let unit = if text.is_empty() { STRANGER } else { text };
            while invalid.chars().count() as u64 <= max {
                invalid.push_str(unit);
            }
            invalid
        }
        None if length.min.is_some_and(|min| min > 0) && rules.pattern.is_none() => String::new(),
        None => invalid,
    }
}

fn invalid_blob(text: &str, length: Option<Length>) -> String {
    let has_least = length.is_some_and(|length| length.min.is_some_and(|min| min > 0));
    if has_least {
        String::new()
    } else {
        text.to_owned()
    }
}

fn invalid_number(number: &Number, rules: &Constraints) -> Number {
    let range = rules.range.as_ref();
    let bound = |bound: Option<&Number>| bound.and_then(Number::as_i64);
    let above =
        bound(range.and_then(|range| range.max.as_ref())).and_then(|max| max.checked_add(1));
    let below =
        bound(range.and_then(|range| range.min.as_ref())).and_then(|min| min.checked_sub(1));
    above.or(below).map_or_else(
        || number.clone(),
        |invalid| Number::new(&invalid.to_string()),
    )
}

fn invalid_list(mut entries: Vec<Node>, length: Option<Length>) -> Vec<Node> {
    let max = length.and_then(|length| length.max);
    let Some(max) = max.filter(|max| *max < LONGEST_LIST) else {
        return entries;
    };
    let Some(last) = entries.last().cloned() else {
        return entries;
    };
    while entries.len() as u64 <= max {
        entries.push(last.clone());
    }
    entries
}

/// Removes the keys that the map at the path must have.
fn remove_keys(node: &mut Node, path: &[String], required: &RequiredKeys) {
    let Node::Object(entries) = node else {
        return;
    };
    match path.split_first() {
        Some((name, rest)) => {
            if let Some(value) = entries.get_mut(name) {
                remove_keys(value, rest, required);
            }
        }
        None => entries.retain(|key, _| {
            let is_required = |name: &String| name.eq_ignore_ascii_case(key);
            !required.keys.iter().any(is_required)
        }),
    }
}
