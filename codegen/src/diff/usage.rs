//! What each shape is used for, and by whom.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Model, ShapeId, ShapeKind};

use super::Way;

/// Shapes by their use.
pub(super) struct Usage {
    /// The shapes that requests consist of, with the operations.
    sent: BTreeMap<ShapeId, BTreeSet<String>>,
    /// The shapes that responses and errors consist of, with the operations.
    received: BTreeMap<ShapeId, BTreeSet<String>>,
    /// Structures, unions and enums that are parts of others: each is a type
    /// of its own in Rust.
    pub(super) types: BTreeSet<ShapeId>,
    /// Errors of operations.
    pub(super) errors: BTreeSet<ShapeId>,
    /// Outputs of operations.
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
            usage.mark(model, name, &operation.input, Way::Sent);
            usage.mark(model, name, &operation.output, Way::Received);
            for error in &operation.errors {
                usage.mark(model, name, error, Way::Received);
            }
            usage.outputs.insert(operation.output.clone());
            usage.errors.extend(operation.errors.iter().cloned());
        }
        usage.types.retain(|id| !usage.errors.contains(id));
        usage
    }

    /// Notes that an operation uses `root` and all that it consists of.
    fn mark(&mut self, model: &Model, operation: &str, root: &ShapeId, way: Way) {
        let mut waiting = vec![root.clone()];
        while let Some(id) = waiting.pop() {
            let used = match way {
                Way::Sent => &mut self.sent,
                Way::Received => &mut self.received,
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

    /// Whether values of the shape are part of a request.
    pub(super) fn is_sent(&self, id: &ShapeId) -> bool {
        self.sent.contains_key(id)
    }

    /// Whether a structure is a type of its own with fields as the model has
    /// them, not only the input of operations, whose fields are all options.
    pub(super) fn has_plain_fields(&self, id: &ShapeId) -> bool {
        self.types.contains(id) || self.errors.contains(id) || self.outputs.contains(id)
    }

    /// Whether there is a `new` that takes what is required.
    pub(super) fn is_built(&self, id: &ShapeId) -> bool {
        self.types.contains(id) && self.is_sent(id)
    }

    /// The names of the operations that use the shape.
    pub(super) fn operations<'a>(&'a self, id: &ShapeId) -> impl Iterator<Item = &'a String> {
        let sent = self.sent.get(id).into_iter().flatten();
        sent.chain(self.received.get(id).into_iter().flatten())
    }

    /// Whether any operation uses the shape.
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
