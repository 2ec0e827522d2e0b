//! Compares two versions of a model by the effect on users of the client.
//!
//! The comparison ignores how a model is written: moving a shape in the file, or
//! giving a member a named shape with the same constraints, is not a change.
//!
//! Compatibility follows three sources: Smithy's guide to [evolving
//! models][evolve], the [`breakingChanges`][breaking] of trait definitions, and the
//! changes that [Smithy Diff][diff] reports as `ERROR` or `DANGER`. All of these are
//! breaking ([`Change::breaking`]), unless the generated client handles them:
//!
//! - Structures, enums and errors are `#[non_exhaustive]`, and unknown values are
//!   preserved: new members and values are additions, in any position.
//! - Every operation has its own input and output type, named after it: only the
//!   members of the targeted shapes matter, not the shapes themselves or the traits
//!   `input` and `output`. All fields of inputs are optional.
//! - The client accepts any 2xx status.
//! - In data models, all fields are optional, and values that callers only read are
//!   never refused.
//! - Resources and their identifiers, `cors`, XML traits, trait definitions and
//!   metadata have no effect on the client.
//!
//! In addition, new or reordered arguments of `new` and removed errors break Rust
//! users, and clients that retry an operation which they did not retry before may
//! carry it out twice.
//!
//! [evolve]: https://smithy.io/2.0/guides/evolving-models.html
//! [breaking]: https://smithy.io/2.0/spec/model.html#breaking-change-rules
//! [diff]: https://github.com/smithy-lang/smithy/tree/main/smithy-diff

mod binding;
mod constraint;
mod data;
mod docs;
mod enums;
mod error;
mod member;
mod operation;
mod pattern;
mod relations;
mod release;
mod rename;
mod role;
mod rule;
mod service;
mod shape;
mod structure;
mod usage;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

pub use release::{Release, Version};
pub use rule::Rule;

use crate::model::{Model, Shape, ShapeId};
use crate::names::Names;
use crate::sink::visible;

use usage::Usage;

/// The impact of a change, most severe first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Clients and services of different versions are incompatible. Programs that
    /// use the client usually have to change, too.
    Wire,
    /// The wire format stays the same, but programs that use the client may no
    /// longer compile.
    Rust,
    /// Programs compile, but the client behaves differently: a constraint is
    /// tighter or looser, or retries change. [`Change::breaking`] says whether
    /// working programs may fail or do harm.
    Behaviour,
    /// Something new, without effect on existing programs.
    Addition,
    /// Documentation and tests only.
    Documentation,
}

impl Class {
    /// All classes, most severe first.
    pub const ALL: [Self; 5] = [
        Self::Wire,
        Self::Rust,
        Self::Behaviour,
        Self::Addition,
        Self::Documentation,
    ];

    /// Returns the name for machine-readable output and command lines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::Rust => "rust",
            Self::Behaviour => "behaviour",
            Self::Addition => "addition",
            Self::Documentation => "documentation",
        }
    }

    /// Returns the heading of this class in reports.
    pub fn title(self) -> &'static str {
        match self {
            Self::Wire => "breaks the wire format",
            Self::Rust => "breaks the Rust API",
            Self::Behaviour => "changes behaviour",
            Self::Addition => "additions",
            Self::Documentation => "documentation only",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The impact.
    pub class: Class,
    /// The changed operation or shape, or `Shape$member` for a member; the new
    /// name if it was renamed.
    pub path: String,
    /// The kind of change.
    pub rule: Rule,
    /// A description without the path; one line of Markdown.
    pub text: String,
    /// Whether working programs may fail or do harm: all changes of the wire format
    /// or the Rust API, tighter constraints, fewer retries, retries of requests that
    /// were sent once, and values in logs that were hidden.
    pub breaking: bool,
    /// The ID of the shape in the new model, or in the old one if it was removed.
    pub shape: ShapeId,
    /// The names of the affected operations or roots, sorted; empty if the change
    /// affects the whole model.
    pub operations: Vec<String>,
}

/// All changes between two models.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    changes: Vec<Change>,
}

impl Comparison {
    /// Returns the changes, most severe class first, then by path.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Iterates over the changes of one class, by path.
    pub fn of(&self, class: Class) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(move |change| change.class == class)
    }

    /// Whether the models are equivalent.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Accepts changes of behaviour of these rules: they are no longer breaking.
    pub fn accept(&mut self, rules: &[Rule]) {
        for change in &mut self.changes {
            if change.class == Class::Behaviour && rules.contains(&change.rule) {
                change.breaking = false;
            }
        }
    }

    /// Returns the most severe class.
    pub fn gravest(&self) -> Option<Class> {
        self.changes.first().map(|change| change.class)
    }
}

/// Compares two models.
///
/// Both models must be valid. The result does not depend on the order of shapes in
/// the files.
pub fn compare(old: &Model, new: &Model) -> Comparison {
    let both = Both::new(old, new);
    let mut changes = Changes::default();
    service::compare(&both, &mut changes);
    data::compare(&both, &mut changes);
    operation::compare(&both, &mut changes);
    shape::compare(&both, &mut changes);
    let mut changes = changes.list;
    changes.sort();
    changes.dedup();
    Comparison { changes }
}

/// The comparison with a version of the workspace that does not have the model yet.
pub fn added(model: &Model) -> Comparison {
    whole(model, Class::Addition, Rule::ModelAdded, "is a new model")
}

/// The comparison with a version of the workspace that no longer has the model.
pub fn removed(model: &Model) -> Comparison {
    whole(model, Class::Wire, Rule::ModelRemoved, "was removed")
}

