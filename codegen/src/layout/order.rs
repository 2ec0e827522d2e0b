//! The canonical order.

use std::collections::{BTreeMap, BTreeSet};

use crate::json::{Entry, Value, ValueKind};
use crate::traits::{canonical_order, ids};

/// A JSON value in output order.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Ordered<'a> {
    /// A number, a string, a boolean or null, as text.
    Scalar(String),
    /// An array.
    Array(Vec<Ordered<'a>>),
    /// An object.
    Object(Vec<(&'a str, Ordered<'a>)>),
}

/// Properties of a model file.
const FILE: &[&str] = &["$schema", "smithy", "metadata", "shapes"];

/// Properties of shapes of any type. Others come before the members.
const SHAPE: &[&str] = &[
    "type",
    "version",
    "mixins",
    "identifiers",
    "properties",
    "create",
    "put",
    "read",
    "update",
    "delete",
    "list",
    "input",
    "output",
    "operations",
    "collectionOperations",
    "resources",
    "errors",
    "rename",
];
const SHAPE_END: &[&str] = &["target", "member", "key", "value", "members", "traits"];

/// Properties whose references are sorted.
const SORTED: &[&str] = &["operations", "collectionOperations", "resources", "errors"];

/// A model file.
pub(super) fn file<'a>(value: &'a Value<'a>) -> Ordered<'a> {
    properties(value, FILE, &[], |key, value| match key {
        "shapes" => shapes(value),
        _ => as_it_is(value),
    })
}

fn as_it_is<'a>(value: &'a Value<'a>) -> Ordered<'a> {
    match &value.kind {
        ValueKind::Array(elements) => Ordered::Array(elements.iter().map(as_it_is).collect()),
        ValueKind::Object(object) => {
            let entries = object.entries();
            let entries = entries.map(|entry| (entry.key.as_ref(), as_it_is(&entry.value)));
            Ordered::Object(entries.collect())
        }
        ValueKind::Null | ValueKind::Bool(_) | ValueKind::Number(_) | ValueKind::String(_) => {
            Ordered::Scalar(value.to_node().to_string())
        }
    }
}

/// An object with these first and last keys; others stay in between, in the
/// order of the file.
fn properties<'a>(
    value: &'a Value<'a>,
    first: &[&str],
    last: &[&str],
    each: impl Fn(&'a str, &'a Value<'a>) -> Ordered<'a>,
) -> Ordered<'a> {
    if value.as_object().is_none() {
        return as_it_is(value);
    }
    let mut entries: Vec<&Entry<'a>> = value.entries().collect();
    entries.sort_by_key(|entry| rank(&entry.key, first, last));
    let entries = entries.into_iter().map(|entry| {
        let key = entry.key.as_ref();
        (key, each(key, &entry.value))
    });
    Ordered::Object(entries.collect())
}

fn rank(key: &str, first: &[&str], last: &[&str]) -> usize {
    let place = |list: &[&str]| list.iter().position(|known| *known == key);
    place(first)
        .or_else(|| Some(first.len() + 1 + place(last)?))
        .unwrap_or(first.len())
}

fn shape<'a>(value: &'a Value<'a>) -> Ordered<'a> {
    properties(value, SHAPE, SHAPE_END, |key, value| match key {
        "traits" => traits(value),
        "members" => properties(value, &[], &[], |_, value| shape(value)),
        "member" | "key" | "value" => shape(value),
        key if SORTED.contains(&key) => references(value),
        _ => as_it_is(value),
    })
}

fn references<'a>(value: &'a Value<'a>) -> Ordered<'a> {
    let ValueKind::Array(elements) = &value.kind else {
        return as_it_is(value);
    };
    let mut elements: Vec<&Value<'a>> = elements.iter().collect();
    elements.sort_by_key(|element| element.str("target").unwrap_or_default());
    Ordered::Array(elements.into_iter().map(as_it_is).collect())
}

fn traits<'a>(value: &'a Value<'a>) -> Ordered<'a> {
    let ordered = as_it_is(value);
    let Ordered::Object(mut entries) = ordered else {
        return ordered;
    };
    entries.sort_by_cached_key(|(id, _)| canonical_order(id));
    Ordered::Object(entries)
}

fn shapes<'a>(value: &'a Value<'a>) -> Ordered<'a> {
    if value.as_object().is_none() {
        return as_it_is(value);
    }
    let mut entries: Vec<&Entry<'a>> = Placement::new(value).sorted();
    // Shapes without a place, in invalid models, stay at the end.
    let placed: BTreeSet<&str> = entries.iter().map(|entry| entry.key.as_ref()).collect();
    let lost = value
        .entries()
        .filter(|entry| !placed.contains(entry.key.as_ref()));
    let lost: Vec<&Entry<'a>> = lost.collect();
    entries.extend(lost);
    let entries = entries.into_iter();
    Ordered::Object(
        entries
            .map(|entry| (entry.key.as_ref(), shape(&entry.value)))
            .collect(),
    )
}

