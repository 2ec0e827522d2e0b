//! What a change of a model means for those who use its client.
//!
//! Two models are compared by what they say, not by how they are written:
//! moving a shape within its file or giving a member a named shape with the
//! same constraints is no change.
//!
//! What is compatible follows three sources: the guide by which [Smithy models
//! evolve][evolve], the [`breakingChanges`][breaking] that the definitions of
//! traits name, and what [Smithy Diff][diff] reports as `ERROR` or `DANGER`.
//! All of that is breaking here ([`Change::breaking`]), unless the generated
//! client takes the harm out of it:
//!
//! - Structures, enums and errors are `#[non_exhaustive]`, and unknown values
//!   are kept: what is new is only an addition, wherever it stands in the list.
//! - Every operation has an input and an output of its own, named after it:
//!   other shapes, `smithy.api#Unit` among them, and the traits `input` and
//!   `output` only matter by their members. All fields of inputs are options.
//! - The status of success is not looked at, beyond that it is 2xx.
//! - What has no effect on a client is none here: resources and their
//!   identifiers, `cors`, the traits for XML, definitions of traits, metadata.
//!
//! On the other hand, an argument more of `new` and another order of them
//! break Rust users, and an error that is no longer listed does, too.
//!
//! [evolve]: https://smithy.io/2.0/guides/evolving-models.html
//! [breaking]: https://smithy.io/2.0/spec/model.html#breaking-change-rules
//! [diff]: https://github.com/smithy-lang/smithy/tree/main/smithy-diff

mod binding;
mod constraint;
mod docs;
mod enums;
mod error;
mod member;
mod operation;
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

use usage::Usage;

/// Whom a change concerns, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Who speaks the one version and who speaks the other no longer
    /// understand each other, or no longer accept what the other sends.
    /// Programs that use the client mostly have to change too.
    Wire,
    /// The wire stays the same, but programs that use the client may no longer
    /// compile.
    Rust,
    /// Programs compile, and the client does something else: a constraint is
    /// tightened or loosened, a request may or may not be repeated. Whether
    /// what worked still works, [`Change::breaking`] tells.
    Behaviour,
    /// Something is there that was not, and nothing else changes.
    Addition,
    /// Only what readers of the model and of the client see, and tests.
    Documentation,
}

impl Class {
    /// Every class, the gravest first.
    pub const ALL: [Self; 5] = [
        Self::Wire,
        Self::Rust,
        Self::Behaviour,
        Self::Addition,
        Self::Documentation,
    ];

    /// The name for machines and command lines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::Rust => "rust",
            Self::Behaviour => "behaviour",
            Self::Addition => "addition",
            Self::Documentation => "documentation",
        }
    }

    /// What a change of this class does, for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Wire => "breaks the wire",
            Self::Rust => "breaks Rust users",
            Self::Behaviour => "changes behaviour",
            Self::Addition => "adds",
            Self::Documentation => "documentation only",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One change, in one line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Whom it concerns.
    pub class: Class,
    /// What changed: an operation or shape by its name, or a member as
    /// `Shape$member`. Of something that was renamed this is the new name.
    pub path: String,
    /// What kind of change it is.
    pub rule: Rule,
    /// What it is, without the path; Markdown, in one line.
    pub text: String,
    /// Whether what worked may no longer work: whatever breaks the wire or
    /// Rust users, and what allows less than before or is no longer repeated.
    pub breaking: bool,
    /// The id of the shape in the model that has it: the new one, unless the
    /// shape is gone.
    pub shape: ShapeId,
    /// The names of the operations that it concerns, sorted; empty when it
    /// concerns the service as a whole.
    pub operations: Vec<String>,
}

/// All changes from one model to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    changes: Vec<Change>,
}

impl Comparison {
    /// The changes, the gravest class first, then by path.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The changes of one class, by path.
    pub fn of(&self, class: Class) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(move |change| change.class == class)
    }

    /// Whether the models say the same.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The gravest class that occurs.
    pub fn gravest(&self) -> Option<Class> {
        self.changes.first().map(|change| change.class)
    }
}

