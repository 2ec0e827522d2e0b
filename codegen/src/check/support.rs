//! What the generator understands but cannot generate. Support for something
//! is added by taking its line away here.

use super::{Context, OperationSite, Subject};
use crate::ast::{Kind, Shape, Trait};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::{AuthScheme, ShapeId};
use crate::source::{Span, Value};
use crate::traits::{self, ids};

/// Kinds of shapes with `streaming`.
const STREAMS: &[(Kind, &str)] = &[(Kind::Union, "event streams")];

/// Traits that choose endpoints, in place of which the regional form is used.
const ENDPOINTS: &[&str] = &[ids::STANDARD_PARTITIONAL_ENDPOINTS, ids::ENDPOINT_BDD];

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
        unsupported(subject, &mut found);
        if let Subject::Shape(shape) = subject {
            stream(context, shape, &mut found);
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

fn unsupported(subject: Subject<'_, '_>, found: &mut Vec<Finding>) {
    for this in subject.traits().iter().filter(|this| has_effect(this)) {
        if let Some(what) = traits::find(this.id).and_then(|known| known.unsupported) {
            found.push(
                Finding::new(Code::UnsupportedTrait, subject.shape(), what, this.span)
                    .secondary(subject.span(), "on this"),
            );
        }
    }
}

/// Where discovery is not required, a client may call the usual host.
fn has_effect(this: &Trait<'_>) -> bool {
    this.id != ids::CLIENT_DISCOVERED_ENDPOINT
        || this.value.get("required").and_then(Value::as_bool) != Some(false)
}

/// A shape that is a stream, with the operations that send or receive it.
fn stream(context: &Context<'_, '_>, shape: &Shape<'_>, found: &mut Vec<Finding>) {
    let Some(streaming) = shape.traits.get(ids::STREAMING) else {
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

fn operation<'c, 'a>(
    context: &Context<'c, 'a>,
    site: &OperationSite<'c, 'a>,
    found: &mut Vec<Finding>,
) {
    let operation = site.operation;
    let service = context.ast.shape(&context.model.service.id);
    let code = Code::UnsupportedTrait;
    let own = site.shape.traits.get(ids::AUTH);
    let shared = service.and_then(|service| service.traits.get(ids::AUTH));
    let listed = own.or(shared);
    let names: Option<Vec<String>> = operation.auth.iter().map(unknown).collect();
    let names = names.filter(|names| !names.is_empty() && !operation.optional_auth);
    if let Some(names) = names {
        let span = listed.map_or(site.shape.span, |listed| listed.span);
        let what = format!("requests that only {} authorizes", names.join(" or "));
        found.push(
            Finding::new(code, &operation.id, &what, span)
                .secondary(site.shape.span, "the operation"),
        );
    }
}

/// The name of a scheme that clients do not know.
fn unknown(scheme: &AuthScheme) -> Option<String> {
    match scheme {
        AuthScheme::SigV4A => Some("SigV4A".to_owned()),
        AuthScheme::Digest => Some("HTTP digest".to_owned()),
        AuthScheme::Other(id) => Some(format!("`{id}`")),
        _ => None,
    }
}

fn endpoints(context: &Context<'_, '_>, subject: Subject<'_, '_>, report: &mut Report) {
    // Where there are rules, nothing else is asked.
    if subject.traits().has(ids::ENDPOINT_RULE_SET) {
        return;
    }
    for found in ENDPOINTS.iter().filter_map(|id| subject.traits().get(id)) {
        let title = "these endpoint rules are not evaluated";
        let prefix = &context.model.service.endpoint_prefix;
        report.push(
            Diagnostic::new(Code::EndpointRules, title, found.span)
                .note(format!(
                    "clients use the regional form, `{prefix}.{{region}}.{{suffix of the partition}}`"
                ))
                .help("rules that clients evaluate are those of `smithy.rules#endpointRuleSet`"),
        );
    }
}
