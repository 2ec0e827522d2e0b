//! Changes, and their subjects.

use super::rule::Rule;
use crate::model::ShapeId;
use crate::sink::visible;
use std::fmt;

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
    pub(super) changes: Vec<Change>,
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

/// Collects changes.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) list: Vec<Change>,
}

impl Changes {
    pub(super) fn push(
        &mut self,
        subject: &Subject,
        class: Class,
        rule: Rule,
        text: impl Into<String>,
    ) {
        let breaking = matches!(class, Class::Wire | Class::Rust);
        self.add(subject, class, rule, text.into(), breaking);
    }

    /// Adds a change of behaviour that may break working programs.
    pub(super) fn restrict(&mut self, subject: &Subject, rule: Rule, text: impl Into<String>) {
        self.add(subject, Class::Behaviour, rule, text.into(), true);
    }

    pub(super) fn add(
        &mut self,
        subject: &Subject,
        class: Class,
        rule: Rule,
        text: String,
        breaking: bool,
    ) {
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
pub(super) struct Subject {
    pub(super) path: String,
    pub(super) shape: ShapeId,
    pub(super) operations: Vec<String>,
    pub(super) direction: Direction,
    /// Whether it belongs to a data model.
    pub(super) in_data: bool,
}

impl Subject {
    pub(super) fn shape(id: &ShapeId, operations: Vec<String>) -> Self {
        Self {
            path: id.name().to_owned(),
            shape: id.clone(),
            operations,
            direction: Direction::Received,
            in_data: false,
        }
    }

    pub(super) fn member(&self, name: &str) -> Self {
        Self {
            path: format!("{}${name}", self.path),
            ..self.clone()
        }
    }
}

/// The direction of values, from the client's point of view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// In requests or written roots, and possibly in responses.
    Sent,
    /// Only in responses or read roots, which are never validated.
    Received,
}

/// Joins names in backticks: `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
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