/// Finds what is different in `new`.
///
/// Both models are taken to be without errors. The result does not depend on
/// the order of shapes in the files.
pub fn compare(old: &Model, new: &Model) -> Comparison {
    let both = Both::new(old, new);
    let mut changes = Changes::default();
    service::compare(&both, &mut changes);
    operation::compare(&both, &mut changes);
    shape::compare(&both, &mut changes);
    let mut changes = changes.list;
    changes.sort();
    changes.dedup();
    Comparison { changes }
}

/// One of the two models, and what was found out about it at the beginning.
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

/// Both models, and which of their shapes are the same ones.
struct Both<'a> {
    old: Side<'a>,
    new: Side<'a>,
    /// Shapes and operations that seem to have been renamed: the old id, and
    /// the new one.
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

    /// The id that a shape of the old model has in the new one, if it still
    /// is there.
    fn successor<'b>(&'b self, old: &'b ShapeId) -> &'b ShapeId {
        self.renamed.get(old).unwrap_or(old)
    }

    /// Whether two ids, an old one and a new one, mean the same shape.
    fn same(&self, old: &ShapeId, new: &ShapeId) -> bool {
        self.successor(old) == new
    }

    /// Whether the new shape is the successor of another one.
    fn is_successor(&self, new: &ShapeId) -> bool {
        self.renamed.values().any(|id| id == new)
    }

    /// The operations, by name, in which an old or a new shape takes part.
    fn operations(&self, old: &ShapeId, new: &ShapeId) -> Vec<String> {
        let old = self.old.usage.operations(old);
        let new = self.new.usage.operations(new);
        let all: BTreeSet<&String> = old.chain(new).collect();
        all.into_iter().cloned().collect()
    }

    /// A shape that both models have, as a subject of changes. Of an operation
    /// that has a message in one of them alone it is that message: the unit that
    /// stands for none is everybody's.
    fn subject(&self, old: &ShapeId, new: &ShapeId) -> Subject {
        let (old, new) = match (old.is_unit(), new.is_unit()) {
            (true, false) => (new, new),
            (false, true) => (old, old),
            _ => (old, new),
        };
        let is_sent = self.old.usage.is_sent(old) || self.new.usage.is_sent(new);
        Subject {
            way: if is_sent { Way::Sent } else { Way::Received },
            ..Subject::shape(new, self.operations(old, new))
        }
    }
}

/// What was found so far.
#[derive(Default)]
struct Changes {
    list: Vec<Change>,
}

impl Changes {
    fn push(&mut self, subject: &Subject, class: Class, rule: Rule, text: impl Into<String>) {
        let breaking = matches!(class, Class::Wire | Class::Rust);
        self.add(subject, class, rule, text.into(), breaking);
    }

    /// Another behaviour, with which what worked may no longer work.
    fn restrict(&mut self, subject: &Subject, rule: Rule, text: impl Into<String>) {
        self.add(subject, Class::Behaviour, rule, text.into(), true);
    }

    fn add(&mut self, subject: &Subject, class: Class, rule: Rule, text: String, breaking: bool) {
        self.list.push(Change {
            class,
            path: subject.path.clone(),
            rule,
            text,
            breaking,
            shape: subject.shape.clone(),
            operations: subject.operations.clone(),
        });
    }
}

/// What a change is about.
#[derive(Clone)]
struct Subject {
    path: String,
    shape: ShapeId,
    operations: Vec<String>,
    way: Way,
}

impl Subject {
    fn shape(id: &ShapeId, operations: Vec<String>) -> Self {
        Self {
            path: id.name().to_owned(),
            shape: id.clone(),
            operations,
            way: Way::Received,
        }
    }

    fn member(&self, name: &str) -> Self {
        Self {
            path: format!("{}${name}", self.path),
            ..self.clone()
        }
    }
}

/// Which way values go, seen from the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// They are part of requests, and perhaps of responses.
    Sent,
    /// They are part of responses alone, which are never checked.
    Received,
}

/// `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`; each in backticks.
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
