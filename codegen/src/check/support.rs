//! What the generator understands but cannot generate yet. Support for
//! something is added by taking its line away here.

use super::{Context, OperationSite, Subject};
use crate::ast::Kind;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::{AuthScheme, Model, ShapeId};
use crate::resolve::{Member, Shape};
use crate::source::{Kind as Json, Span};

/// Kinds of values.
const KINDS: &[(Kind, &str)] = &[
    (Kind::Document, "documents"),
    (Kind::BigInteger, "integers of any size"),
    (Kind::BigDecimal, "decimal numbers of any size"),
];

/// Kinds of shapes with `streaming`.
const STREAMS: &[(Kind, &str)] = &[
    (Kind::Blob, "bodies that are streamed"),
    (Kind::Union, "event streams"),
];

/// Traits, wherever they stand.
const TRAITS: &[(&str, &str)] = &[
    ("aws.api#clientDiscoveredEndpoint", "endpoint discovery"),
    ("aws.auth#unsignedPayload", "unsigned bodies"),
    (
        "aws.protocols#httpChecksum",
        "checksums of a caller's choice",
    ),
    ("smithy.api#endpoint", "host prefixes"),
    ("smithy.api#httpChecksumRequired", "checksums of bodies"),
    ("smithy.api#idempotencyToken", "idempotency tokens"),
    ("smithy.api#optionalAuth", "requests without credentials"),
    ("smithy.api#requestCompression", "compressed requests"),
];

/// A binding, when it is not supported, and what to call it then.
type Binding = (&'static str, fn(&Bound<'_, '_>) -> bool, &'static str);

/// Members that are bound to HTTP in a certain way.
const BINDINGS: &[Binding] = &[
    (
        HEADER,
        |bound| bound.role == Role::Error,
        "headers of errors",
    ),
    (
        PREFIX_HEADERS,
        |bound| bound.role == Role::Error,
        "headers of errors",
    ),
    (
        PAYLOAD,
        |bound| bound.role == Role::Error,
        "payloads of errors",
    ),
    (
        STATUS,
        |bound| bound.role == Role::Error,
        "statuses of errors as members",
    ),
    (
        HEADER,
        |bound| bound.role == Role::Output && bound.kind == Kind::List,
        "lists in headers of responses",
    ),
    (
        HEADER,
        |bound| bound.target_has("smithy.api#mediaType"),
        "strings with a media type in headers",
    ),
    (
        QUERY,
        |bound| bound.target_has("smithy.api#sparse"),
        "sparse lists in queries",
    ),
    (
        PAYLOAD,
        |bound| matches!(bound.kind, Kind::List | Kind::Map | Kind::Document),
        "payloads that are lists, maps or documents",
    ),
];

/// The methods that requests can be sent with.
const METHODS: &[&str] = &[
    "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE",
];

/// Traits that choose endpoints, in place of which the regional form is used.
const ENDPOINTS: &[&str] = &[
    "aws.endpoints#standardPartitionalEndpoints",
    "smithy.rules#endpointRuleSet",
    "smithy.rules#endpointBdd",
];

const HEADER: &str = "smithy.api#httpHeader";
const PREFIX_HEADERS: &str = "smithy.api#httpPrefixHeaders";
const PAYLOAD: &str = "smithy.api#httpPayload";
const QUERY: &str = "smithy.api#httpQuery";
const STATUS: &str = "smithy.api#httpResponseCode";

pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    let concerned = context.subjects();
    for subject in concerned.filter(|subject| concerns_client(context.model, *subject)) {
        traits(subject, report);
        endpoints(context, subject, report);
        match subject {
            Subject::Shape(shape) => {
                stream(context, shape, report);
                bindings(context, shape, report);
            }
            Subject::Member(_, member) => value(context, member, report),
        }
    }
    for site in context.operations() {
        operation(context, &site, report);
    }
}

/// Whether a client has to do with something: the service, its operations,
/// and the data that these lead to.
fn concerns_client(model: &Model, subject: Subject<'_, '_>) -> bool {
    let id = match subject {
        Subject::Shape(shape) | Subject::Member(shape, _) => &shape.id,
    };
    model.connected.contains(id) || model.operations.contains_key(id) || model.service.id == *id
}

fn unsupported(code: Code, what: &str, span: Span) -> Diagnostic {
    Diagnostic::new(code, format!("{what} are not supported yet"), span)
}

fn traits(subject: Subject<'_, '_>, report: &mut Report) {
    for (id, what) in TRAITS {
        if let Some(found) = subject.traits().get(id) {
            report.push(
                unsupported(Code::UnsupportedTrait, what, found.span)
                    .secondary(subject.span(), "on this"),
            );
        }
    }
}

fn value(context: &Context<'_, '_>, member: &Member<'_>, report: &mut Report) {
    let kind = context.graph.kind(&member.target.id);
    if let Some((_, what)) = KINDS.iter().find(|(known, _)| Some(*known) == kind) {
        report.push(
            unsupported(Code::UnsupportedShape, what, member.target.span)
                .secondary(member.span, "in this member"),
        );
    }
    if let Some(default) = member.traits.get("smithy.api#default")
        && kind == Some(Kind::Blob)
        && let Json::String(text) = &default.value.kind
        && !text.is_empty()
    {
        let what = "defaults of blobs that are not empty";
        report.push(
            unsupported(Code::UnsupportedTrait, what, default.span)
                .secondary(member.span, "on this"),
        );
    }
}

