//! JSON values with their spans.

use std::borrow::Cow;

use crate::model::{Node, Number};
use crate::source::Span;

/// A JSON value and its span.
#[derive(Clone, Debug)]
pub(crate) struct Value<'a> {
    pub(crate) span: Span,
    pub(crate) kind: ValueKind<'a>,
}

/// The content of a JSON value.
#[derive(Clone, Debug)]
pub(crate) enum ValueKind<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    String(Cow<'a, str>),
    Array(Vec<Value<'a>>),
    Object(Object<'a>),
}

/// The entries of a JSON object in the order of the text, each key once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Object<'a> {
    entries: Vec<Entry<'a>>,
    /// Positions in `entries`, sorted by key.
    by_key: Vec<usize>,
}

/// A key with its span, and its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) key: Cow<'a, str>,
    pub(crate) key_span: Span,
    pub(crate) value: Value<'a>,
}

impl Entry<'_> {
    /// The span from the key to the end of the value.
    pub(crate) fn extent(&self) -> Span {
        self.key_span.to(self.value.span)
    }
}

impl<'a> Object<'a> {
    /// An object of these entries. The first of duplicate keys is kept, and
    /// `duplicate` is called with the others.
    pub(super) fn new(
        mut entries: Vec<Entry<'a>>,
        mut duplicate: impl FnMut(&Entry<'a>, &Entry<'a>),
    ) -> Self {
        let mut by_key = sorted(&entries);
        let mut keep = vec![true; entries.len()];
        let mut first: Option<usize> = None;
        for &position in &by_key {
            let earlier = first.and_then(|first| entries.get(first));
            match (earlier, entries.get(position)) {
                (Some(earlier), Some(entry)) if earlier.key == entry.key => {
                    duplicate(earlier, entry);
                    if let Some(keep) = keep.get_mut(position) {
                        *keep = false;
                    }
                }
                _ => first = Some(position),
            }
        }
        if keep.contains(&false) {
            let mut keep = keep.into_iter();
            entries.retain(|_| keep.next().unwrap_or(true));
            by_key = sorted(&entries);
        }
        Self { entries, by_key }
    }

    /// The entries in the order of the text.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry<'a>> {
        self.entries.iter()
    }

    /// The entry under a key.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry<'a>> {
        let found = self.by_key.binary_search_by(|&position| {
            self.entries
                .get(position)
                .map_or("", |entry| entry.key.as_ref())
                .cmp(key)
        });
        self.entries.get(*self.by_key.get(found.ok()?)?)
    }

    /// The value under a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Value<'a>> {
        Some(&self.entry(key)?.value)
    }
}

fn sorted(entries: &[Entry<'_>]) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..entries.len()).collect();
    // Stable, so that equal keys stay in the order of the text.
    positions.sort_by_key(|&position| entries.get(position).map(|entry| entry.key.as_ref()));
    positions
}

impl<'a> Value<'a> {
    /// The string, if the value is one.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.kind {
            ValueKind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean, if the value is one.
    pub(crate) fn as_bool(&self) -> Option<bool> {
        match self.kind {
            ValueKind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The number, if the value is one.
    pub(crate) fn as_number(&self) -> Option<Number> {
        match self.kind {
            ValueKind::Number(text) => Some(Number::new(text)),
            _ => None,
        }
    }

    /// The elements; empty if the value is not an array.
    pub(crate) fn elements(&self) -> &[Value<'a>] {
        match &self.kind {
            ValueKind::Array(elements) => elements,
            _ => &[],
        }
    }

    /// The span to delete to remove an element of the array, with its comma.
    pub(crate) fn without(&self, position: usize) -> Option<Span> {
        let elements = self.elements();
        let element = elements.get(position)?.span;
        let before = position
            .checked_sub(1)
            .and_then(|before| elements.get(before));
        Some(match (before, elements.get(position + 1)) {
            (Some(before), _) => Span {
                start: before.span.end,
                end: element.end,
            },
            (None, Some(after)) => Span {
                start: element.start,
                end: after.span.start,
            },
            (None, None) => element,
        })
    }

    /// The object, if the value is one.
    pub(crate) fn as_object(&self) -> Option<&Object<'a>> {
        match &self.kind {
            ValueKind::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The entries; empty if the value is not an object.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry<'a>> {
        self.as_object().into_iter().flat_map(Object::entries)
    }

    /// The value under a key, if the value is an object with this key.
    pub(crate) fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.as_object()?.get(key)
    }

    /// The string under a key, if the value is an object with this key.
    pub(crate) fn str(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// The strings of the array under a key; other elements are left out.
    pub(crate) fn strings(&self, key: &str) -> Vec<String> {
        let elements = self.get(key).map_or(&[][..], Value::elements);
        let strings = elements.iter().filter_map(Value::as_str);
        strings.map(str::to_owned).collect()
    }

    /// The value without its spans.
    pub(crate) fn to_node(&self) -> Node {
        match &self.kind {
            ValueKind::Null => Node::Null,
            ValueKind::Bool(value) => Node::Bool(*value),
            ValueKind::Number(text) => Node::Number(Number::new(text)),
            ValueKind::String(text) => Node::String(text.clone().into_owned()),
            ValueKind::Array(elements) => {
                Node::Array(elements.iter().map(Value::to_node).collect())
            }
            ValueKind::Object(object) => Node::Object(
                object
                    .entries()
                    .map(|entry| (entry.key.clone().into_owned(), entry.value.to_node()))
                    .collect(),
            ),
        }
    }

    /// The type, for messages: "a string", "an object".
    pub(crate) fn noun(&self) -> &'static str {
        match self.kind {
            ValueKind::Null => "null",
            ValueKind::Bool(_) => "a boolean",
            ValueKind::Number(_) => "a number",
            ValueKind::String(_) => "a string",
            ValueKind::Array(_) => "an array",
            ValueKind::Object(_) => "an object",
        }
    }
}
