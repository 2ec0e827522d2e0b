//! How inputs become requests.

use crate::model::{self, Location, Member, Segment};
use crate::names;
use crate::rust::{
    Checksum, Compression, Field, HostPart, Method, PathPart, PayloadSigning, QueryBinding, Request,
};

use super::context::Context;
use super::operation::{Side, body, headers, prefix_headers};
use super::ty;

/// The request that is made of an input.
pub(super) fn request(
    context: &Context<'_>,
    operation: &model::Operation,
    input: &[(&Member, Field)],
) -> Request {
    let query = input
        .iter()
        .filter_map(|(member, field)| match &member.location {
            Location::Query(name) => Some(QueryBinding {
                name: name.clone(),
                field: field.reference(),
                format: ty::text_form(context, member),
            }),
            _ => None,
        });
    let query_params = input
        .iter()
        .find(|(member, _)| member.location == Location::QueryParams)
        .map(|(_, field)| field.reference());
    Request {
        method: method(&operation.http.method),
        host_prefix: host_prefix(operation, input),
        path: path(context, operation, input),
        constant_query: operation
            .http
            .uri
            .query
            .iter()
            .map(|(name, value)| (name.clone(), value.clone().unwrap_or_default()))
            .collect(),
        query: query.collect(),
        query_params,
        headers: headers(context, input),
        prefix_headers: prefix_headers(input),
        body: body(context, input, Side::Input),
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

/// The methods that HTTP itself defines.
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

/// Of the encodings that a model lists, clients use the first that they know.
/// A body whose length must be known is sent as it is.
fn compression(context: &Context<'_>, operation: &model::Operation) -> Compression {
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

fn host_prefix(operation: &model::Operation, input: &[(&Member, Field)]) -> Vec<HostPart> {
    let parts = operation.host_prefix.iter().flat_map(|host| &host.parts);
    let lowered = parts.filter_map(|part| match part {
        model::HostPart::Literal(text) => Some(HostPart::Text(text.clone())),
        model::HostPart::Label(name) => {
            let (_, field) = input.iter().find(|(member, _)| member.name == *name)?;
            Some(HostPart::Label(name.clone(), field.reference()))
        }
    });
    lowered.collect()
}

fn path(
    context: &Context<'_>,
    operation: &model::Operation,
    input: &[(&Member, Field)],
) -> Vec<PathPart> {
    let label = |name: &str| {
        input
            .iter()
            .find(|(member, _)| member.name == name)
            .map(|(member, field)| (field.reference(), ty::text_form(context, member)))
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
                label(name).map(|(field, format)| PathPart::Label(name.clone(), field, format))
            }
            Segment::GreedyLabel(name) => {
                label(name).map(|(field, _)| PathPart::GreedyLabel(name.clone(), field))
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
