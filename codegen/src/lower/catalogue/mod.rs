//! Examples of every operation, from the model's protocol tests.

mod invalid;

use std::collections::BTreeSet;

use crate::model::{self, Member, Model, Node, ResponseTest, ShapeKind};
use crate::rust::{Catalogue, ErrorExample, ExampleResponse, Operation, OperationExamples};

use super::context::LowerContext;
use super::field::Fields;
use super::value;

use invalid::Violator;

/// The minimum length of a secret. Shorter texts appear in logs and errors by
/// chance.
const SHORTEST_SECRET: usize = 6;

/// Chooses the examples of the operations and errors of a service.
pub(super) fn catalogue(
    context: &LowerContext<'_>,
    fields: &Fields,
    operations: &[Operation],
) -> Catalogue {
    let violator = Violator::new(context.model);
    let models = context.model.operations.values().zip(operations);
    let errors = context.usage.errors.iter().filter_map(|id| {
        let shape = context.model.shape(id);
        let ShapeKind::Structure(structure) = &shape.kind else {
            return None;
        };
        Some(ErrorExample {
            path: context.path(shape),
            response: response(richest(&structure.response_tests)?),
        })
    });
    Catalogue {
        operations: models
            .map(|(model, operation)| examples(context, fields, &violator, model, operation))
            .collect(),
        errors: errors.collect(),
    }
}

fn examples(
    context: &LowerContext<'_>,
    fields: &Fields,
    violator: &Violator<'_>,
    model: &model::Operation,
    operation: &Operation,
) -> OperationExamples {
    let nothing = Node::empty_object();
    let inputs = model.request_tests.iter().map(|test| &test.params);
    // Of equal inputs, `max_by_key` returns the last one, but the first one is
    // the simplest.
    let full = inputs.rev().max_by_key(|params| leaves(params));
    let full = full.unwrap_or(&nothing);
    let invalid = violator.input(&model.input, full);
    let mut secrets = BTreeSet::new();
    for member in context.model.members(&model.input) {
        if let Some(value) = full.get(&member.name) {
            find_secrets(context.model, member, value, &mut secrets);
        }
    }
    let empty = ExampleResponse {
        status: model.http.code,
        headers: Vec::new(),
        body: "{}".to_owned(),
    };
    let poorest = model
        .response_tests
        .iter()
        .min_by_key(|test| (leaves(&test.params), body_length(test)));
    OperationExamples {
        module: operation.module.clone(),
        model_name: model.name.clone(),
        path: operation.path.clone(),
        method: operation.method.clone(),
        errors: model.errors.iter().map(|id| id.name().to_owned()).collect(),
        full: value::input(context, fields, model, full),
        invalid: value::input(context, fields, model, &invalid),
        secrets: secrets.into_iter().collect(),
        full_response: richest(&model.response_tests).map_or_else(|| empty.clone(), response),
        minimal_response: poorest.map_or(empty, response),
    }
}

/// The response with the most members set, and no others.
fn richest(tests: &[ResponseTest]) -> Option<&ResponseTest> {
    let short_body = |test: &ResponseTest| std::cmp::Reverse(body_length(test));
    tests
        .iter()
        .max_by_key(|test| (leaves(&test.params), short_body(test)))
}

fn body_length(test: &ResponseTest) -> usize {
    test.message.body.as_ref().map_or(0, String::len)
}

fn response(test: &ResponseTest) -> ExampleResponse {
    ExampleResponse {
        status: test.code,
        headers: test
            .message
            .headers
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
        body: test.message.body.clone().unwrap_or_default(),
    }
}

/// The number of scalar values in a value.
fn leaves(node: &Node) -> usize {
    match node {
        Node::Null => 0,
        Node::Bool(_) | Node::Number(_) | Node::String(_) => 1,
        Node::Array(entries) => entries.iter().map(leaves).sum(),
        Node::Object(entries) => entries.values().map(leaves).sum(),
    }
}

/// Collects the sensitive texts of a member's value.
fn find_secrets(model: &Model, member: &Member, node: &Node, secrets: &mut BTreeSet<String>) {
    let shape = model.shape(&member.target);
    if member.sensitive || shape.sensitive {
        add_texts(node, secrets);
        return;
    }
    match (&shape.kind, node) {
        (ShapeKind::List(list), Node::Array(entries)) => {
            for entry in entries {
                find_secrets(model, &list.member, entry, secrets);
            }
        }
        (ShapeKind::Map(map), Node::Object(entries)) => {
            for entry in entries.values() {
                find_secrets(model, &map.value, entry, secrets);
            }
        }
        (ShapeKind::Structure(_) | ShapeKind::Union(_), node) => {
            for member in shape.members() {
                if let Some(value) = node.get(&member.name) {
                    find_secrets(model, member, value, secrets);
                }
            }
        }
        _ => {}
    }
}

fn add_texts(node: &Node, texts: &mut BTreeSet<String>) {
    match node {
        Node::String(text) if text.len() >= SHORTEST_SECRET => {
            texts.insert(text.clone());
        }
        Node::Array(entries) => entries.iter().for_each(|entry| add_texts(entry, texts)),
        Node::Object(entries) => entries.values().for_each(|entry| add_texts(entry, texts)),
        _ => {}
    }
}
