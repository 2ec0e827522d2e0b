//! HTTP bindings of members.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::{CheckContext, OperationSite};
use crate::ast::{Member, Shape};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::{ShapeId, ShapeType};
use crate::traits::{BINDINGS, Kinds, ids};

/// Shapes that serialize as a single string.
const SCALARS: Kinds = Kinds::NUMBERS
    .or(Kinds::STRINGS)
    .and(&[ShapeType::Boolean, ShapeType::Timestamp]);

const PAYLOADS: Kinds = Kinds::STRINGS
    .or(Kinds::AGGREGATES)
    .and(&[ShapeType::Blob, ShapeType::Document]);

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for shape in context.ast.shapes.values() {
        if shape.kind() == ShapeType::Structure {
            for member in shape.members() {
                targets(context, member, report);
            }
            conflicts(context, shape, report);
        }
    }
    for site in context.operations() {
        labels(context, &site, report);
    }
}

/// Reports bindings that do not support the target of their member.
fn targets(context: &CheckContext<'_, '_>, member: &Member<'_>, report: &mut DiagnosticReport) {
    let ast = context.ast;
    let Some(kind) = ast.kind(&member.target.id) else {
        return;
    };
    let element = |name: &str| {
        let found = ast.shape(&member.target.id)?.member(name)?;
        ast.kind(&found.target.id)
    };
    let scalar = |kind: ShapeType| SCALARS.contains(kind);
    let scalars = kind == ShapeType::List && element("member").is_none_or(scalar);
    let list_element = || {
        let value = ast.shape(&member.target.id)?.member("value")?;
        let element = ast.shape(&value.target.id)?.member("member")?;
        ast.kind(&element.target.id)
    };
    let target = ast.shape(&member.target.id);
    let is_sparse = target.is_some_and(|target| target.traits.has(ids::SPARSE));
    let lists_of_strings = list_element().is_none_or(|kind| Kinds::STRINGS.contains(kind));
    for &id in BINDINGS {
        let Some(found) = member.traits.get(id) else {
            continue;
        };
        let (fits, expected) = match id {
            ids::HTTP_LABEL => (scalar(kind), "a string, number, boolean or timestamp"),
            ids::HTTP_QUERY | ids::HTTP_HEADER => (
                scalar(kind) || scalars,
                "a string, number, boolean or timestamp, or a list of these",
            ),
            ids::HTTP_QUERY_PARAMS => (
                kind == ShapeType::Map
                    && element("value").is_none_or(|kind| {
                        (kind == ShapeType::List && lists_of_strings)
                            || Kinds::STRINGS.contains(kind)
                    }),
                "a map of strings or of lists of strings",
            ),
            ids::HTTP_PREFIX_HEADERS => (
                kind == ShapeType::Map
                    && !is_sparse
                    && element("value").is_none_or(|kind| Kinds::STRINGS.contains(kind)),
                "a map of strings, not sparse",
            ),
            ids::HTTP_PAYLOAD => (
                PAYLOADS.contains(kind),
                "a blob, string, structure, union, document, list or map",
            ),
            _ => (
                matches!(kind, ShapeType::Integer | ShapeType::IntEnum),
                "an integer",
            ),
        };
        if !fits {
            let name = ids::short(id);
            let title = format!(
                "`{name}` does not support `{}`, which is {}",
                member.name,
                kind.noun()
            );
            report.push(
                Diagnostic::new(Code::Binding, title, found.span)
                    .label(format!("expected {expected}"))
                    .secondary(member.target.span, kind.noun())
                    .help(match id {
                        ids::HTTP_QUERY if kind == ShapeType::Map => {
                            "use `httpQueryParams` to bind a map"
                        }
                        ids::HTTP_HEADER if kind == ShapeType::Map => {
                            "use `httpPrefixHeaders` to bind a map"
                        }
                        ids::HTTP_LABEL => "change the target, or remove the label from the path",
                        _ => {
                            "change the target, or remove the trait to send the member in the body"
                        }
                    }),
            );
        }
    }
}

