//! Protocol tests.

use std::collections::BTreeSet;

use proc_macro2::Ident;

use crate::model::{self, ShapeKind};
use crate::names;
use crate::rust::{
    BodyAssertion, Docs, Operation, Origin, Path, PathPart, RequestTest, ResponseTest,
    ResponseTestKind, TestFile, Type, Value,
};

use super::context::Context;
use super::{docs, value};

/// A file for each operation that has tests, and one for the errors.
pub(super) fn files(context: &Context<'_>, operations: &[Operation]) -> Vec<TestFile> {
    let models = context.model.operations.values();
    let mut files: Vec<TestFile> = models
        .clone()
        .zip(operations)
        .map(|(model, operation)| of_operation(context, model, operation))
        .collect();
    files.push(of_errors(context, operations));
    files.retain(|file| !file.requests.is_empty() || !file.responses.is_empty());
    files
}

fn of_operation(
    context: &Context<'_>,
    model: &model::Operation,
    operation: &Operation,
) -> TestFile {
    let mut taken = BTreeSet::new();
    let requests = model.request_tests.iter().map(|test| RequestTest {
        name: unique(context, &mut taken, &test.id),
        docs: documentation(context, test.documentation.as_deref()),
        method_of_client: operation.method.clone(),
        input: value::input(context, model, &test.params),
        method: test.method.clone(),
        uri: test.uri.clone(),
        host: test.host.clone(),
        resolved_host: test.resolved_host.clone(),
        query: test.query_params.clone(),
        forbid_query: test.forbid_query_params.clone(),
        require_query: test.require_query_params.clone(),
        headers: headers(&test.message),
        forbid_headers: test.message.forbid_headers.clone(),
        require_headers: test.message.require_headers.clone(),
        body: body(&test.message),
    });
    let requests = requests.collect();
    let responses = model.response_tests.iter().map(|test| {
        let kind = ResponseTestKind::Output(value::output(context, model, &test.params));
        let name = unique(context, &mut taken, &test.id);
        response(context, test, name, operation, kind)
    });
    let responses = responses.collect();
    TestFile {
        module: operation.module.clone(),
        subject: format!("`{}`", model.name),
        requests,
        responses,
    }
}

/// Each error is tested with the first operation that lists it.
fn of_errors(context: &Context<'_>, operations: &[Operation]) -> TestFile {
    let mut taken = BTreeSet::new();
    let mut responses = Vec::new();
    for id in &context.usage.errors {
        let shape = context.model.shape(id);
        let ShapeKind::Structure(parts) = &shape.kind else {
            continue;
        };
        let path = context.path(shape);
        let lists =
            |operation: &&Operation| operation.errors.iter().any(|error| error.path == path);
        let Some(operation) = operations.iter().find(lists) else {
            continue;
        };
        for test in &parts.response_tests {
            let enumeration = Path {
                origin: Origin::Operation,
                name: operation.error.clone(),
            };
            let value = value::of(context, id, &test.params);
            let kind = ResponseTestKind::Error(enumeration, path.name.clone(), value);
            let name = unique(context, &mut taken, &test.id);
            responses.push(response(context, test, name, operation, kind));
        }
    }
    TestFile {
        module: names::ident("errors"),
        subject: "the errors".to_owned(),
        requests: Vec::new(),
        responses,
    }
}

fn response(
    context: &Context<'_>,
    test: &model::ResponseTest,
    name: Ident,
    operation: &Operation,
    kind: ResponseTestKind,
) -> ResponseTest {
    ResponseTest {
        name,
        docs: documentation(context, test.documentation.as_deref()),
        method_of_client: operation.method.clone(),
        labels: labels(operation),
        status: test.code,
        headers: headers(&test.message),
        body: test.message.body.clone().unwrap_or_default(),
        kind,
    }
}

/// Calls that give every label of the path a value, without which there is no
/// request to be answered.
fn labels(operation: &Operation) -> Vec<(Ident, Value)> {
    let labels = operation.request.path.iter().filter_map(|part| match part {
        PathPart::Text(_) => None,
        PathPart::Label(_, field, _) | PathPart::GreedyLabel(_, field) => {
            let value = match field.ty {
                Type::String => Value::Text("label".to_owned()),
                _ => Value::Empty(field.ty.clone()),
            };
            Some((field.name.clone(), value))
        }
    });
    labels.collect()
}

/// The name of a test. Ids are unique among the request tests and among the
/// response tests of a model, but not beyond.
fn unique(context: &Context<'_>, taken: &mut BTreeSet<String>, id: &str) -> Ident {
    let mut name = context.names.function(id);
    while !taken.insert(name.clone()) {
        name.push_str("_response");
    }
    names::ident(&name)
}

fn documentation(context: &Context<'_>, text: Option<&str>) -> Docs {
    docs::text(context, text.unwrap_or_default())
}

fn headers(message: &model::Message) -> Vec<(String, String)> {
    message
        .headers
        .iter()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn body(message: &model::Message) -> BodyAssertion {
    let json = message.body_media_type.as_deref() == Some("application/json");
    match &message.body {
        None => BodyAssertion::Any,
        Some(body) if json && !body.is_empty() => BodyAssertion::Json(body.clone()),
        Some(body) => BodyAssertion::Exact(body.clone()),
    }
}
