//! Operations.

use proc_macro2::Ident;

use crate::model::{self, ExampleResult, ShapeId, ShapeKind};
use crate::names;
use crate::rust::{
    Call, ErrorVariant, Example, FieldRef, Idempotency, Operation, Pagination, Struct, Value,
};

use super::binding::{self, Message};
use crate::sink::{Docs, Markdown, markdown};

use super::context::LowerContext;
use super::field::{self, Fields};
use super::{
    auth, docs, endpoint, operation_docs, request, retry, scalar, sensitivity, ty, value, waiter,
};

/// All operations, by name.
pub(super) fn operations(context: &LowerContext<'_>, fields: &Fields) -> Vec<Operation> {
    let operations = context.model.operations.values();
    operations
        .map(|operation| lowered(context, fields, operation))
        .collect()
}

fn lowered(context: &LowerContext<'_>, fields: &Fields, operation: &model::Operation) -> Operation {
    let input = Message::input(context, fields, operation);
    let output = Message::output(context, fields, &operation.output);
    let errors = operation.errors.iter();
    let errors: Vec<ErrorVariant> = errors.filter_map(|id| error(context, fields, id)).collect();
    let token = token(input);
    let idempotency = idempotency(operation, token.as_ref());
    let path = context.operation(operation);
    let error = context.named_after(operation, "Error");
    let response = output.response(context, operation.http.code);
    Operation {
        module: names::ident(&context.names.operation_module(operation)),
        method: context.method(operation),
        allow_wrong_self_convention: names::is_conversion(&context.names.method(operation)),
        model_name: operation.name.clone(),
        docs: operation_docs::lower(&operation_docs::Subject {
            context,
            operation,
            name: &path.name,
            error: &error,
            errors: &errors,
            idempotency,
            has_token: token.is_some(),
        }),
        input: context.input(operation),
        output: context.output(operation),
        error,
        errors,
        idempotency,
        sensitivity: sensitivity::lower(context.model, operation),
        auth: auth::schemes(operation),
        token,
        endpoint_parameters: endpoint::operation_parameters(context, operation, input),
        request: request::lower(context, operation, input, &response),
        response,
        pagination: operation
            .pagination
            .as_ref()
            .and_then(|pagination| pages(context, fields, operation, pagination)),
        waiters: waiter::waiters(context, operation),
        examples: examples(context, fields, operation),
        path,
    }
}

/// The declared idempotency. An idempotency token makes any operation
/// idempotent.
fn idempotency(operation: &model::Operation, token: Option<&Ident>) -> Idempotency {
    match (operation.idempotency, token) {
        (Idempotency::None, Some(_)) => Idempotency::Idempotent,
        (declared, _) => declared,
    }
}

fn token(input: Message<'_>) -> Option<Ident> {
    let mut members = input.members();
    let (_, field) = members.find(|(member, field)| field::is_token(member, field))?;
    Some(field.name.clone())
}

fn error(context: &LowerContext<'_>, fields: &Fields, id: &ShapeId) -> Option<ErrorVariant> {
    let shape = context.model.shape(id);
    let ShapeKind::Structure(structure) = &shape.kind else {
        return None;
    };
    let info = structure.error?;
    let path = context.path(shape);
    Some(ErrorVariant {
        http_binding: binding::error(context, fields, shape),
        variant: path.name.clone(),
        path,
        code: id.name().to_owned(),
        summary: docs::lower(context, &shape.docs).summary(),
        status: info.status,
        retry: retry::of_error(id.name(), info),
    })
}

fn pages(
    context: &LowerContext<'_>,
    fields: &Fields,
    operation: &model::Operation,
    pagination: &model::Pagination,
) -> Option<Pagination> {
    let input = Message::input(context, fields, operation);
    let (_, input_token) = input.member(&pagination.input_token)?;
    let path = |names| path_to(context, fields, &operation.output, names);
    let (output_token, _) = path(&pagination.output_token)?;
    let items = pagination.items.as_ref().and_then(|names| {
        let (fields, target) = path(names)?;
        Some((fields, ty::of_shape(context, &target)))
    });
    Some(Pagination {
        input_token: input_token.reference(),
        output_token,
        items,
    })
}

/// The fields on a path of members, and the target of the last.
fn path_to(
    context: &LowerContext<'_>,
    fields: &Fields,
    from: &ShapeId,
    names: &[String],
) -> Option<(Vec<FieldRef>, ShapeId)> {
    let mut at = from.clone();
    let mut path = Vec::new();
    for name in names {
        let (member, field) = Message::output(context, fields, &at).member(name)?;
        path.push(field.reference());
        at = member.target.clone();
    }
    Some((path, at))
}

/// The examples of requests that succeed.
fn examples(
    context: &LowerContext<'_>,
    fields: &Fields,
    operation: &model::Operation,
) -> Vec<Example> {
    let examples = operation.examples.iter();
    let examples = examples.filter(|example| matches!(example.result, ExampleResult::Output(_)));
    let mut heading = match examples.clone().count() {
        1 => Some("Example"),
        _ => Some("Examples"),
    };
    examples
        .map(|example| {
            let docs = docs::text(
                context,
                example.documentation.as_deref().unwrap_or_default(),
            );
            let mut lead = Docs::default();
            if let Some(heading) = heading.take() {
                lead.heading(heading);
            }
            let title = Markdown::plain(example.title.trim().trim_end_matches('.'));
            lead.push(markdown!("{}:", title));
            lead.extend(docs.clone());
            Example {
                docs,
                lead,
                call: Call {
                    method: context.method(operation),
                    setters: setters(context, fields, operation, example),
                },
            }
        })
        .collect()
}

/// The first example of the model. Without examples, a call of the first operation, whose
/// required arguments are variables with the names of their setters.
pub(super) fn first_call(operations: &[Operation], inputs: &[Struct]) -> Option<Call> {
    let mut examples = operations.iter().flat_map(|operation| &operation.examples);
    if let Some(example) = examples.next() {
        return Some(example.call.clone());
    }
    let required = inputs.first()?.fields.iter().filter(|field| field.required);
    let setters = required.map(|field| (field.name.clone(), Value::Variable(field.name.clone())));
    Some(Call {
        method: operations.first()?.method.clone(),
        setters: setters.collect(),
    })
}

/// The calls of setters of a request.
fn setters(
    context: &LowerContext<'_>,
    fields: &Fields,
    operation: &model::Operation,
    example: &model::Example,
) -> Vec<(Ident, Value)> {
    let mut calls = Vec::new();
    for (member, field) in Message::input(context, fields, operation).members() {
        let node = example.input.get(&member.name);
        let Some(node) = node.filter(|node| !node.is_null()) else {
            continue;
        };
        let mut call = |value| calls.push((field.name.clone(), value));
        match value::lower(context, fields, &member.target, node) {
            Value::Bytes(text) => call(Value::Bytes(scalar::unencoded(&text))),
            Value::Json(text) => call(Value::Json(scalar::unencoded(&text))),
            Value::Stream(text) => call(Value::Stream(scalar::unencoded(&text))),
            other => call(other),
        }
    }
    calls
}
