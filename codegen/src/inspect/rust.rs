//! The client's Rust types and operations.

use std::collections::BTreeSet;

use proc_macro2::Ident;

use crate::lower;
use crate::model::{Model, ShapeId};
use crate::names::Names;
use crate::rust::DataType;

use super::{Selection, debug};

pub(super) fn dump(model: &Model, selection: &Selection<'_>) -> String {
    let client = lower::lower(model);
    let names = Names::for_model(model);
    let chosen = Chosen::new(model, selection, &names);
    let mut blocks = Vec::new();
    if selection.has(&model.service.id) {
        blocks.push(debug::text(&client.service));
    }
    let messages = client.inputs.iter().zip(&client.outputs);
    for ((operation, lowered), (input, output)) in model
        .operations
        .keys()
        .zip(&client.operations)
        .zip(messages)
    {
        let whole = selection.has(operation);
        if whole {
            blocks.push(debug::text(lowered));
        }
        if whole || chosen.has_message(model, operation, |operation| &operation.input) {
            blocks.push(debug::text(input));
        }
        if whole || chosen.has_message(model, operation, |operation| &operation.output) {
            blocks.push(debug::text(output));
        }
    }
    let types = client.types.iter();
    blocks.extend(
        types
            .filter(|shape| chosen.has(shape.name()))
            .map(|shape| match shape {
                DataType::Struct(shape) => debug::text(shape),
                DataType::Enum(shape) => debug::text(shape),
                DataType::IntEnum(shape) => debug::text(shape),
                DataType::Union(shape) => debug::text(shape),
            }),
    );
    let errors = client.errors.iter();
    blocks.extend(
        errors
            .filter(|error| chosen.has(&error.path.name))
            .map(debug::text),
    );
    if selection.0.is_none() {
        blocks.extend(client.constraints.iter().map(debug::text));
    } else {
        let constraints = client.constraints.iter();
        let wanted = constraints
            .filter(|constraint| chosen.functions.contains(&constraint.name.to_string()));
        blocks.extend(wanted.map(debug::text));
    }
    blocks.join("\n\n") + "\n"
}

/// The Rust names of the requested shapes.
struct Chosen<'a> {
    selection: &'a Selection<'a>,
    types: BTreeSet<String>,
    functions: BTreeSet<String>,
}

impl<'a> Chosen<'a> {
    fn new(model: &Model, selection: &'a Selection<'a>, names: &Names) -> Self {
        let shapes = || {
            model
                .connected_shapes()
                .filter(|shape| selection.has(&shape.id))
        };
        Self {
            selection,
            types: shapes().map(|shape| names.shape(shape)).collect(),
            functions: shapes().map(|shape| names.function(&shape.name)).collect(),
        }
    }

    fn has(&self, name: &Ident) -> bool {
        self.types.contains(&name.to_string())
    }

    /// Whether the input or output of an operation was requested by its own
    /// name.
    fn has_message(
        &self,
        model: &Model,
        operation: &ShapeId,
        message: fn(&crate::model::Operation) -> &ShapeId,
    ) -> bool {
        let operation = model.operations.get(operation);
        operation.is_some_and(|operation| {
            self.selection.0.is_some() && self.selection.has(message(operation))
        })
    }
}
