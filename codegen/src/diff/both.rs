//! The two models.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Model, Shape, ShapeId};
use crate::names::Names;

use super::change::{Direction, Subject};
use super::usage::Usage;

/// One of the two models, with derived data.
pub(super) struct Side<'a> {
    pub(super) model: &'a Model,
    pub(super) names: Names,
    pub(super) usage: Usage,
}

impl<'a> Side<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        Self {
            model,
            names: Names::for_model(model),
            usage: Usage::new(model),
        }
    }

    pub(super) fn shape(&self, id: &ShapeId) -> &'a Shape {
        self.model.shape(id)
    }
}

/// Both models and the shapes that were renamed.
pub(super) struct Both<'a> {
    pub(super) old: Side<'a>,
    pub(super) new: Side<'a>,
    /// Shapes and operations that were probably renamed, from the old ID to the new
    /// one.
    pub(super) renamed: BTreeMap<ShapeId, ShapeId>,
}

impl<'a> Both<'a> {
    pub(super) fn new(old: &'a Model, new: &'a Model) -> Self {
        Self {
            old: Side::new(old),
            new: Side::new(new),
            renamed: BTreeMap::new(),
        }
    }

    /// Returns the ID of an old shape in the new model, if it still exists.
    pub(super) fn successor<'b>(&'b self, old: &'b ShapeId) -> &'b ShapeId {
        self.renamed.get(old).unwrap_or(old)
    }

    /// Whether an old and a new ID identify the same shape.
    pub(super) fn same(&self, old: &ShapeId, new: &ShapeId) -> bool {
        self.successor(old) == new
    }

    /// Whether the models describe data.
    pub(super) fn is_data(&self) -> bool {
        self.new.model.is_data_model()
    }

    /// Whether a new shape is a renamed one.
    pub(super) fn is_successor(&self, new: &ShapeId) -> bool {
        self.renamed.values().any(|id| id == new)
    }

    /// Returns the names of the operations that use an old or a new shape.
    pub(super) fn operations(&self, old: &ShapeId, new: &ShapeId) -> Vec<String> {
        let old = self.old.usage.operations(old);
        let new = self.new.usage.operations(new);
        let all: BTreeSet<&String> = old.chain(new).collect();
        all.into_iter().cloned().collect()
    }

    /// Creates the subject for a shape of both models. If one of them is
    /// `smithy.api#Unit`, which all operations share, the subject is the other one.
    pub(super) fn subject(&self, old: &ShapeId, new: &ShapeId) -> Subject {
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