/// The only change when a whole model is added or removed.
fn whole(model: &Model, class: Class, rule: Rule, text: &str) -> Comparison {
    let (title, shape) = match &model.data {
        Some(data) => (&data.title, data.roots.keys().next()),
        None => (&model.service.title, None),
    };
    let shape = shape.unwrap_or(&model.service.id);
    let mut changes = Changes::default();
    let subject = Subject {
        path: visible(title).into_owned(),
        ..Subject::shape(shape, Vec::new())
    };
    let many = |count: usize, noun: &str| match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    };
    let types = many(Usage::new(model).types.len(), "type");
    let size = match model.operations.len() {
        0 => types,
        count => format!("{}, {types}", many(count, "operation")),
    };
    changes.push(&subject, class, rule, format!("{text} ({size})"));
    Comparison {
        changes: changes.list,
    }
}

/// One of the two models, with derived data.
struct Side<'a> {
    model: &'a Model,
    names: Names,
    usage: Usage,
}

impl<'a> Side<'a> {
    fn new(model: &'a Model) -> Self {
        Self {
            model,
            names: Names::for_model(model),
            usage: Usage::new(model),
        }
    }

    fn shape(&self, id: &ShapeId) -> &'a Shape {
        self.model.shape(id)
    }
}

/// Both models and the shapes that were renamed.
struct Both<'a> {
    old: Side<'a>,
    new: Side<'a>,
    /// Shapes and operations that were probably renamed, from the old ID to the new
    /// one.
    renamed: BTreeMap<ShapeId, ShapeId>,
}

impl<'a> Both<'a> {
    fn new(old: &'a Model, new: &'a Model) -> Self {
        let mut both = Self {
            old: Side::new(old),
            new: Side::new(new),
            renamed: BTreeMap::new(),
        };
        both.renamed = rename::find(&both);
        both
    }

    /// Returns the ID of an old shape in the new model, if it still exists.
    fn successor<'b>(&'b self, old: &'b ShapeId) -> &'b ShapeId {
        self.renamed.get(old).unwrap_or(old)
    }

    /// Whether an old and a new ID identify the same shape.
    fn same(&self, old: &ShapeId, new: &ShapeId) -> bool {
        self.successor(old) == new
    }

    /// Whether the models describe data.
    fn is_data(&self) -> bool {
        self.new.model.is_data_model()
    }

    /// Whether a new shape is a renamed one.
    fn is_successor(&self, new: &ShapeId) -> bool {
        self.renamed.values().any(|id| id == new)
    }

    /// Returns the names of the operations that use an old or a new shape.
    fn operations(&self, old: &ShapeId, new: &ShapeId) -> Vec<String> {
        let old = self.old.usage.operations(old);
        let new = self.new.usage.operations(new);
        let all: BTreeSet<&String> = old.chain(new).collect();
        all.into_iter().cloned().collect()
    }

    /// Creates the subject for a shape of both models. If one of them is
    /// `smithy.api#Unit`, which all operations share, the subject is the other one.
    fn subject(&self, old: &ShapeId, new: &ShapeId) -> Subject {
        let (old, new) = match (old.is_unit(), new.is_unit()) {
            (true, false) => (new, new),
            (false, true) => (old, old),
            _ => (old, new),
        };
        let is_sent = self.old.usage.is_sent(old) || self.new.usage.is_sent(new);
        Subject {
            direction: if is_sent {
                Direction::Sent
            } else {
                Direction::Received
            },
            in_data: self.is_data(),
            ..Subject::shape(new, self.operations(old, new))
        }
    }
}

/// Collects changes.
#[derive(Default)]
struct Changes {
    list: Vec<Change>,
}

impl Changes {
    fn push(&mut self, subject: &Subject, class: Class, rule: Rule, text: impl Into<String>) {
        let breaking = matches!(class, Class::Wire | Class::Rust);
        self.add(subject, class, rule, text.into(), breaking);
    }

    /// Adds a change of behaviour that may break working programs.
    fn restrict(&mut self, subject: &Subject, rule: Rule, text: impl Into<String>) {
        self.add(subject, Class::Behaviour, rule, text.into(), true);
    }

    fn add(&mut self, subject: &Subject, class: Class, rule: Rule, text: String, breaking: bool) {
        self.list.push(Change {
            class,
            path: subject.path.clone(),
            rule,
            text: visible(&text).into_owned(),
            breaking,
            shape: subject.shape.clone(),
            operations: subject.operations.clone(),
        });
    }
}

/// The subject of a change.
#[derive(Clone)]
struct Subject {
    path: String,
    shape: ShapeId,
    operations: Vec<String>,
    direction: Direction,
    /// Whether it belongs to a data model.
    in_data: bool,
}

impl Subject {
    fn shape(id: &ShapeId, operations: Vec<String>) -> Self {
        Self {
            path: id.name().to_owned(),
            shape: id.clone(),
            operations,
            direction: Direction::Received,
            in_data: false,
        }
    }

    fn member(&self, name: &str) -> Self {
        Self {
            path: format!("{}${name}", self.path),
            ..self.clone()
        }
    }
}

/// The direction of values, from the client's point of view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    /// In requests or written roots, and possibly in responses.
    Sent,
    /// Only in responses or read roots, which are never validated.
    Received,
}

/// Joins names in backticks: `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`.
fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 3;
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] if names.len() <= SHOWN => format!("{} and {last}", first.join(", ")),
        _ => {
            let shown: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
            format!("{} and {} more", shown.join(", "), names.len() - SHOWN)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_in_few_words() {
        for (names, expected) in [
            (&[][..], ""),
            (&["a"], "`a`"),
            (&["a", "b"], "`a` and `b`"),
            (&["a", "b", "c"], "`a`, `b` and `c`"),
            (&["a", "b", "c", "d", "e"], "`a`, `b`, `c` and 2 more"),
        ] {
            assert_eq!(listed(names.iter().copied()), expected);
        }
    }
}
