//! A row of the table of traits.

use crate::evolution::{MarkChange, MarkChanges, Rule};
use crate::model::TestKind;

use super::form::Form;
use super::selector::Selector;

/// A row of the table of traits.
#[derive(Debug)]
pub(crate) struct Trait {
    pub(crate) id: &'static str,
    /// The description that editors show, in Markdown.
    pub(crate) docs: &'static str,
    /// The form of its value.
    pub(crate) form: Form,
    /// A JSON object with additional keywords for the JSON Schema of the value.
    pub(crate) schema: &'static str,
    /// The shapes and members to which it applies.
    pub(crate) selector: Selector,
    /// Traits that must accompany it.
    pub(crate) requires: &'static [&'static str],
    /// Traits with which it conflicts.
    pub(crate) conflicts: &'static [&'static str],
    /// The limit to one member or target of a shape: Smithy's
    /// `structurallyExclusive`.
    pub(crate) exclusive: Exclusive,
    /// The kind of protocol tests that it lists.
    pub(crate) tests: Option<TestKind>,
    /// The part of `diff` that reports its changes.
    pub(crate) diff: TraitDiff,
    /// The feature for which no code can be generated, in the plural.
    pub(crate) unsupported: Option<&'static str>,
}

impl Trait {
    pub(super) const fn new(id: &'static str, form: Form, selector: Selector) -> Self {
        Self {
            id,
            docs: "",
            form,
            schema: "{}",
            selector,
            requires: &[],
            conflicts: &[],
            exclusive: Exclusive::No,
            tests: None,
            diff: TraitDiff::Nothing,
            unsupported: None,
        }
    }

    pub(super) const fn docs(mut self, docs: &'static str) -> Self {
        self.docs = docs;
        self
    }

    pub(super) const fn schema(mut self, keywords: &'static str) -> Self {
        self.schema = keywords;
        self
    }

    pub(super) const fn requires(mut self, ids: &'static [&'static str]) -> Self {
        self.requires = ids;
        self
    }

    pub(super) const fn conflicts(mut self, ids: &'static [&'static str]) -> Self {
        self.conflicts = ids;
        self
    }

    pub(super) const fn exclusive(mut self, exclusive: Exclusive) -> Self {
        self.exclusive = exclusive;
        self
    }

    pub(super) const fn tests(mut self, kind: TestKind) -> Self {
        self.tests = Some(kind);
        self
    }

    pub(super) const fn changes(
        mut self,
        rule: Rule,
        added: MarkChange,
        removed: MarkChange,
    ) -> Self {
        self.diff = TraitDiff::Mark(MarkChanges {
            rule,
            added,
            removed,
        });
        self
    }

    pub(super) const fn compared(mut self) -> Self {
        self.diff = TraitDiff::Compared;
        self
    }

    pub(super) const fn unsupported(mut self, feature: &'static str) -> Self {
        self.unsupported = Some(feature);
        self
    }
}

/// The changes of a trait that `diff` reports.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TraitDiff {
    /// None: the trait has no effect on a client or its documentation.
    Nothing,
    /// Fixed changes when the trait is added or removed.
    Mark(MarkChanges),
    /// The trait has a value, or an effect that depends on the rest of the model, such
    /// as `required`: a function of `diff` compares the field of the model.
    Compared,
}

/// Whether only one member of a shape may have a trait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exclusive {
    No,
    /// Only one member may have it.
    Member,
    /// Only one member may target a shape that has it.
    Target,
}
