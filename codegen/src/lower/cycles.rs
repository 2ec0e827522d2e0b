//! Structures and unions that contain themselves.

use std::collections::BTreeMap;

use crate::model::{Model, ShapeId, ShapeKind};

/// The number of the cycle of each structure and union. Two have the same
/// number if their values can contain each other without a list or map in
/// between.
pub(super) struct Cycles<'m>(BTreeMap<&'m ShapeId, usize>);

impl<'m> Cycles<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        let parts = model.connected_shapes().filter_map(|shape| {
            let members = match &shape.kind {
                ShapeKind::Structure(structure) => &structure.members,
                ShapeKind::Union(members) => members,
                _ => return None,
            };
            let targets = members.iter().map(|member| &member.target);
            Some((&shape.id, targets.collect()))
        });
        Self(components(&parts.collect()))
    }

    /// Whether values of a structure or union can contain themselves through a
    /// member with this target.
    pub(super) fn are_connected(&self, container: &ShapeId, target: &ShapeId) -> bool {
        let cycle = self.0.get(container);
        cycle.is_some() && cycle == self.0.get(target)
    }
}

/// The number of structures and unions on the longest path through the types of
/// a client. A cycle counts as a whole.
pub(super) fn longest_way(model: &Model) -> usize {
    let parts = model.connected_shapes().map(|shape| {
        let members = shape.members().into_iter();
        (&shape.id, members.map(|member| &member.target).collect())
    });
    let parts: Edges<'_> = parts.collect();
    let components = components(&parts);
    let mut members: BTreeMap<usize, Vec<&ShapeId>> = BTreeMap::new();
    for (id, number) in &components {
        members.entry(*number).or_default().push(id);
    }
    // The parts of a component have higher numbers.
    let mut ways: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, ids) in members.iter().rev() {
        let named = ids.iter().filter(|id| {
            let kind = &model.shape(id).kind;
            matches!(kind, ShapeKind::Structure(_) | ShapeKind::Union(_))
        });
        let targets = ids
            .iter()
            .flat_map(|id| parts.get(*id).into_iter().flatten());
        let next = targets.filter_map(|target| ways.get(components.get(*target)?));
        let way = named.count() + next.max().copied().unwrap_or(0);
        ways.insert(*number, way);
    }
    ways.into_values().max().unwrap_or(0)
}

/// The parts of each shape.
type Edges<'m> = BTreeMap<&'m ShapeId, Vec<&'m ShapeId>>;

/// The strongly connected components of a graph, numbered from owners to parts.
/// Found by Kosaraju's algorithm, in time proportional to the number of parts.
fn components<'m>(parts: &Edges<'m>) -> BTreeMap<&'m ShapeId, usize> {
    let mut owners: Edges<'m> = BTreeMap::new();
    for (owner, targets) in parts {
        for target in targets {
            owners.entry(target).or_default().push(owner);
        }
    }
    let mut finished = BTreeMap::new();
    let mut order = Vec::new();
    for id in parts.keys() {
        order.extend(walk(id, parts, &mut finished, 0));
    }
    let mut components = BTreeMap::new();
    for (number, id) in order.iter().rev().enumerate() {
        walk(id, &owners, &mut components, number);
    }
    components
}

/// Visits and numbers everything reachable from a node, except earlier visited
/// nodes. Returns the nodes in the order in which their parts are finished.
fn walk<'m>(
    start: &'m ShapeId,
    edges: &Edges<'m>,
    visited: &mut BTreeMap<&'m ShapeId, usize>,
    number: usize,
) -> Vec<&'m ShapeId> {
    let mut finished = Vec::new();
    if visited.contains_key(start) {
        return finished;
    }
    visited.insert(start, number);
    let next = |id: &'m ShapeId| edges.get(id).into_iter().flatten();
    let mut open = vec![(start, next(start))];
    while let Some((id, targets)) = open.last_mut() {
        match targets.next() {
            Some(target) => {
                if !visited.contains_key(*target) {
                    visited.insert(target, number);
                    open.push((target, next(target)));
                }
            }
            None => {
                finished.push(*id);
                open.pop();
            }
        }
    }
    finished
}
