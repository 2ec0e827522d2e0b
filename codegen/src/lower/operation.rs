//! Operations.

use proc_macro2::Ident;

use crate::model::{self, ExampleResult, Location, Member, Node, ShapeKind};
use crate::names::{self, Kind};
use crate::rust::{
    Body, ErrorVariant, Example, Field, FieldRef, HeaderBinding, Idempotency, Operation,
    Pagination, Payload, PayloadKind, Presence, Response, StreamLength, Type, Value,
};

use super::context::Context;
use super::{auth, docs, endpoint, request, structure, ty, value, waiter};

/// All operations, by name.
pub(super) fn operations(context: &Context<'_>) -> Vec<Operation> {
    let operations = context.model.operations.values();
    operations
        .map(|operation| lowered(context, operation))
        .collect()
}

fn lowered(context: &Context<'_>, operation: &model::Operation) -> Operation {
    let path = context.operation(operation);
    let mut docs = docs::lower_or(
        context,
        &operation.docs,
        &format!("Calls the operation `{}`.", operation.name),
    );
    let input_shape = context.model.shape(&operation.input);
    for rule in docs::rules(context, input_shape, Kind::InputMember) {
        docs.push(rule);
    }
    let input = bound(context, &operation.input, Kind::InputMember, Side::Input);
    let output = bound(context, &operation.output, Kind::Member, Side::Output);
    Operation {
        module: names::ident(&context.names.operation_module(operation)),
        method: context.method(operation),
        is_conversion_by_name: names::is_conversion(&context.names.method(operation)),
        model_name: operation.name.clone(),
        docs,
        input: context.input(operation),
        output: context.output(operation),
        error: context.named_after(operation, "Error"),
        errors: operation
            .errors
            .iter()
            .filter_map(|id| error(context, id))
            .collect(),
        idempotency: idempotency(operation, &input),
        auth: auth::of(operation),
        token: token(&input),
        endpoint_parameters: endpoint::operation_parameters(context, operation, &input),
        request: request::request(context, operation, &input),
        response: response(context, operation.http.code, &output),
        pagination: operation
            .pagination
            .as_ref()
            .and_then(|pagination| pages(context, operation, pagination)),
        waiters: waiter::waiters(context, operation),
        examples: examples(context, operation),
        path,
    }
}

/// A request with an idempotency token may be repeated whatever the model says
/// of the operation: by the token, the service recognises the repetition.
fn idempotency(operation: &model::Operation, input: &[(&Member, Field)]) -> Idempotency {
    match (operation.idempotency, token(input)) {
        (Idempotency::None, Some(_)) => Idempotency::Idempotent,
        (declared, _) => declared,
    }
}

fn token(input: &[(&Member, Field)]) -> Option<Ident> {
    let mut tokens = input
        .iter()
        .filter(|(member, field)| member.idempotency_token && field.ty == Type::String);
    tokens.next().map(|(_, field)| field.name.clone())
}

/// Which side of an operation a structure is on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Input,
    Output,
}

impl Side {
    /// Where a member stands in the messages of this side. What is bound to a
    /// part that they do not have is in the body.
    fn location(self, member: &Member) -> &Location {
        match (self, &member.location) {
            (Self::Input, Location::ResponseCode)
            | (Self::Output, Location::Query(_) | Location::QueryParams | Location::Label) => {
                &Location::Body
            }
            (_, location) => location,
        }
    }
}

/// The members of an input or output with their fields.
fn bound<'a>(
    context: &Context<'a>,
    id: &model::ShapeId,
    kind: Kind,
    side: Side,
) -> Vec<(&'a Member, Field)> {
    let shape = context.model.shape(id);
    let members = context.model.members(id);
    let mut fields = structure::fields(context, shape, members, kind);
    if side == Side::Input {
        for field in &mut fields {
            field.presence = Presence::Optional;
        }
    }
    members.iter().zip(fields).collect()
}

fn error(context: &Context<'_>, id: &model::ShapeId) -> Option<ErrorVariant> {
    let shape = context.model.shape(id);
    let ShapeKind::Structure(parts) = &shape.kind else {
        return None;
    };
    let info = parts.error?;
    let path = context.path(shape);
    Some(ErrorVariant {
        bound: error_response(context, shape),
        variant: path.name.clone(),
        path,
        code: id.name().to_owned(),
        summary: docs::lower(context, &shape.docs).summary(),
        status: info.status,
        retryable: info.retryable,
    })
}

pub(super) fn headers(context: &Context<'_>, members: &[(&Member, Field)]) -> Vec<HeaderBinding> {
    let headers = members
        .iter()
        .filter_map(|(member, field)| match &member.location {
            Location::Header(name) => Some(HeaderBinding {
                name: name.clone(),
                field: field.reference(),
                format: ty::text_form(context, member),
            }),
            _ => None,
        });
    headers.collect()
}

pub(super) fn prefix_headers(members: &[(&Member, Field)]) -> Option<(String, FieldRef)> {
    members
        .iter()
        .find_map(|(member, field)| match &member.location {
            Location::PrefixHeaders(prefix) => Some((prefix.clone(), field.reference())),
            _ => None,
        })
}