/// A shape that is a stream, with the operations that send or receive it.
fn stream(context: &Context<'_, '_>, shape: &Shape<'_>, report: &mut Report) {
    let Some(found) = shape.traits.get("smithy.api#streaming") else {
        return;
    };
    let Some((_, what)) = STREAMS.iter().find(|(kind, _)| *kind == shape.kind()) else {
        return;
    };
    let mut diagnostic = unsupported(Code::UnsupportedShape, what, found.span)
        .secondary(shape.span, "the stream")
        .help("take these operations out of the service to generate the others");
    for site in context.operations() {
        let operation = site.operation;
        for (id, verb) in [(&operation.input, "sends"), (&operation.output, "receives")] {
            let members = context.model.members(id);
            if members.iter().any(|member| member.target == shape.id) {
                let text = format!("`{}` {verb} it", operation.name);
                diagnostic = diagnostic.secondary(site.shape.span, text);
            }
        }
    }
    report.push(diagnostic);
}

/// A member of a structure that is a message or an error.
struct Bound<'b, 'a> {
    context: &'b Context<'b, 'a>,
    role: Role,
    target: &'b ShapeId,
    kind: Kind,
}

impl Bound<'_, '_> {
    fn target_has(&self, id: &str) -> bool {
        let target = self.context.graph.shape(self.target);
        target.is_some_and(|target| target.traits.has(id))
    }
}

/// What a structure is used as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Input,
    Output,
    Error,
}

fn bindings(context: &Context<'_, '_>, shape: &Shape<'_>, report: &mut Report) {
    let mut operations = context.model.operations.values();
    let role = if shape.traits.has("smithy.api#error") {
        Role::Error
    } else if operations.any(|operation| operation.output == shape.id) {
        Role::Output
    } else {
        Role::Input
    };
    for member in shape.members() {
        let target = &member.target.id;
        let Some(kind) = context.graph.kind(target) else {
            continue;
        };
        let bound = Bound {
            context,
            role,
            target,
            kind,
        };
        for (id, applies, what) in BINDINGS {
            if let Some(found) = member.traits.get(id)
                && applies(&bound)
            {
                report.push(
                    unsupported(Code::UnsupportedTrait, what, found.span)
                        .secondary(member.span, "on this"),
                );
            }
        }
    }
}

fn operation<'c, 'a>(context: &Context<'c, 'a>, site: &OperationSite<'c, 'a>, report: &mut Report) {
    let operation = site.operation;
    let service = context.graph.shape(&context.model.service.id);
    let code = Code::UnsupportedTrait;
    let own = site.shape.traits.get("smithy.api#auth");
    let shared = service.and_then(|service| service.traits.get("smithy.api#auth"));
    let listed = own.or(shared);
    let named = listed.is_some_and(|listed| {
        let mut ids = listed.value.elements().iter();
        ids.any(|id| id.as_str() != Some("smithy.api#noAuth"))
    });
    // Without a scheme although one is named, or without any trait about it,
    // the service is mistaken, and reported as such.
    let mistaken = operation.auth.is_empty() && (named || listed.is_none());
    if !operation.auth.contains(&AuthScheme::SigV4) && !mistaken {
        let found = listed.map_or(site.shape.span, |found| found.span);
        report.push(
            unsupported(code, "requests that are not signed with SigV4", found)
                .secondary(site.shape.span, "the operation"),
        );
    }
    let http = site.shape.traits.value("smithy.api#http");
    if let Some(method) = http.and_then(|http| http.get("method"))
        && let Some(name) = method.as_str()
        && !METHODS.contains(&name.to_ascii_uppercase().as_str())
    {
        let what = format!("requests with the method `{name}`");
        report.push(unsupported(code, &what, method.span));
    }
    let pagination = operation.pagination.as_ref();
    if let Some(path) = pagination.and_then(|pagination| pagination.items.as_ref()) {
        let mut id = &operation.output;
        for name in path {
            let members = context.model.members(id);
            let Some(member) = members.iter().find(|member| member.name == *name) else {
                return;
            };
            id = &member.target;
        }
        if context.graph.kind(id) == Some(Kind::Map)
            && let Some(found) = site.shape.traits.get("smithy.api#paginated")
        {
            report.push(
                unsupported(code, "paginations over maps", found.span)
                    .secondary(site.shape.span, "the operation"),
            );
        }
    }
}

fn endpoints(context: &Context<'_, '_>, subject: Subject<'_, '_>, report: &mut Report) {
    for found in ENDPOINTS.iter().filter_map(|id| subject.traits().get(id)) {
        let title = "these endpoint rules are not evaluated";
        let prefix = &context.model.service.endpoint_prefix;
        report.push(
            Diagnostic::new(Code::EndpointRules, title, found.span).note(format!(
                "clients use the regional form, `{prefix}.{{region}}.{{suffix of the partition}}`"
            )),
        );
    }
}
