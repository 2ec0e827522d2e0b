//! The service.

use std::collections::{BTreeMap, BTreeSet};

use crate::ast::{self, Ast, Body, Shape};
use crate::model::{Docs, Service, ShapeId};
use crate::traits::ids;

use super::auth;
use super::docs::docs;
use super::endpoint;

/// The service of a model. If there are several, which is reported, the first
/// one by id; if there is none, an empty service.
pub(super) fn service(ast: &Ast<'_>) -> Service {
    match ast.services().next() {
        Some((shape, service)) => resolve(ast, shape, service),
        None => absent(),
    }
}

fn resolve(ast: &Ast<'_>, node: &Shape<'_>, service: &ast::Service) -> Service {
    let traits = &node.traits;
    let aws = traits.value(ids::AWS_SERVICE);
    let part = |name: &str| aws.and_then(|aws| aws.str(name)).map(str::to_owned);
    let name = node.id.name();
    let sigv4 = traits.value(ids::SIGV4);
    let signing_name = sigv4.and_then(|sigv4| sigv4.str("name"));
    let sdk_id = part("sdkId").unwrap_or_else(|| name.to_owned());
    // Smithy's own fallbacks: the prefix is the ARN namespace, and that is
    // the lower-case name of the shape.
    let arn_namespace = part("arnNamespace").unwrap_or_else(|| name.to_lowercase());
    let rules = traits.value(ids::ENDPOINT_RULE_SET);
    let rules = rules.map(|rules| endpoint::rule_set(rules).0);
    Service {
        id: node.id.clone(),
        version: service.version.clone().unwrap_or_default(),
        title: traits.string(ids::TITLE).unwrap_or_else(|| name.to_owned()),
        docs: docs(traits),
        endpoint_prefix: part("endpointPrefix").unwrap_or_else(|| arn_namespace.clone()),
        sdk_id,
        arn_namespace,
        signing_name: signing_name.unwrap_or_default().to_owned(),
        auth: auth::service(ast, traits),
        errors: service
            .errors
            .iter()
            .map(|reference| reference.id.clone())
            .collect(),
        rename: service
            .rename
            .iter()
            .map(|rename| (rename.shape.id.clone(), rename.name.clone()))
            .collect(),
        endpoint_tests: rules.as_ref().map_or_else(Vec::new, |rules| {
            let cases = traits.value(ids::ENDPOINT_TESTS);
            cases.map_or_else(Vec::new, |cases| endpoint::tests(cases, rules).0)
        }),
        endpoint_rules: rules,
        client_parameters: endpoint::client_parameters(traits),
    }
}

fn absent() -> Service {
    Service {
        id: ShapeId::unit(),
        version: String::new(),
        title: String::new(),
        docs: Docs::default(),
        sdk_id: String::new(),
        endpoint_prefix: String::new(),
        arn_namespace: String::new(),
        signing_name: String::new(),
        auth: Vec::new(),
        errors: Vec::new(),
        rename: BTreeMap::new(),
        endpoint_rules: None,
        endpoint_tests: Vec::new(),
        client_parameters: Vec::new(),
    }
}

/// The ids of the operations of a service, directly or through its resources.
pub(crate) fn operations(ast: &Ast<'_>, service: &ShapeId) -> BTreeSet<ShapeId> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![service.clone()];
    while let Some(id) = open.pop() {
        let Some(shape) = ast.shape(&id) else {
            continue;
        };
        if !seen.insert(id) {
            continue;
        }
        let (operations, resources) = match &shape.body {
            Body::Service(service) => (&service.operations, &service.resources),
            Body::Resource(resource) => (&resource.operations, &resource.resources),
            _ => continue,
        };
        found.extend(operations.iter().map(|reference| reference.id.clone()));
        open.extend(resources.iter().map(|reference| reference.id.clone()));
    }
    found
}