/// Reports members that are bound to the same part of a message.
fn conflicts(context: &CheckContext<'_, '_>, shape: &Shape<'_>, report: &mut DiagnosticReport) {
    let mut taken: BTreeMap<String, &Member<'_>> = BTreeMap::new();
    let mut payload = None;
    for member in shape.members() {
        for &id in BINDINGS {
            let Some(found) = member.traits.get(id) else {
                continue;
            };
            let place = match id {
                ids::HTTP_QUERY => format!("query {}", found.value.as_str().unwrap_or_default()),
                ids::HTTP_HEADER => {
                    let name = found.value.as_str().unwrap_or_default();
                    format!("header {}", name.to_ascii_lowercase())
                }
                ids::HTTP_LABEL => continue,
                _ => id.to_owned(),
            };
            if id == ids::HTTP_PAYLOAD {
                payload = payload.or(Some(member));
            }
            match taken.entry(place) {
                Entry::Vacant(free) => drop(free.insert(member)),
                Entry::Occupied(taken) => {
                    let first = taken.get();
                    let title = format!(
                        "`{}` and `{}` have the same HTTP binding",
                        first.name, member.name
                    );
                    let mut diagnostic =
                        Diagnostic::new(Code::SharedBinding, title, found.value.span)
                            .label("bound again here")
                            .help("change the binding of one of them");
                    if let Some(other) = first.traits.get(id) {
                        diagnostic = diagnostic.secondary(other.value.span, "first bound here");
                    }
                    report.push(diagnostic);
                }
            }
        }
    }
    if let Some(payload) = payload {
        unbound_beside_payload(context, shape, payload, report);
    }
}

/// Reports unbound members next to an `httpPayload`, which fills the whole body.
fn unbound_beside_payload(
    context: &CheckContext<'_, '_>,
    shape: &Shape<'_>,
    payload: &Member<'_>,
    report: &mut DiagnosticReport,
) {
    // Bindings have no effect on nested structures.
    if !is_message(context, &shape.id) {
        return;
    }
    for member in shape.members() {
        let bound = BINDINGS.iter().chain(&[ids::HOST_LABEL]);
        if !bound.clone().any(|id| member.traits.has(id)) {
            let title = format!(
                "`{}` is not bound, but `{}` is the payload",
                member.name, payload.name
            );
            report.push(
                Diagnostic::new(Code::SharedBinding, title, member.span)
                    .label("not bound to a header, label or query parameter")
                    .secondary(payload.span, "the payload fills the whole body")
                    .help("bind this member, or remove `httpPayload` from the other"),
            );
        }
    }
}

fn is_message(context: &CheckContext<'_, '_>, id: &ShapeId) -> bool {
    let mut operations = context.model.operations.values();
    operations.any(|operation| {
        operation.input == *id || operation.output == *id || operation.errors.contains(id)
    })
}

/// Reports labels without a member, members without a label, and optional labels.
fn labels(
    context: &CheckContext<'_, '_>,
    site: &OperationSite<'_, '_>,
    report: &mut DiagnosticReport,
) {
    let http = site.shape.traits.value(ids::HTTP);
    let Some(uri) = http.and_then(|http| http.get("uri")) else {
        return;
    };
    // `http` reports invalid patterns.
    let Some(pattern) = uri.as_str().and_then(|text| crate::resolve::uri(text).ok()) else {
        return;
    };
    let labels: BTreeSet<&str> = pattern.labels().collect();
    let input = context.ast.members(&site.operation.input);
    for label in &labels {
        let member = input.iter().find(|member| member.name == *label);
        let bound = member.is_some_and(|member| member.traits.has(ids::HTTP_LABEL));
        if bound {
            continue;
        }
        let title = format!("no member is bound to the label `{{{label}}}`");
        let mut diagnostic = Diagnostic::new(Code::LabelWithoutMember, title, uri.span);
        diagnostic = match member {
            Some(member) => diagnostic
                .secondary(member.span, "has no `httpLabel` trait")
                .help(format!(
                    "add `\"{}\": {{}}` to the traits of `{label}`",
                    ids::HTTP_LABEL
                )),
            None => diagnostic.help(format!(
                "add a member `{label}` with the traits `required` and `httpLabel` to the input"
            )),
        };
        report.push(diagnostic);
    }
    for member in input {
        let Some(found) = member.traits.get(ids::HTTP_LABEL) else {
            continue;
        };
        if !labels.contains(member.name.as_ref()) {
            let title = format!("`{}` is bound to an unknown label", member.name);
            report.push(
                Diagnostic::new(Code::MemberWithoutLabel, title, found.span)
                    .secondary(
                        uri.span,
                        format!("no label `{{{}}}` in this path", member.name),
                    )
                    .help("add the label to the path, or remove the trait"),
            );
        }
        if !member.traits.has(ids::REQUIRED) {
            let title = format!("the label member `{}` is not required", member.name);
            report.push(
                Diagnostic::new(Code::OptionalLabel, title, found.span)
                    .label("the path needs a value")
                    .suggest(
                        "add the `required` trait",
                        found.span.start_only(),
                        format!("\"{required}\": {{}}, ", required = ids::REQUIRED),
                    ),
            );
        }
    }
}
