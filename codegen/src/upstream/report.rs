//! Reports the changes from the model to the upstream description as
//! diagnostics of the model.

use crate::ast::{Ast, Body, Shape, Traits, UpstreamDifference};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::diff::{Change, Rule};
use crate::model::Model;
use crate::source::Span;
use crate::traits::ids;

/// A difference that the model lists with a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The shape, or `Shape$member`.
    pub path: String,
    /// The difference.
    pub difference: String,
    /// The reason why the model differs.
    pub reason: String,
}

/// Reports unlisted differences, and listed differences that do not exist.
/// Returns the listed ones that exist.
pub(super) fn report(
    ast: &Ast<'_>,
    model: &Model,
    changes: &[Change],
    report: &mut DiagnosticReport,
) -> Vec<Listed> {
    let mut listed = Vec::new();
    let mut unused: Vec<&UpstreamDifference<'_>> = ast.upstream_differences.iter().collect();
    for change in changes.iter().filter(|change| is_difference(change)) {
        let id = format!("{}#{}", change.shape.namespace(), change.path);
        let is_it = |listed: &&UpstreamDifference<'_>| {
            listed.shape == id && listed.difference == change.text
        };
        let Some(found) = ast.upstream_differences.iter().find(is_it) else {
            report.push(difference(ast, model, change));
            continue;
        };
        unused.retain(|entry| entry.span != found.span);
        listed.push(Listed {
            path: change.path.clone(),
            difference: change.text.clone(),
            reason: found.reason.to_owned(),
        });
    }
    for entry in unused {
        report.push(stale(entry));
    }
    listed
}

/// Whether a change is a difference. Types come and go with the members and
/// operations that use them, and order does not matter on the wire.
fn is_difference(change: &Change) -> bool {
    !matches!(
        change.rule,
        Rule::TypeAdded | Rule::TypeRemoved | Rule::ValueOrder | Rule::Members
    )
}

fn difference(ast: &Ast<'_>, model: &Model, change: &Change) -> Diagnostic {
    if change.rule == Rule::OperationAdded {
        return missing_operation(ast, model, change);
    }
    let title = format!("upstream, `{}` {}", change.path, change.text);
    let (span, label) = place(ast, model, change);
    Diagnostic::new(Code::UpstreamDifference, title, span).label(label)
}

fn missing_operation(ast: &Ast<'_>, model: &Model, change: &Change) -> Diagnostic {
    let service = ast.shape(&model.service.id);
    let listed = match service.map(|service| &service.body) {
        Some(Body::Service(service)) => service.operations.as_slice(),
        _ => &[],
    };
    // The operations of the service are sorted.
    let before = listed.iter().rev().find(|other| other.id < change.shape);
    let (span, label) = match (before, service) {
        (Some(before), _) => (before.span, "upstream, it follows this operation"),
        (None, Some(service)) => (service.span, "upstream, this service has it"),
        (None, None) => (ast.span.start_only(), ""),
    };
    let title = format!("upstream, `{}` {}", change.path, change.text);
    Diagnostic::new(Code::UpstreamOperation, title, span).label(label)
}

fn stale(entry: &UpstreamDifference<'_>) -> Diagnostic {
    let name = entry
        .shape
        .split_once('#')
        .map_or(entry.shape, |(_, name)| name);
    let title = format!(
        "no such difference from upstream: `{name}` {}",
        entry.difference
    );
    Diagnostic::new(Code::StaleDifference, title, entry.span)
        .label("listed here")
        .note(format!("its reason: {}", entry.reason))
        .suggest("remove the entry", entry.removal, "")
}

/// The place of a change in the model: a trait, a member, or the shape that has or
/// lacks it.
fn place(ast: &Ast<'_>, model: &Model, change: &Change) -> (Span, &'static str) {
    let service = || ast.shape(&model.service.id);
    let Some(shape) = ast.shape(&change.shape).or_else(service) else {
        return (ast.span.start_only(), "");
    };
    let label = match change.rule {
        Rule::MemberAdded | Rule::ValueAdded | Rule::ErrorListed | Rule::PaginationAdded => {
            "the model does not have it"
        }
        Rule::OperationRemoved
        | Rule::MemberRemoved
        | Rule::ValueRemoved
        | Rule::PaginationRemoved => "only the model has it",
        _ => "the model differs here",
    };
    let member = change.path.split_once('$').map(|(_, member)| member);
    let (traits, span) = subject(shape, member);
    (trait_span(traits, change.rule).unwrap_or(span), label)
}

/// The member of a shape with its traits, or else the shape.
fn subject<'t, 'a>(shape: &'t Shape<'a>, member: Option<&str>) -> (&'t Traits<'a>, Span) {
    match member.and_then(|name| shape.member(name)) {
        Some(member) => (&member.traits, member.span),
        None => (&shape.traits, shape.span),
    }
}

/// The span of the one trait that a rule can be about.
fn trait_span(traits: &Traits<'_>, rule: Rule) -> Option<Span> {
    let candidates: &[&str] = match rule {
        Rule::Tightened | Rule::Loosened | Rule::Constraint => {
            &[ids::LENGTH, ids::RANGE, ids::PATTERN, ids::UNIQUE_ITEMS]
        }
        Rule::Route | Rule::SuccessStatus => &[ids::HTTP],
        Rule::Idempotency => &[ids::READONLY, ids::IDEMPOTENT],
        Rule::Pagination | Rule::PaginationRemoved => &[ids::PAGINATED],
        Rule::Optional => &[ids::REQUIRED],
        Rule::Sensitive => &[ids::SENSITIVE],
        Rule::Error => &[ids::HTTP_ERROR],
        Rule::Retryable => &[ids::RETRYABLE],
        Rule::Binding => &[
            ids::HTTP_QUERY,
            ids::HTTP_HEADER,
            ids::HTTP_LABEL,
            ids::JSON_NAME,
        ],
        _ => &[],
    };
    let mut present = candidates.iter().filter_map(|id| traits.get(id));
    match (present.next(), present.next()) {
        (Some(only), None) => Some(only.span),
        _ => None,
    }
}
