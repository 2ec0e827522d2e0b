//! HTTP bindings of inputs.

use crate::model::{self, Location, Segment};
use crate::names;
use crate::rust::{
    Body, HostPart, Method, PathPart, PayloadKind, QueryBinding, QueryParams, Request, RequestStep,
    Response, RouteSegment,
};

use super::binding::Message;
use super::context::LowerContext;
use super::{shown, ty};

/// The bindings of an operation's input.
pub(super) fn lower(
    context: &LowerContext<'_>,
    operation: &model::Operation,
    input: Message<'_>,
    response: &Response,
) -> Request {
    let query = input
        .members()
        .filter_map(|(member, field)| match &member.location {
            Location::Query(name) => Some(QueryBinding {
                name: name.clone(),
                field: field.reference(),
                format: ty::text_form(context, member),
            }),
            _ => None,
        });
    let query: Vec<QueryBinding> = query.collect();
    let constant_query = operation.http.uri.query.iter();
    let constant_query: Vec<(String, String)> = constant_query
        .map(|(name, value)| (name.clone(), value.clone().unwrap_or_default()))
        .collect();
    let query_params = input.at(&Location::QueryParams).map(|field| {
        // Smithy: on servers, the map has the parameters of other members, too.
        let unread: Vec<String> = constant_query
            .iter()
            .map(|(name, _)| name.clone())
            .collect();
        let members = query.iter().map(|query| query.name.clone());
        QueryParams {
            field,
            unsent: members.chain(unread.clone()).collect(),
            unread,
        }
    });
    let (path, route) = path(context, operation, input);
    let (finish, encode) = steps(context, operation, response);
    Request {
        method: method(&operation.http.method),
        host_prefix: host_prefix(context, operation, input),
        path,
        route,
        constant_query,
        query,
        query_params,
        headers: input.headers(context),
        prefix_headers: input.prefix_headers(),
        body: input.body(context),
        blobs: input.json_blobs(context),
        finish,
        encode,
    }
}

/// The methods with constants in the `http` crate.
const METHODS: &[&str] = &[
    "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE",
];

fn method(name: &str) -> Method {
    if METHODS.contains(&name) {
        Method::Standard(names::ident(name))
    } else {
        Method::Other(name.to_owned())
    }
}

/// The last steps of a request, and those after these that need the settings of the client.
fn steps(
    context: &LowerContext<'_>,
    operation: &model::Operation,
    response: &Response,
) -> (Vec<RequestStep>, Vec<RequestStep>) {
    let mut finish = Vec::new();
    let mut encode = Vec::new();
    if matches!(&response.body, Body::Payload(payload) if matches!(payload.kind, PayloadKind::Stream(..)))
    {
        finish.push(RequestStep::StreamResponse);
    }
    if operation.unsigned_payload {
        finish.push(RequestStep::UnsignedPayload);
    }
    if is_compressed(context, operation) {
        encode.push(RequestStep::Gzip);
    }
    if operation.checksum_required {
        // The checksum is that of the compressed body.
        let steps = if encode.is_empty() {
            &mut finish
        } else {
            &mut encode
        };
        steps.push(RequestStep::ContentMd5);
    }
    (finish, encode)
}

/// Whether clients support an encoding of the model. A body with a known length is not
/// compressed.
fn is_compressed(context: &LowerContext<'_>, operation: &model::Operation) -> bool {
    let mut members = context.model.members(&operation.input).iter();
    operation
        .compression
        .iter()
        .any(|encoding| encoding == "gzip")
        && !members.any(|member| context.model.shape(&member.target).requires_length)
}

fn host_prefix(
    context: &LowerContext<'_>,
    operation: &model::Operation,
    input: Message<'_>,
) -> Vec<HostPart> {
    let parts = operation.host_prefix.iter().flat_map(|host| &host.parts);
    let lowered = parts.filter_map(|part| match part {
        model::HostPart::Literal(text) => Some(HostPart::Text(text.clone())),
        model::HostPart::Label(name) => {
            let (member, field) = input.member(name)?;
            let name = shown::field(context, member, &field.name).both();
            Some(HostPart::Label(name, field.reference()))
        }
    });
    lowered.collect()
}

/// The path of requests, and the same as the server side reads it.
fn path(
    context: &LowerContext<'_>,
    operation: &model::Operation,
    input: Message<'_>,
) -> (Vec<PathPart>, Vec<RouteSegment>) {
    let mut parts = Vec::new();
    let mut route = Vec::new();
    let mut text = String::new();
    for segment in &operation.http.uri.segments {
        text.push('/');
        let (label, is_greedy) = match segment {
            Segment::Literal(literal) => {
                text.push_str(literal);
                if !literal.is_empty() {
                    route.push(RouteSegment::Text(literal.clone()));
                }
                continue;
            }
            Segment::Label(label) => (label, false),
            Segment::GreedyLabel(label) => (label, true),
        };
        let Some((member, field)) = input.member(label) else {
            continue;
        };
        let name = shown::field(context, member, &field.name).both();
        let field = field.reference();
        parts.push(PathPart::Text(std::mem::take(&mut text)));
        if is_greedy {
            route.push(RouteSegment::Greedy(name.clone()));
            parts.push(PathPart::GreedyLabel(name, field));
        } else {
            route.push(RouteSegment::Label(name.clone()));
            parts.push(PathPart::Label(name, field, ty::text_form(context, member)));
        }
    }
    if parts.is_empty() && text.is_empty() {
        text.push('/');
    }
    if !text.is_empty() {
        parts.push(PathPart::Text(text));
    }
    (parts, route)
}
