//! The uses of each shape.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Model, RootUse, ShapeId, ShapeKind};

use super::Direction;

/// Shapes by their use.
pub(super) struct Usage {
    /// The shapes in requests and written roots, with the operations or roots.
    sent: BTreeMap<ShapeId, BTreeSet<String>>,
    /// The shapes in responses, errors and read roots, with the operations or roots.
    received: BTreeMap<ShapeId, BTreeSet<String>>,
    /// Structures, unions and enums in other shapes, and roots: each is a type in
    /// Rust.
    pub(super) types: BTreeSet<ShapeId>,
    /// Errors.
    pub(super) errors: BTreeSet<ShapeId>,
    /// Outputs.
    outputs: BTreeSet<ShapeId>,
}

impl Usage {
    pub(super) fn new(model: &Model) -> Self {
        let mut usage = Self {
            sent: BTreeMap::new(),
            received: BTreeMap::new(),
            types: BTreeSet::new(),
            errors: BTreeSet::new(),
            outputs: BTreeSet::new(),
        };
        for operation in model.operations.values() {
            let name = &operation.name;
            usage.mark(model, name, &operation.input, Direction::Sent);
            usage.mark(model, name, &operation.output, Direction::Received);
            for error in &operation.errors {
                usage.mark(model, name, error, Direction::Received);
            }
            usage.outputs.insert(operation.output.clone());
            usage.errors.extend(operation.errors.iter().cloned());
        }
        for (root, used) in model.data.iter().flat_map(|data| &data.roots) {
            let direction = match used {
                RootUse::Written => Direction::Sent,
                RootUse::Read => Direction::Received,
            };
            usage.types.insert(root.clone());
            usage.mark(model, root.name(), root, direction);
        }
        let is_data = model.is_data_model();
        let is_type = |id: &ShapeId| !(usage.errors.contains(id) || is_data && id.is_unit());
        usage.types.retain(is_type);
        usage
    }

    /// Records that an operation or data model uses `root` and all shapes in it.
    fn mark(&mut self, model: &Model, operation: &str, root: &ShapeId, direction: Direction) {
        let mut waiting = vec![root.clone()];
        while let Some(id) = waiting.pop() {
            let used = match direction {
                Direction::Sent => &mut self.sent,
                Direction::Received => &mut self.received,
            };
            let operations = used.entry(id.clone()).or_default();
            if !operations.insert(operation.to_owned()) {
                continue;
            }
            for member in model.shape(&id).members() {
                if is_type(&model.shape(&member.target).kind) {
                    self.types.insert(member.target.clone());
                }
                waiting.push(member.target.clone());
            }
        }
    }

    /// Whether the shape is in a request or written root.
    pub(super) fn is_sent(&self, id: &ShapeId) -> bool {
        self.sent.contains_key(id)
    }

    /// Whether required members of a structure are plain fields. All fields of
    /// inputs are optional.
    pub(super) fn has_plain_fields(&self, id: &ShapeId) -> bool {
        self.types.contains(id) || self.errors.contains(id) || self.outputs.contains(id)
    }

    /// Whether the type has a `new` with the required members as arguments.
    pub(super) fn is_built(&self, id: &ShapeId) -> bool {
        self.types.contains(id) && self.is_sent(id)
    }

    /// Returns the names of the operations or roots that use the shape.
    pub(super) fn operations<'a>(&'a self, id: &ShapeId) -> impl Iterator<Item = &'a String> {
        let sent = self.sent.get(id).into_iter().flatten();
        sent.chain(self.received.get(id).into_iter().flatten())
    }

    /// Whether any operation or root uses the shape.
    pub(super) fn is_used(&self, id: &ShapeId) -> bool {
        self.sent.contains_key(id) || self.received.contains_key(id)
    }
}

fn is_type(kind: &ShapeKind) -> bool {
    matches!(
        kind,
        ShapeKind::Structure(_) | ShapeKind::Union(_) | ShapeKind::Enum(_) | ShapeKind::IntEnum(_)
    )
}
