//! Features that are known but not supported. To add support for one, remove its
//! entry here.

use super::{CheckContext, OperationSite, Subject};
use crate::ast::{Shape, Trait};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::Value;
use crate::model::{AuthScheme, ShapeId, ShapeType};
use crate::source::Span;
use crate::traits::{self, ids};

/// Unsupported kinds of shapes with `streaming`.
const STREAMS: &[(ShapeType, &str)] = &[(ShapeType::Union, "event streams")];

/// Unsupported endpoint traits: clients use the regional endpoint instead.
const ENDPOINTS: &[&str] = &[ids::STANDARD_PARTITIONAL_ENDPOINTS, ids::ENDPOINT_BDD];

/// A use of an unsupported feature.
pub(super) struct Finding {
    /// The shape or operation that uses it, directly or in a member.
    pub(super) shape: ShapeId,
    /// The name of the feature, in the plural.
    pub(super) feature: String,
    pub(super) diagnostic: Diagnostic,
}

impl Finding {
    fn new(code: Code, shape: &ShapeId, feature: &str, span: Span) -> Self {
        let title = format!("{feature} are not supported");
        Self {
            shape: shape.clone(),
            feature: feature.to_owned(),
            diagnostic: Diagnostic::new(code, title, span),
        }
    }

    fn secondary(mut self, span: Span, text: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.secondary(span, text);
        self
    }
}

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    let service = &context.model.service.id;
    for found in find(context) {
        let diagnostic = found.diagnostic;
        // Skipping would remove every operation.
        report.push(if found.shape == *service {
            diagnostic
        } else {
            diagnostic
                .help("use `--skip-unsupported` to generate the client without these operations")
        });
    }
    for subject in subjects(context) {
        endpoints(context, subject, report);
    }
}

/// Finds all uses of unsupported features.
pub(super) fn find(context: &CheckContext<'_, '_>) -> Vec<Finding> {
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

/// Iterates over the service, its operations and the shapes that they use.
fn subjects<'c, 'a>(context: &CheckContext<'c, 'a>) -> impl Iterator<Item = Subject<'c, 'a>> {
    let model = context.model;
    context.subjects().filter(|subject| {
        let id = subject.shape();
        model.connected.contains(id) || model.operations.contains_key(id) || model.service.id == *id
    })
}

fn unsupported(subject: Subject<'_, '_>, found: &mut Vec<Finding>) {
    for found_trait in subject.traits().iter().filter(|found| has_effect(found)) {
        if let Some(feature) = traits::find(found_trait.id).and_then(|known| known.unsupported) {
            found.push(
                Finding::new(
                    Code::UnsupportedTrait,
                    subject.shape(),
                    feature,
                    found_trait.span,
                )
                .secondary(subject.span(), "used here"),
            );
        }
    }
}

/// Whether the trait has an effect: if discovery is not required, clients may
/// call the regular host.
fn has_effect(found: &Trait<'_>) -> bool {
    found.id != ids::CLIENT_DISCOVERED_ENDPOINT
        || found.value.get("required").and_then(Value::as_bool) != Some(false)
}

/// Finds unsupported streams, with the operations that send or receive them.
fn stream(context: &CheckContext<'_, '_>, shape: &Shape<'_>, found: &mut Vec<Finding>) {
    let Some(streaming) = shape.traits.get(ids::STREAMING) else {
        return;
    };
    let Some((_, feature)) = STREAMS.iter().find(|(kind, _)| *kind == shape.kind()) else {
        return;
    };
    let mut finding = Finding::new(Code::UnsupportedShape, &shape.id, feature, streaming.span)
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
    context: &CheckContext<'c, 'a>,
    site: &OperationSite<'c, 'a>,
    found: &mut Vec<Finding>,
) {
    let operation = site.operation;
    let service = context.ast.shape(&context.model.service.id);
    let code = Code::UnsupportedTrait;
    let own = site.shape.traits.get(ids::AUTH);
    let shared = service.and_then(|service| service.traits.get(ids::AUTH));
    let listed = own.or(shared);
    let names: Option<Vec<String>> = operation.auth.iter().map(unsupported_scheme).collect();
    let names = names.filter(|names| !names.is_empty() && !operation.optional_auth);
    if let Some(names) = names {
        let span = listed.map_or(site.shape.span, |listed| listed.span);
        let feature = format!("operations that require {}", names.join(" or "));
        found.push(
            Finding::new(code, &operation.id, &feature, span)
                .secondary(site.shape.span, "the operation"),
        );
    }
}

/// Returns the name of an unsupported scheme.
fn unsupported_scheme(scheme: &AuthScheme) -> Option<String> {
    match scheme {
        AuthScheme::SigV4A => Some("SigV4A".to_owned()),
        AuthScheme::Digest => Some("HTTP digest".to_owned()),
        AuthScheme::Other(id) => Some(format!("`{id}`")),
        _ => None,
    }
}

fn endpoints(
    context: &CheckContext<'_, '_>,
    subject: Subject<'_, '_>,
    report: &mut DiagnosticReport,
) {
    // Rules take precedence over all other endpoint traits.
    if subject.traits().has(ids::ENDPOINT_RULE_SET) {
        return;
    }
    for found in ENDPOINTS.iter().filter_map(|id| subject.traits().get(id)) {
        let title = "clients ignore this endpoint trait";
        let prefix = &context.model.service.endpoint_prefix;
        report.push(
            Diagnostic::new(Code::EndpointRules, title, found.span)
                .note(format!(
                    "clients use the regional endpoint `{prefix}.{{region}}.{{dnsSuffix}}`"
                ))
                .help(format!(
                    "use `{endpoint_rule_set}`, which clients evaluate",
                    endpoint_rule_set = ids::ENDPOINT_RULE_SET
                )),
        );
    }
}
