//! The resolved service.

use crate::model::Model;

use super::{Selection, debug};

pub(super) fn dump(model: &Model, selection: &Selection<'_>) -> String {
    let mut blocks = Vec::new();
    if selection.has(&model.service.id) {
        blocks.push(debug::text(&model.service));
    }
    let operations = model.operations.values();
    blocks.extend(
        operations
            .filter(|operation| selection.has(&operation.id))
            .map(debug::text),
    );
    let shapes = model.connected_shapes();
    blocks.extend(
        shapes
            .filter(|shape| selection.has(&shape.id))
            .map(debug::text),
    );
    blocks.join("\n\n") + "\n"
}
