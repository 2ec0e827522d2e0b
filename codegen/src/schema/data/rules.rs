//! Rules between members.

use crate::model::{
    Content, Dependency, KeyComparison, Length, Member, MemberGroup, MemberState, Node, Number,
    RequiredKeys, Shape, ShapeKind, Structure,
};
use crate::schema::json::{entries_of, object, text, texts, with};

use super::{Writer, entry, required, tag_is};

impl Writer<'_> {
    /// The rules of a structure that a schema can express.
    pub(super) fn rules(&self, shape: &Shape, structure: &Structure) -> Vec<Node> {
        let mut rules = Vec::new();
        let set = |group: &MemberGroup| -> Vec<Node> {
            let names = group.iter();
            let names = names.map(std::slice::from_ref);
            names
                .filter_map(|path| self.at(shape, path, &MemberState::Set))
                .collect()
        };
        for group in &structure.exactly_one_of {
            rules.push(object([("oneOf", Node::Array(set(group)))]));
        }
        for group in &structure.at_least_one_of {
            rules.push(object([("anyOf", Node::Array(set(group)))]));
        }
        for group in &structure.at_most_one_of {
            let members = set(group);
            for (position, one) in members.iter().enumerate() {
                for other in members.iter().skip(position + 1) {
                    rules.push(not(all(vec![one.clone(), other.clone()])));
                }
            }
        }
        let conditions = structure.conditions.iter();
        rules.extend(conditions.filter_map(|condition| self.condition(shape, condition)));
        for member in &structure.members {
            let keys = member.required_keys.iter();
            rules.extend(keys.filter_map(|keys| required_keys(member, keys)));
        }
        rules
    }

    fn condition(&self, shape: &Shape, condition: &Dependency) -> Option<Node> {
        if condition.advice {
            return None;
        }
        let when = condition.when.iter();
        let when = when.map(|member| self.at(shape, &member.path, &member.state));
        let when = all(when.collect::<Option<Vec<Node>>>()?);
        if condition.require.is_empty() && condition.forbid.is_empty() {
            return Some(not(when));
        }
        let require = condition.require.iter();
        let require = require.filter_map(|path| self.set_in_all(shape, path));
        let forbid = condition.forbid.iter();
        let forbid =
            forbid.filter_map(|path| Some(not(self.at(shape, path, &MemberState::Set)?)));
        let then = all(require.chain(forbid).collect());
        Some(object([("if", when), ("then", then)]))
    }

    /// The condition that a value of a shape has a value at a path, in each entry of
    /// lists on the path.
    fn set_in_all(&self, shape: &Shape, path: &[String]) -> Option<Node> {
        if let Some(node) = self.at(shape, path, &MemberState::Set) {
            return Some(node);
        }
        let (name, rest) = path.split_first()?;
        let members = shape.members();
        let member = members.iter().find(|member| member.name == *name)?;
        let target = self.model.shape(&member.target);
        let is_plain = matches!(shape.kind, ShapeKind::Structure(_));
        if !is_plain || member.form.json_text || self.flattened(member).is_some() {
            return None;
        }
        let inner = match &target.kind {
            ShapeKind::List(list) => {
                let entry = self.set_in_all(self.model.shape(&list.member.target), rest)?;
                object([("items", entry)])
            }
            _ => self.set_in_all(target, rest)?,
        };
        Some(object([("properties", entry(member.wire_name(), inner))]))
    }

    /// The condition that a value of a shape has a value at a path in this
    /// state. `None` for a path through lists, because a schema cannot express
    /// "in one of the lists".
    pub(super) fn at(&self, shape: &Shape, path: &[String], state: &MemberState) -> Option<Node> {
        let Some((name, rest)) = path.split_first() else {
            return Some(self.is_in(shape, state));
        };
        let members = shape.members();
        let member = members.iter().find(|member| member.name == *name)?;
        let target = self.model.shape(&member.target);
        if member.form.json_text && !(rest.is_empty() && *state == MemberState::Set) {
            return None;
        }
        match (&shape.kind, &shape.tagged) {
            (ShapeKind::Structure(_), _) => {
                let inner = self.at(target, rest, state)?;
                if let Some(tagged) = self.flattened(member) {
                    return Some(all(vec![required([tagged.tag.as_str()]), inner]));
                }
                Some(has(member.wire_name(), inner))
            }
            (ShapeKind::Union(_), Some(tagged)) => {
                let tag = tag_is(tagged, &[member]);
                if member.target.is_unit() {
                    return Some(tag);
                }
                let inner = self.at(target, rest, state)?;
                let inner = match tagged.content {
                    Content::Inline => inner,
                    Content::Member if rest.is_empty() && *state == MemberState::Set => {
                        return Some(tag);
                    }
                    Content::Member => has(member.wire_name(), inner),
                };
                Some(all(vec![tag, inner]))
            }
            _ => None,
        }
    }

    /// The condition that a value is in this state; of a union, that it is one of the
    /// variants with these names.
    fn is_in(&self, shape: &Shape, state: &MemberState) -> Node {
        let values = match state {
            MemberState::Set => return Node::Bool(true),
            MemberState::Length(bounds) => return length(shape, bounds),
            MemberState::Matching(pattern) => {
                return object([("pattern", text(&pattern.expression))]);
            }
            MemberState::OneOf(values) => values,
        };
        match (&shape.kind, &shape.tagged) {
            (ShapeKind::Union(members), Some(tagged)) => {
                let is_named = |member: &&Member| {
                    let mut names = values.iter();
                    names.any(|value| matches!(value, Node::String(name) if *name == member.name))
                };
                let named: Vec<&Member> = members.iter().filter(is_named).collect();
                tag_is(tagged, &named)
            }
            _ => object([("enum", Node::Array(values.clone()))]),
        }
    }
}

/// The condition that a value has a length. JSON Schema has no keyword for the
/// length of a base64 blob.
fn length(shape: &Shape, bounds: &Length) -> Node {
    let (min, max) = match shape.kind {
        ShapeKind::Blob => return Node::Bool(true),
        ShapeKind::List(_) => ("minItems", "maxItems"),
        ShapeKind::Map(_) => ("minProperties", "maxProperties"),
        _ => ("minLength", "maxLength"),
    };
    let bounds = [(min, bounds.min), (max, bounds.max)];
    let bounds = bounds.into_iter().filter_map(|(name, bound)| {
        Some((
            name.to_owned(),
            Node::Number(Number::new(&bound?.to_string())),
        ))
    });
    entries_of(bounds)
}

/// The condition that an object has a member with such a value.
fn has(name: &str, value: Node) -> Node {
    match value {
        Node::Bool(true) => required([name]),
        value => with(
            object([("properties", entry(name, value))]),
            [("required", texts([name]))],
        ),
    }
}

fn not(node: Node) -> Node {
    object([("not", node)])
}

/// The condition that all of these hold.
fn all(mut nodes: Vec<Node>) -> Node {
    nodes.retain(|node| *node != Node::Bool(true));
    match nodes.len() {
        0 => Node::Bool(true),
        1 => nodes.remove(0),
        _ => object([("allOf", Node::Array(nodes))]),
    }
}

/// Keys that a map in a member must have; a schema compares keys exactly.
fn required_keys(member: &Member, keys: &RequiredKeys) -> Option<Node> {
    let is_expressible = keys.path.is_empty() && keys.compare == KeyComparison::Exact;
    is_expressible.then(|| {
        let names = required(keys.keys.iter().map(String::as_str));
        object([("properties", entry(member.wire_name(), names))])
    })
}