/// What the body holds: one member, or as JSON all those that nothing else
/// takes.
pub(super) fn body(context: &Context<'_>, members: &[(&Member, Field)], side: Side) -> Body {
    let payload = members
        .iter()
        .find(|(member, _)| member.location == Location::Payload);
    if let Some((member, field)) = payload {
        let shape = context.model.shape(&member.target);
        let media_type = |otherwise: &str| {
            let own = shape.media_type.as_deref();
            PayloadKind::Raw(own.unwrap_or(otherwise).to_owned())
        };
        return Body::Payload(Payload {
            field: field.reference(),
            kind: match shape.kind {
                ShapeKind::Blob if shape.streaming => PayloadKind::Stream(
                    shape
                        .media_type
                        .clone()
                        .unwrap_or_else(|| "application/octet-stream".to_owned()),
                    if shape.requires_length {
                        StreamLength::Required
                    } else {
                        StreamLength::Any
                    },
                ),
                ShapeKind::Blob => media_type("application/octet-stream"),
                ShapeKind::String | ShapeKind::Enum(_) => media_type("text/plain"),
                _ => PayloadKind::Json,
            },
        });
    }
    let in_body: Vec<FieldRef> = members
        .iter()
        .filter(|(member, _)| *side.location(member) == Location::Body)
        .map(|(_, field)| field.reference())
        .collect();
    if in_body.is_empty() {
        Body::None
    } else if in_body.len() == members.len() {
        Body::Json
    } else {
        Body::Members(in_body)
    }
}

/// How an error is read and written, when a member of it is not in the body.
pub(super) fn error_response(context: &Context<'_>, shape: &model::Shape) -> Option<Response> {
    let ShapeKind::Structure(parts) = &shape.kind else {
        return None;
    };
    let members = bound(context, &shape.id, Kind::Member, Side::Output);
    let in_body = |(member, _): &(&Member, Field)| *Side::Output.location(member) == Location::Body;
    let all_in_body = members.iter().all(in_body);
    (!all_in_body).then(|| {
        response(
            context,
            parts.error.map_or(400, |info| info.status),
            &members,
        )
    })
}

fn response(context: &Context<'_>, code: u16, output: &[(&Member, Field)]) -> Response {
    let status = output
        .iter()
        .find(|(member, _)| member.location == Location::ResponseCode)
        .map(|(_, field)| field.reference());
    Response {
        code,
        body: body(context, output, Side::Output),
        headers: headers(context, output),
        prefix_headers: prefix_headers(output),
        status,
    }
}

fn pages(
    context: &Context<'_>,
    operation: &model::Operation,
    pagination: &model::Pagination,
) -> Option<Pagination> {
    let (input_token, _) = bound(context, &operation.input, Kind::InputMember, Side::Input)
        .into_iter()
        .map(|(member, field)| (field.reference(), member.name.clone()))
        .find(|(_, name)| *name == pagination.input_token)?;
    let (output_token, _) = along(context, &operation.output, &pagination.output_token)?;
    let items = pagination.items.as_ref().and_then(|path| {
        let (fields, target) = along(context, &operation.output, path)?;
        Some((fields, ty::of(context, &target)))
    });
    Some(Pagination {
        input_token,
        output_token,
        items,
    })
}

/// The fields that lead along these members, and the shape of the last.
fn along(
    context: &Context<'_>,
    from: &model::ShapeId,
    path: &[String],
) -> Option<(Vec<FieldRef>, model::ShapeId)> {
    let mut at = from.clone();
    let mut fields = Vec::new();
    for name in path {
        let (member, field) = bound(context, &at, Kind::Member, Side::Output)
            .into_iter()
            .find(|(member, _)| member.name == *name)?;
        fields.push(field.reference());
        at = member.target.clone();
    }
    Some((fields, at))
}

/// The examples of requests that succeed.
fn examples(context: &Context<'_>, operation: &model::Operation) -> Vec<Example> {
    let shape = context.model.shape(&operation.input);
    let members = context.model.members(&operation.input);
    let fields = structure::fields(context, shape, members, Kind::InputMember);
    let examples = operation
        .examples
        .iter()
        .filter(|example| matches!(example.result, ExampleResult::Output(_)));
    examples
        .map(|example| Example {
            title: example.title.trim_end_matches('.').to_owned(),
            docs: docs::text(
                context,
                example.documentation.as_deref().unwrap_or_default(),
            ),
            setters: calls(context, members, &fields, &example.input),
        })
        .collect()
}

/// The calls of setters on a request that give the members of `node`: once for
/// each entry of a list or map.
fn calls(
    context: &Context<'_>,
    members: &[Member],
    fields: &[Field],
    node: &Node,
) -> Vec<(proc_macro2::Ident, Value)> {
    let mut calls = Vec::new();
    for (member, field) in members.iter().zip(fields) {
        let Some(given) = node.get(&member.name).filter(|given| !given.is_null()) else {
            continue;
        };
        match value::of(context, &member.target, given) {
            Value::List(entries, _) => {
                let entries = entries.into_iter().flatten();
                calls.extend(entries.map(|entry| (field.name.clone(), entry)));
            }
            Value::Map(entries, _) => {
                let entries = entries
                    .into_iter()
                    .filter_map(|(key, entry)| Some(Value::Entry(key, Box::new(entry?))));
                calls.extend(entries.map(|entry| (field.name.clone(), entry)));
            }
            Value::Bytes(text) => {
                let text = value::unencoded(&text);
                calls.push((field.name.clone(), Value::Bytes(text)));
            }
            Value::Stream(text) => {
                let text = value::unencoded(&text);
                calls.push((field.name.clone(), Value::Stream(text)));
            }
            other => calls.push((field.name.clone(), other)),
        }
    }
    calls
}
