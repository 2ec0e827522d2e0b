//! What the generator understands but cannot generate. Support for something
//! is added by taking its line away here.

use super::{Context, OperationSite, Subject};
use crate::ast::Kind;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::{AuthScheme, ShapeId};
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

/// Something that no code can be generated for.
pub(super) struct Finding {
    /// The shape or operation that has it, itself or in a member.
    pub(super) shape: ShapeId,
    /// What it is called, in the plural.
    pub(super) what: String,
    /// The error that it is.
    pub(super) diagnostic: Diagnostic,
}

impl Finding {
    fn new(code: Code, shape: &ShapeId, what: &str, span: Span) -> Self {
        let title = format!("{what} are not supported");
        Self {
            shape: shape.clone(),
            what: what.to_owned(),
            diagnostic: Diagnostic::new(code, title, span),
        }
    }

    fn secondary(mut self, span: Span, text: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.secondary(span, text);
        self
    }
}

pub(super) fn check(context: &Context<'_, '_>, report: &mut Report) {
    let service = &context.model.service.id;
    for found in find(context) {
        let diagnostic = found.diagnostic;
        // What the service itself has concerns every operation.
        report.push(if found.shape == *service {
            diagnostic
        } else {
            diagnostic.help("generate with `--skip-unsupported` to leave such operations out")
        });
    }
    for subject in subjects(context) {
        endpoints(context, subject, report);
    }
}

/// Everything that the client of the model would need and cannot have.
pub(super) fn find(context: &Context<'_, '_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for subject in subjects(context) {
        traits(subject, &mut found);
        match subject {
            Subject::Shape(shape) => {
                stream(context, shape, &mut found);
                bindings(context, shape, &mut found);
            }
            Subject::Member(shape, member) => value(context, shape, member, &mut found),
        }
    }
    for site in context.operations() {
        operation(context, &site, &mut found);
    }
    found
}

/// What a client has to do with: the service, its operations, and the data
/// that these lead to.
fn subjects<'c, 'a>(context: &Context<'c, 'a>) -> impl Iterator<Item = Subject<'c, 'a>> {
    let model = context.model;
    context.subjects().filter(|subject| {
        let id = subject.shape();
        model.connected.contains(id) || model.operations.contains_key(id) || model.service.id == *id
    })
}

fn traits(subject: Subject<'_, '_>, found: &mut Vec<Finding>) {
    for (id, what) in TRAITS {
        if let Some(this) = subject.traits().get(id) {
            found.push(
                Finding::new(Code::UnsupportedTrait, subject.shape(), what, this.span)
                    .secondary(subject.span(), "on this"),
            );
        }
    }
}

fn value(
    context: &Context<'_, '_>,
    shape: &Shape<'_>,
    member: &Member<'_>,
    found: &mut Vec<Finding>,
) {
    let kind = context.graph.kind(&member.target.id);
    if let Some((_, what)) = KINDS.iter().find(|(known, _)| Some(*known) == kind) {
        found.push(
            Finding::new(Code::UnsupportedShape, &shape.id, what, member.target.span)
                .secondary(member.span, "in this member"),
        );
    }
    if let Some(default) = member.traits.get("smithy.api#default")
        && kind == Some(Kind::Blob)
        && let Json::String(text) = &default.value.kind
        && !text.is_empty()
    {
        let what = "defaults of blobs that are not empty";
        found.push(
            Finding::new(Code::UnsupportedTrait, &shape.id, what, default.span)
                .secondary(member.span, "on this"),
        );
    }
}

/// A shape that is a stream, with the operations that send or receive it.
fn stream(context: &Context<'_, '_>, shape: &Shape<'_>, found: &mut Vec<Finding>) {
    let Some(streaming) = shape.traits.get("smithy.api#streaming") else {
        return;
    };
    let Some((_, what)) = STREAMS.iter().find(|(kind, _)| *kind == shape.kind()) else {
        return;
    };
    let mut finding = Finding::new(Code::UnsupportedShape, &shape.id, what, streaming.span)
        .secondary(shape.span, "the stream");
    for site in context.operations() {
        let operation = site.operation;
        for (id, verb) in [(&operation.input, "sends"), (&operation.output, "receives")] {
            let members = context.model.members(id);
            if members.iter().any(|member| member.target == shape.id) {
                let text = format!("`{}` {verb} it", operation.name);
                finding = finding.secondary(site.shape.span, text);
            }
        }
    }
    found.push(finding);
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

fn bindings(context: &Context<'_, '_>, shape: &Shape<'_>, found: &mut Vec<Finding>) {
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
            if let Some(this) = member.traits.get(id)
                && applies(&bound)
            {
                found.push(
                    Finding::new(Code::UnsupportedTrait, &shape.id, what, this.span)
                        .secondary(member.span, "on this"),
                );
            }
        }
    }
}

fn operation<'c, 'a>(
    context: &Context<'c, 'a>,
    site: &OperationSite<'c, 'a>,
    found: &mut Vec<Finding>,
) {
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
        let span = listed.map_or(site.shape.span, |listed| listed.span);
        let what = "requests that are not signed with SigV4";
        found.push(
            Finding::new(code, &operation.id, what, span)
                .secondary(site.shape.span, "the operation"),
        );
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
            && let Some(paginated) = site.shape.traits.get("smithy.api#paginated")
        {
            let what = "paginations over maps";
            found.push(
                Finding::new(code, &operation.id, what, paginated.span)
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
