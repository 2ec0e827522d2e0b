//! Resolves the AST into the model: traits get types, and the operations of the
//! service are collected.
//!
//! Invalid values are left out; the checks report them.

mod auth;
mod cases;
mod constraints;
mod data;
mod docs;
pub(crate) mod endpoint;
mod malformed;
mod operations;
mod paths;
mod relations;
mod service;
mod shapes;
#[cfg(test)]
mod tests;
mod uri;
mod waiters;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use auth::{NO_AUTH, declared};
pub(crate) use cases::for_clients;
pub(crate) use malformed::{TemplateError, case_ids, fill, for_servers, parameters};
pub(crate) use paths::{PRESENCE_MARK, member_path};
pub(crate) use service::operations as operations_of;
pub(crate) use shapes::path as map_path;
pub(crate) use uri::{host_prefix, uri};
pub(crate) use waiters::waiters;

use crate::ast::{Ast, Body, prelude};
use crate::model::{Model, ShapeId, ShapeType};

/// The model of a file.
pub(crate) fn resolve(ast: &Ast<'_>) -> Model {
    let service = service::service(ast);
    let mut operations = BTreeMap::new();
    for id in operations_of(ast, &service.id) {
        let node = ast.shape(&id);
        if let Some((node, Body::Operation(operation))) = node.map(|node| (node, &node.body)) {
            let resolved = operations::operation(ast, &service, node, operation);
            operations.insert(id, resolved);
        }
    }
    let mut shapes = BTreeMap::new();
    for node in ast.shapes.values().filter(|node| node.kind().is_data()) {
        let renamed = service.rename.get(&node.id);
        let name = renamed.map_or_else(|| node.id.name().to_owned(), Clone::clone);
        shapes.insert(node.id.clone(), shapes::shape(ast, node, name));
        for member in node.members() {
            let target = &member.target.id;
            let kind = prelude::kind(target.name()).filter(|_| target.is_prelude());
            if let Some(kind) = kind
                && !ast.shapes.contains_key(target)
            {
                let shape = shapes::prelude(target.clone(), kind);
                shapes.insert(target.clone(), shape);
            }
        }
    }
    let unit = shapes::prelude(ShapeId::unit(), ShapeType::Structure);
    shapes.insert(ShapeId::unit(), unit.clone());
    let mut model = Model {
        connected: BTreeSet::new(),
        service,
        data: data::data_model(ast),
        words: data::words(ast),
        operations,
        shapes,
        unit,
    };
    model.connected = model.reached_from(model.operations.values());
    model
}
