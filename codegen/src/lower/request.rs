//! HTTP bindings of inputs.

use crate::model::{self, Location, Segment};
use crate::names;
use crate::rust::{
    Checksum, Compression, HostPart, Method, PathPart, PayloadSigning, QueryBinding, Request,
};

use super::binding::Message;
use super::context::LowerContext;
use super::{shown, ty};

/// The bindings of an operation's input.
pub(super) fn lower(
    context: &LowerContext<'_>,
    operation: &model::Operation,
    input: Message<'_>,
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
    Request {
        method: method(&operation.http.method),
        host_prefix: host_prefix(context, operation, input),
        path: path(context, operation, input),
        constant_query: operation
            .http
            .uri
            .query
            .iter()
            .map(|(name, value)| (name.clone(), value.clone().unwrap_or_default()))
            .collect(),
        query: query.collect(),
        query_params: input.at(&Location::QueryParams),
        headers: input.headers(context),
        prefix_headers: input.prefix_headers(),
        body: input.body(context),
        blobs: input.json_blobs(context),
        signing: if operation.unsigned_payload {
            PayloadSigning::Unsigned
        } else {
            PayloadSigning::Signed
        },
        compression: compression(context, operation),
        checksum: if operation.checksum_required {
            Checksum::ContentMd5
        } else {
            Checksum::None
        },
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

/// The first encoding of the model that clients support. A body with a known
/// length is not compressed.
fn compression(context: &LowerContext<'_>, operation: &model::Operation) -> Compression {
    let members = context.model.members(&operation.input);
    let mut sized = members
        .iter()
        .filter(|member| context.model.shape(&member.target).requires_length);
    if operation
        .compression
        .iter()
        .any(|encoding| encoding == "gzip")
        && sized.next().is_none()
    {
        Compression::Gzip
    } else {
        Compression::None
    }
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

fn path(
    context: &LowerContext<'_>,
    operation: &model::Operation,
    input: Message<'_>,
) -> Vec<PathPart> {
    let label = |name: &str| {
        let (member, field) = input.member(name)?;
        let name = shown::field(context, member, &field.name).both();
        Some((name, field.reference(), ty::text_form(context, member)))
    };
    let mut parts = Vec::new();
    let mut text = String::new();
    for segment in &operation.http.uri.segments {
        text.push('/');
        let part = match segment {
            Segment::Literal(literal) => {
                text.push_str(literal);
                None
            }
            Segment::Label(name) => {
                label(name).map(|(name, field, format)| PathPart::Label(name, field, format))
            }
            Segment::GreedyLabel(name) => {
                label(name).map(|(name, field, _)| PathPart::GreedyLabel(name, field))
            }
        };
        if let Some(part) = part {
            parts.push(PathPart::Text(std::mem::take(&mut text)));
            parts.push(part);
        }
    }
    if parts.is_empty() && text.is_empty() {
        text.push('/');
    }
    if !text.is_empty() {
        parts.push(PathPart::Text(text));
    }
    parts
}
