//! Rules between members.

use crate::model::{
    Content, Dependency, KeyComparison, Member, MemberGroup, Node, RequiredKeys, Shape, ShapeKind,
    Structure,
};
use crate::schema::json::{object, texts, with};

use super::{Writer, entry, required, tag_is};

impl Writer<'_> {
    /// The rules of a structure that a schema can express.
    pub(super) fn rules(&self, shape: &Shape, structure: &Structure) -> Vec<Node> {
        let mut rules = Vec::new();
        let set = |group: &MemberGroup| -> Vec<Node> {
            let names = group.iter();
            let names = names.map(std::slice::from_ref);
            names.filter_map(|path| self.at(shape, path, &[])).collect()
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
        let when = when.map(|member| self.at(shape, &member.path, &member.values));
        let when = all(when.collect::<Option<Vec<Node>>>()?);
        if condition.require.is_empty() && condition.forbid.is_empty() {
            return Some(not(when));
        }
        let require = condition.require.iter();
        let require = require.filter_map(|path| self.at(shape, path, &[]));
        let forbid = condition.forbid.iter();
        let forbid = forbid.filter_map(|path| self.at(shape, path, &[]).map(not));
        let then = all(require.chain(forbid).collect());
        Some(object([("if", when), ("then", then)]))
    }

    /// The condition that a value of a shape has a value at a path: one of these, or
    /// any. A schema cannot say "in one of the lists", so a path through lists has
    /// none.
    pub(super) fn at(&self, shape: &Shape, path: &[String], values: &[Node]) -> Option<Node> {
        let Some((name, rest)) = path.split_first() else {
            return Some(self.is_one_of(shape, values));
        };
        let members = shape.members();
        let member = members.iter().find(|member| member.name == *name)?;
        let target = self.model.shape(&member.target);
        if member.form.json_text && !(rest.is_empty() && values.is_empty()) {
            return None;
        }
        match (&shape.kind, &shape.tagged) {
            (ShapeKind::Structure(_), _) => {
                let inner = self.at(target, rest, values)?;
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
                let inner = self.at(target, rest, values)?;
                let inner = match tagged.content {
                    Content::Inline => inner,
                    Content::Member if rest.is_empty() && values.is_empty() => return Some(tag),
                    Content::Member => has(member.wire_name(), inner),
                };
                Some(all(vec![tag, inner]))
            }
            _ => None,
        }
    }

    /// The condition that a value is one of these; of a union, that it is one of the
    /// variants with these names.
    fn is_one_of(&self, shape: &Shape, values: &[Node]) -> Node {
        match (&shape.kind, &shape.tagged) {
            _ if values.is_empty() => Node::Bool(true),
            (ShapeKind::Union(members), Some(tagged)) => {
                let is_named = |member: &&Member| {
                    let mut names = values.iter();
                    names.any(|value| matches!(value, Node::String(name) if *name == member.name))
                };
                let named: Vec<&Member> = members.iter().filter(is_named).collect();
                tag_is(tagged, &named)
            }
            _ => object([("enum", Node::Array(values.to_vec()))]),
        }
    }
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

/// Keys that a map in a member must have; a schema compares them exactly.
fn required_keys(member: &Member, keys: &RequiredKeys) -> Option<Node> {
    let is_expressible = keys.path.is_empty() && keys.compare == KeyComparison::Exact;
    is_expressible.then(|| {
        let names = required(keys.keys.iter().map(String::as_str));
        object([("properties", entry(member.wire_name(), names))])
    })
}
