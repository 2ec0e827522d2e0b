//! From the AST to the model: `apply` statements and mixins take effect,
//! traits get types, the operations of the service are found.
//!
//! What does not have the form that it should is left out here without a
//! word; the checks report it.

mod auth;
mod cases;
mod constraints;
mod docs;
pub(crate) mod endpoint;
mod flatten;
mod graph;
mod missing;
mod mixins;
mod operations;
pub(crate) mod prelude;
mod service;
mod shapes;
#[cfg(test)]
mod tests;
mod uri;
mod waiters;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use auth::{NO_AUTH, declared};
pub(crate) use cases::for_clients;
pub(crate) use flatten::flatten;
pub(crate) use graph::{Body, Graph, Member, Shape, Trait, Traits};
pub(crate) use missing::report_missing;
pub(crate) use operations::member_path;
pub(crate) use service::operations as operations_of;
pub(crate) use shapes::path as map_path;
pub(crate) use uri::{host_prefix, uri};
pub(crate) use waiters::waiters;

use crate::ast::Kind;
use crate::model::{Model, ShapeId};

/// Gives everything in the graph its type.
pub(crate) fn resolve(graph: &Graph<'_>) -> Model {
    let service = service::service(graph);
    let mut operations = BTreeMap::new();
    for id in operations_of(graph, &service.id) {
        let node = graph.shape(&id);
        if let Some((node, Body::Operation(operation))) = node.map(|node| (node, &node.body)) {
            let resolved = operations::operation(graph, &service, node, operation);
            operations.insert(id, resolved);
        }
    }
    let mut shapes = BTreeMap::new();
    for node in graph.shapes.values().filter(|node| node.kind().is_data()) {
        let renamed = service.rename.get(&node.id);
        let name = renamed.map_or_else(|| node.id.name().to_owned(), Clone::clone);
        shapes.insert(node.id.clone(), shapes::shape(graph, node, name));
        for member in node.members() {
            let target = &member.target.id;
            let kind = prelude::kind(target.name()).filter(|_| target.is_prelude());
            if let Some(kind) = kind
                && !graph.shapes.contains_key(target)
            {
                let shape = shapes::prelude(target.clone(), kind);
                shapes.insert(target.clone(), shape);
            }
        }
    }
    let unit = shapes::prelude(ShapeId::unit(), Kind::Structure);
    shapes.insert(ShapeId::unit(), unit.clone());
    let mut model = Model {
        connected: BTreeSet::new(),
        service,
        operations,
        shapes,
        unit,
    };
    model.connected = model.reached_from(model.operations.values());
    model
}
