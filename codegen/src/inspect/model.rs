//! The resolved service.

use crate::model::Model;

use super::{Of, debug};

pub(super) fn dump(model: &Model, of: &Of<'_>) -> String {
    let mut blocks = Vec::new();
    if of.has(&model.service.id) {
        blocks.push(debug::text(&model.service));
    }
    let operations = model.operations.values();
    blocks.extend(
        operations
            .filter(|operation| of.has(&operation.id))
            .map(debug::text),
    );
    let shapes = model.connected_shapes();
    blocks.extend(shapes.filter(|shape| of.has(&shape.id)).map(debug::text));
    blocks.join("\n\n") + "\n"
}
