//! Names of headers and query parameters.

use super::trait_values::is_token;
use super::{CheckContext, OperationSite};
use crate::ast::{Member, Shape};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::ShapeType;
use crate::traits::ids;

/// Headers that frame, route or sign the request, from the list that Smithy's
/// `HttpHeaderTrait` validator forbids.
const OF_CLIENT: &[&str] = &[
    "authorization",
    "connection",
    "content-length",
    "expect",
    "host",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for shape in context.ast.shapes.values() {
        if shape.kind() == ShapeType::Structure {
            for member in shape.members() {
                names(member, report);
            }
            prefixes(shape, report);
        }
    }
    for site in context.operations() {
        requests(context, &site, report);
    }
}

/// RFC 9110, section 5.1: the name of a header is a token.
fn names(member: &Member<'_>, report: &mut DiagnosticReport) {
    for (id, noun) in [
        (ids::HTTP_HEADER, "header name"),
        (ids::HTTP_PREFIX_HEADERS, "prefix of header names"),
    ] {
        let Some(value) = member.traits.value(id) else {
            continue;
        };
        let Some(name) = value.as_str().filter(|name| !name.is_empty()) else {
            continue;
        };
        if !is_token(name) {
            let title = format!("invalid {noun} `{name}`");
            report.push(
                Diagnostic::new(Code::HeaderName, title, value.span)
                    .label("expected letters, digits and `-`")
                    .note("HTTP also allows the characters !#$%&'*+.^_`|~ in the name of a header"),
            );
        }
    }
}

/// Smithy's `HttpPrefixHeadersTrait` validator: a header must not be in a map
/// as well.
fn prefixes(shape: &Shape<'_>, report: &mut DiagnosticReport) {
    let mut prefixed = shape.members().iter();
    let prefix = prefixed.find_map(|member| member.traits.value(ids::HTTP_PREFIX_HEADERS));
    let Some((prefix, text)) = prefix.and_then(|prefix| Some((prefix, prefix.as_str()?))) else {
        return;
    };
    // An empty prefix takes all headers that no other member has.
    if text.is_empty() {
        return;
    }
    let text = text.to_ascii_lowercase();
    for member in shape.members() {
        let Some(header) = member.traits.value(ids::HTTP_HEADER) else {
            continue;
        };
        let name = header.as_str().unwrap_or_default();
        if name.to_ascii_lowercase().starts_with(&text) {
            let title = format!("the header `{name}` is also in a map of headers");
            report.push(
                Diagnostic::new(Code::SharedBinding, title, header.span)
                    .label("begins with the prefix")
                    .secondary(prefix.span, "the prefix of the map")
                    .help("change the name of the header or the prefix"),
            );
        }
    }
}

fn requests(
    context: &CheckContext<'_, '_>,
    site: &OperationSite<'_, '_>,
    report: &mut DiagnosticReport,
) {
    let uri = site.shape.traits.value(ids::HTTP);
    let uri = uri.and_then(|http| http.get("uri"));
    let literals = &site.operation.http.uri.query;
    for member in context.ast.members(&site.operation.input) {
        if let Some(header) = member.traits.value(ids::HTTP_HEADER) {
            let name = header.as_str().unwrap_or_default().to_ascii_lowercase();
            if OF_CLIENT.contains(&name.as_str()) {
                let title = format!("`{}` is a header that the client sets itself", member.name);
                report.push(
                    Diagnostic::new(Code::ClientHeader, title, header.span)
                        .label(format!("`{name}` frames, routes or signs the request"))
                        .help("use another header"),
                );
            }
        }
        // Smithy's `HttpQueryTrait` validator.
        if let Some(query) = member.traits.value(ids::HTTP_QUERY) {
            let name = query.as_str().unwrap_or_default();
            if literals.iter().any(|(literal, _)| literal == name) {
                let title = format!(
                    "`{}` has the name of a query literal of the URI",
                    member.name
                );
                let mut diagnostic = Diagnostic::new(Code::SharedBinding, title, query.span)
                    .label("the parameter would be in the query twice")
                    .help("change the name, or remove the literal");
                if let Some(uri) = uri {
                    diagnostic = diagnostic.secondary(uri.span, "the constant");
                }
                report.push(diagnostic);
            }
        }
        // The selector of `httpResponseCode` in Smithy's prelude.
        if let Some(found) = member.traits.get(ids::HTTP_RESPONSE_CODE) {
            let title = format!("`{}` is in an input, which has no status", member.name);
            report.push(
                Diagnostic::new(Code::Binding, title, found.span)
                    .label("only allowed in outputs and errors")
                    .help("remove the trait"),
            );
        }
    }
}