/// Parts of a file, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Service,
    Resource,
    Operation,
    Data,
    Enum,
    Simple,
    Error,
    Trait,
    Apply,
    Unknown,
}

/// The shapes of a file that are being sorted.
struct Placement<'a> {
    shapes: BTreeMap<&'a str, &'a Entry<'a>>,
    placed: BTreeSet<&'a str>,
    sorted: Vec<&'a Entry<'a>>,
}

impl<'a> Placement<'a> {
    fn new(value: &'a Value<'a>) -> Self {
        let entries = value.entries().map(|entry| (entry.key.as_ref(), entry));
        Self {
            shapes: entries.collect(),
            placed: BTreeSet::new(),
            sorted: Vec::new(),
        }
    }

    fn sorted(mut self) -> Vec<&'a Entry<'a>> {
        let helpers = self.helpers();
        let mut parts: Vec<(Part, &'a str)> = Vec::new();
        for (id, entry) in &self.shapes {
            parts.push((part(&entry.value), id));
        }
        parts.sort();
        for (part, id) in parts {
            match part {
                Part::Operation => self.operation(id),
                Part::Trait => self.definition(id, &helpers),
                _ if !helpers.contains(id) => self.place(id),
                _ => {}
            }
        }
        self.sorted
    }

    fn place(&mut self, id: &str) {
        if let Some((id, entry)) = self.shapes.get_key_value(id)
            && self.placed.insert(id)
        {
            self.sorted.push(entry);
        }
    }

    /// Places an operation, then its input and output.
    fn operation(&mut self, id: &str) {
        self.place(id);
        for role in ["input", "output"] {
            let target = self
                .shapes
                .get(id)
                .and_then(|entry| entry.value.get(role)?.str("target"));
            let is_structure = |entry: &&Entry<'_>| entry.value.str("type") == Some("structure");
            if let Some(target) = target
                && self.shapes.get(target).is_some_and(is_structure)
            {
                self.place(target);
            }
        }
    }

    /// Places the definition of a trait, then the shapes that only definitions
    /// use.
    fn definition(&mut self, id: &'a str, helpers: &BTreeSet<&'a str>) {
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            if self.placed.contains(id) {
                continue;
            }
            self.place(id);
            let next = self.shapes.get(id).map(|entry| targets(&entry.value));
            let next = next.unwrap_or_default().into_iter().rev();
            waiting.extend(next.filter(|id| helpers.contains(id)));
        }
    }

    /// The shapes that are only reachable from trait definitions.
    fn helpers(&self) -> BTreeSet<&'a str> {
        let of = |is_definition: bool| {
            let all = self.shapes.iter();
            all.filter(move |(_, entry)| (part(&entry.value) == Part::Trait) == is_definition)
                .map(|(id, _)| *id)
        };
        let mut helpers = self.reached(of(true));
        helpers.retain(|id| {
            let definition = self.shapes.get(id).map(|entry| part(&entry.value));
            definition != Some(Part::Trait)
        });
        // A helper of definitions is not a root.
        let roots = of(false).filter(|id| !helpers.contains(id));
        let others = self.reached(roots);
        helpers.retain(|id| !others.contains(id));
        helpers
    }

    fn reached(&self, roots: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
        let mut reached = BTreeSet::new();
        let mut waiting: Vec<&str> = roots.collect();
        while let Some(id) = waiting.pop() {
            if let Some(entry) = self.shapes.get(id)
                && reached.insert(id)
            {
                waiting.extend(targets(&entry.value));
            }
        }
        reached
    }
}

fn part(shape: &Value<'_>) -> Part {
    let has = |id: &str| {
        shape
            .get("traits")
            .is_some_and(|traits| traits.get(id).is_some())
    };
    match shape.str("type").unwrap_or_default() {
        "service" => Part::Service,
        "resource" => Part::Resource,
        "operation" => Part::Operation,
        "apply" => Part::Apply,
        "" => Part::Unknown,
        _ if has(ids::TRAIT) => Part::Trait,
        "structure" if has(ids::ERROR) => Part::Error,
        "structure" | "union" => Part::Data,
        "enum" | "intEnum" => Part::Enum,
        _ => Part::Simple,
    }
}

/// The shapes that a shape refers to, other than in traits.
fn targets<'a>(shape: &'a Value<'a>) -> Vec<&'a str> {
    let mut targets = Vec::new();
    let mut waiting = vec![shape];
    while let Some(value) = waiting.pop() {
        targets.extend(value.str("target"));
        let entries = value.entries().filter(|entry| entry.key != "traits");
        let inner: Vec<&Value<'a>> = entries
            .map(|entry| &entry.value)
            .chain(value.elements())
            .collect();
        waiting.extend(inner.into_iter().rev());
    }
    targets
}
