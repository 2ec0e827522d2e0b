//! Changes, and their subjects.

use crate::evolution::{Class, MarkChange, Rule};
use crate::model::ShapeId;
use crate::sink::visible;
use crate::traits::{self, TraitDiff};

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
    /// Whether working programs may fail or do harm: all changes of the wire
    /// format or the Rust API, tighter constraints, fewer retries, retries of
    /// requests that were sent once, and previously hidden values in logs.
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

    /// Accepts changes of behavior of these kinds: they no longer count as
    /// breaking.
    pub fn accept(&mut self, rules: &[Rule]) {
        for change in &mut self.changes {
            if change.class == Class::Behavior && rules.contains(&change.rule) {
                change.breaking = false;
            }
        }
    }

    /// Returns the most severe class.
    pub fn most_severe(&self) -> Option<Class> {
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

    /// Adds a change of behavior that may break working programs.
    pub(super) fn restrict(&mut self, subject: &Subject, rule: Rule, text: impl Into<String>) {
        self.add(subject, Class::Behavior, rule, text.into(), true);
    }

    /// Reports an annotation trait that was added or removed, as its row in the
    /// table of traits says.
    pub(super) fn mark(&mut self, subject: &Subject, id: &str, old: bool, new: bool) {
        if old == new {
            return;
        }
        let Some(TraitDiff::Mark(row)) = traits::find(id).map(|row| row.diff) else {
            let verb = if new { "has" } else { "no longer has" };
            let text = format!("{verb} the trait `{id}`");
            self.push(subject, Class::Documentation, Rule::Documentation, text);
            return;
        };
        let MarkChange {
            class,
            is_breaking,
            text,
        } = if new { row.added } else { row.removed };
        self.add(subject, class, row.rule, text.to_owned(), is_breaking);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traits_without_a_value_have_their_changes_in_the_table() {
        let id = ShapeId::prelude("String");
        let subject = Subject::shape(&id, Vec::new());
        let mut seen = 0;
        for row in traits::all().filter(|row| matches!(row.diff, TraitDiff::Mark(_))) {
            let mut changes = Changes::default();
            changes.mark(&subject, row.id, false, true);
            changes.mark(&subject, row.id, true, false);
            changes.mark(&subject, row.id, true, true);
            let [added, removed] = changes.list.as_slice() else {
                panic!("{}: {:?}", row.id, changes.list);
            };
            assert_ne!(added.text, removed.text, "{}", row.id);
            for change in [added, removed] {
                let breaks = matches!(change.class, Class::Wire | Class::Rust);
                assert!(change.breaking || !breaks, "{}", row.id);
                assert_ne!(change.class, Class::Documentation, "{}", row.id);
            }
            seen += 1;
        }
        assert!(seen > 5, "{seen} traits");
        let mut changes = Changes::default();
        changes.mark(&subject, "smithy.api#box", true, false);
        assert_eq!(
            changes.list[0].text,
            "no longer has the trait `smithy.api#box`"
        );
    }
}
