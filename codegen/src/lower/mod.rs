//! From the model to Rust: every name, type and decision.

mod auth;
mod catalogue;
mod check;
mod choice;
mod context;
mod docs;
mod endpoint;
mod operation;
mod parts;
mod request;
mod required;
mod structure;
mod test;
mod ty;
mod usage;
mod value;
mod waiter;

use crate::model::{Model, Shape, ShapeKind};
use crate::rust::{Catalogue, Compression, Crate, DataType, Operation, Service, ServiceError};

use context::Context;

pub(crate) use test::places as test_places;

/// Decides what is written for a model without errors.
pub(crate) fn lower(model: &Model) -> Crate {
    let context = Context::new(model);
    let inputs = structure::inputs(&context);
    let outputs = structure::outputs(&context);
    let types: Vec<DataType> = context
        .usage
        .types
        .iter()
        .filter_map(|id| data_type(&context, model.shape(id)))
        .collect();
    let errors = structure::errors(&context);
    let operations = operation::operations(&context);
    let constraints = check::used(check::constraints(&context), &inputs, &types);
    let tests = test::files(&context, &operations);
    let required = required::required(&inputs, &types);
    Crate {
        features: features(&context, &operations),
        authorization: auth::sentence(operations.iter().map(|operation| &*operation.auth)),
        service: service(&context),
        endpoint_rules: endpoint::rules(&context),
        operations,
        inputs,
        outputs,
        types,
        errors,
        constraints,
        required,
        tests,
    }
}

/// Chooses examples of every operation of a model without errors.
pub(crate) fn catalogue(model: &Model) -> Catalogue {
    let context = Context::new(model);
    let operations = operation::operations(&context);
    catalogue::catalogue(&context, &operations)
}

/// The features of the runtime that no client needs but those of models that
/// use something.
fn features(context: &Context<'_>, operations: &[Operation]) -> Vec<&'static str> {
    let mut features = Vec::new();
    let compressed = |operation: &Operation| operation.request.compression == Compression::Gzip;
    if operations.iter().any(compressed) {
        features.push("compression");
    }
    if context
        .model
        .connected_shapes()
        .any(|shape| shape.streaming)
    {
        features.push("streaming");
    }
    features
}

/// The name of the client library of a service: its SDK id in lower case,
/// letters and digits alone.
pub(crate) fn library(model: &Model) -> String {
    let library: String = model
        .service
        .sdk_id
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    if library.starts_with(|c: char| c.is_ascii_alphabetic()) {
        library
    } else {
        format!("aws{library}")
    }
}

fn data_type(context: &Context<'_>, shape: &Shape) -> Option<DataType> {
    match &shape.kind {
        ShapeKind::Structure(structure) => Some(DataType::Struct(structure::nested(
            context, shape, structure,
        ))),
        ShapeKind::Enum(values) => Some(DataType::Enum(choice::text(context, shape, values))),
        ShapeKind::IntEnum(values) => {
            Some(DataType::IntEnum(choice::number(context, shape, values)))
        }
        ShapeKind::Union(members) => Some(DataType::Union(choice::union(context, shape, members))),
        _ => None,
    }
}

fn service(context: &Context<'_>) -> Service {
    let service = &context.model.service;
    let errors = context.usage.errors.iter().filter_map(|id| {
        let shape = context.model.shape(id);
        let ShapeKind::Structure(structure) = &shape.kind else {
            return None;
        };
        let info = structure.error?;
        Some(ServiceError {
            code: id.name().to_owned(),
            status: info.status,
            retryable: info.retryable,
        })
    });
    Service {
        title: service.title.clone(),
        docs: docs::lower(context, &service.docs),
        library: library(context.model),
        sdk_id: service.sdk_id.clone(),
        endpoint_prefix: service.endpoint_prefix.clone(),
        signing_name: service.signing_name.clone(),
        version: service.version.clone(),
        errors: errors.collect(),
    }
}
