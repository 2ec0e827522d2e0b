//! The uses of shapes.

use std::collections::BTreeSet;

use crate::model::{Constraints, Enforced, Member, Model, RootUse, Shape, ShapeId, ShapeKind};

use super::owners::transitive_owners;

/// Shapes by their use.
#[derive(Debug)]
pub(super) struct Usage {
    /// Structures, unions and enums that are nested in others.
    pub(super) types: BTreeSet<ShapeId>,
    /// Errors of the operations.
    pub(super) errors: BTreeSet<ShapeId>,
    /// Inputs, written roots, and their parts.
    pub(super) input_reachable: BTreeSet<ShapeId>,
    /// The shapes of [`input_reachable`](Self::input_reachable) with
    /// constraints, directly or in a part.
    pub(super) constrained: BTreeSet<ShapeId>,
}

impl Usage {
    pub(super) fn new(model: &Model) -> Self {
        let operations = || model.operations.values();
        let roots_of_data = || model.data.iter().flat_map(|data| &data.roots);
        let inputs: BTreeSet<ShapeId> = operations().map(|one| one.input.clone()).collect();
        let errors: BTreeSet<ShapeId> = operations()
            .flat_map(|one| one.errors.iter().cloned())
            .collect();
        let roots = inputs
            .iter()
            .cloned()
            .chain(operations().map(|one| one.output.clone()))
            .chain(errors.iter().cloned());
        let mut types = parts(
            model,
            roots.chain(roots_of_data().map(|(id, _)| id.clone())),
        );
        types.extend(roots_of_data().map(|(id, _)| id.clone()));
        types.retain(|id| {
            let named = matches!(
                model.shape(id).kind,
                ShapeKind::Structure(_)
                    | ShapeKind::Union(_)
                    | ShapeKind::Enum(_)
                    | ShapeKind::IntEnum(_)
            );
            named && !errors.contains(id) && !(model.is_data_model() && id.is_unit())
        });
        let written = roots_of_data().filter(|(_, used)| **used == RootUse::Written);
        let mut validated = inputs;
        validated.extend(written.map(|(id, _)| id.clone()));
        let mut input_reachable = parts(model, validated.iter().cloned());
        input_reachable.extend(validated);
        Self {
            constrained: constrained(model, &input_reachable),
            types,
            errors,
            input_reachable,
        }
    }
}

/// Returns the parts of shapes; the shapes themselves only if they are parts of
/// one another. `smithy.api#Unit` counts as a structure like any other.
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

fn constrained(model: &Model, input_reachable: &BTreeSet<ShapeId>) -> BTreeSet<ShapeId> {
    let parts = input_reachable.iter().map(|id| {
        let members = members_to_check(model.shape(id)).into_iter();
        (id, members.map(|member| &member.target).collect())
    });
    let owners = transitive_owners(&parts.collect(), |id| {
        let shape = model.shape(id);
        has_constraints(shape) || model.is_data_model() && is_open(shape)
    });
    owners.into_iter().cloned().collect()
}

/// The members with values to check. The length of a stream is only known after
/// it was sent.
fn members_to_check(shape: &Shape) -> Vec<&Member> {
    if shape.streaming {
        Vec::new()
    } else {
        shape.members()
    }
}

/// Whether values in a data model can be unknown, or have unknown parts.
fn is_open(shape: &Shape) -> bool {
    let is_open = matches!(
        shape.kind,
        ShapeKind::Structure(_) | ShapeKind::Union(_) | ShapeKind::Enum(_) | ShapeKind::IntEnum(_)
    );
    is_open && !shape.id.is_unit()
}

/// Whether a shape has its own constraints.
fn has_constraints(shape: &Shape) -> bool {
    if matches!(shape.kind, ShapeKind::Enum(_) | ShapeKind::IntEnum(_)) || shape.streaming {
        return false;
    }
    let between_members = match &shape.kind {
        ShapeKind::Structure(structure) => {
            !structure.exactly_one_of.is_empty()
                || !structure.at_least_one_of.is_empty()
                || !structure.at_most_one_of.is_empty()
                || !structure.totals.is_empty()
                || !structure.conditions.is_empty()
                || structure
                    .members
                    .iter()
                    .any(|member| member.client_optional && member.required)
        }
        _ => false,
    };
    between_members
        || shape.json.is_some()
        || checkable(&shape.constraints)
        || shape
            .members()
            .into_iter()
            .any(|member| checkable(&member.constraints) || !member.required_keys.is_empty())
}

/// Whether a client can check any of the constraints.
pub(super) fn checkable(constraints: &Constraints) -> bool {
    let pattern = constraints
        .pattern
        .as_ref()
        .is_some_and(|pattern| pattern.enforced == Enforced::Yes);
    pattern
        || constraints.length.is_some()
        || constraints.range.is_some()
        || constraints.unique_items
        || constraints.arn_region.is_some()
        || !constraints.unique_by.is_empty()
        || !constraints.uniform.is_empty()
        || !constraints.all_or_none.is_empty()
        || !constraints.advised.is_empty()
}
