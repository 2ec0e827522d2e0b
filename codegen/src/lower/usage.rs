//! What each shape is used for.

use std::collections::BTreeSet;

use crate::model::{Constraints, Enforced, Member, Model, Shape, ShapeId, ShapeKind};

use super::parts::with_part;

/// Sets of shapes that are alike in their use.
#[derive(Debug)]
pub(super) struct Usage {
    /// Structures, unions and enums that are parts of others.
    pub(super) types: BTreeSet<ShapeId>,
    /// Errors of the operations.
    pub(super) errors: BTreeSet<ShapeId>,
    /// Shapes that are part of an input, or are one.
    pub(super) sent: BTreeSet<ShapeId>,
    /// Shapes that are sent and have something to check.
    pub(super) ruled: BTreeSet<ShapeId>,
}

impl Usage {
    /// Looks through the model.
    pub(super) fn of(model: &Model) -> Self {
        let operations = || model.operations.values();
        let inputs: BTreeSet<ShapeId> = operations().map(|one| one.input.clone()).collect();
        let errors: BTreeSet<ShapeId> = operations()
            .flat_map(|one| one.errors.iter().cloned())
            .collect();
        let roots = inputs
            .iter()
            .cloned()
            .chain(operations().map(|one| one.output.clone()))
            .chain(errors.iter().cloned());
        let mut types = parts(model, roots);
        types.retain(|id| {
            let named = matches!(
                model.shape(id).kind,
                ShapeKind::Structure(_)
                    | ShapeKind::Union(_)
                    | ShapeKind::Enum(_)
                    | ShapeKind::IntEnum(_)
            );
            named && !errors.contains(id)
        });
        let mut sent = parts(model, inputs.iter().cloned());
        sent.extend(inputs);
        Self {
            ruled: ruled(model, &sent),
            types,
            errors,
            sent,
        }
    }
}

/// All shapes that these consist of; they themselves only if they are parts
/// of one another. `smithy.api#Unit` is a part that has no value and counts as
/// a structure like any other.
fn parts(model: &Model, roots: impl Iterator<Item = ShapeId>) -> BTreeSet<ShapeId> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<ShapeId> = roots.collect();
    while let Some(id) = waiting.pop() {
        for member in model.shape(&id).members() {
            if found.insert(member.target.clone()) {
                waiting.push(member.target.clone());
            }
        }
    }
    found
}

/// Those of `sent` that constrain their values, themselves or in a part.
fn ruled(model: &Model, sent: &BTreeSet<ShapeId>) -> BTreeSet<ShapeId> {
    let parts = sent.iter().map(|id| {
        let members = members_to_check(model.shape(id)).into_iter();
        (id, members.map(|member| &member.target).collect())
    });
    let ruled = with_part(&parts.collect(), |id| is_ruled(model.shape(id)));
    ruled.into_iter().cloned().collect()
}

/// The members that are looked into. The length of a stream is known only when
/// it has been sent.
fn members_to_check(shape: &Shape) -> Vec<&Member> {
    if shape.streaming {
        Vec::new()
    } else {
        shape.members()
    }
}

/// Whether a shape constrains its values itself.
fn is_ruled(shape: &Shape) -> bool {
    if matches!(shape.kind, ShapeKind::Enum(_) | ShapeKind::IntEnum(_)) || shape.streaming {
        return false;
    }
    let between_members = match &shape.kind {
        ShapeKind::Structure(structure) => {
            !structure.exactly_one_of.is_empty()
                || !structure.at_most_one_of.is_empty()
                || structure
                    .members
                    .iter()
                    .any(|member| member.client_optional && member.required)
        }
        _ => false,
    };
    between_members
        || checkable(&shape.constraints)
        || shape
            .members()
            .into_iter()
            .any(|member| checkable(&member.constraints) || !member.required_keys.is_empty())
}

/// Whether there is something that a client can check.
pub(super) fn checkable(constraints: &Constraints) -> bool {
    let pattern = constraints
        .pattern
        .as_ref()
        .is_some_and(|pattern| pattern.enforced == Enforced::Yes);
    pattern
        || constraints.length.is_some()
        || constraints.range.is_some()
        || constraints.unique_items
}
