//! The printed part of a model.

use std::collections::BTreeSet;

use crate::model::{Model, ShapeId};
use crate::phrases::closest;

/// The printed part of a model: everything, or the shapes with these ids. There
/// are several if namespaces share a name.
pub(super) struct Selection<'a>(pub(super) Option<BTreeSet<&'a ShapeId>>);

impl Selection<'_> {
    /// Whether the shape is selected.
    pub(super) fn has(&self, id: &ShapeId) -> bool {
        self.0.as_ref().is_none_or(|ids| ids.contains(id))
    }
}

/// The service, the operations, and the data shapes that are reachable from
/// them.
pub(super) fn ids(model: &Model) -> impl Iterator<Item = &ShapeId> {
    let service = std::iter::once(&model.service.id);
    service
        .chain(model.operations.keys())
        .chain(&model.connected)
}

/// The shapes with this name; all shapes for `None`. The error is a name
/// similar to the unknown one.
pub(super) fn chosen<'a>(
    name: Option<&str>,
    ids: &[&'a ShapeId],
) -> Result<Option<BTreeSet<&'a ShapeId>>, Option<String>> {
    let Some(name) = name else { return Ok(None) };
    let found: BTreeSet<&ShapeId> = ids
        .iter()
        .copied()
        .filter(|id| id.name() == name || id.to_string() == name)
        .collect();
    if !found.is_empty() {
        return Ok(Some(found));
    }
    let (_, plain) = name.split_once('#').unwrap_or(("", name));
    let names = || ids.iter().map(|id| id.name());
    // If no name is similar, the shortest one that contains it.
    let part = plain.to_ascii_lowercase();
    let longer = names().filter(|name| name.to_ascii_lowercase().contains(&part));
    let found = closest(plain, names()).or_else(|| longer.min_by_key(|name| (name.len(), *name)));
    Err(found.map(str::to_owned))
}
