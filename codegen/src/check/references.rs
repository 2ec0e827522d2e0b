//! References to resources: Smithy's `ReferencesTrait` validator.

use super::CheckContext;
use crate::ast::{Body, Resource, Shape};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::Value;
use crate::model::{ShapeId, ShapeType};
use crate::phrases::list;
use crate::source::Span;
use crate::traits::{Kinds, ids};

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for shape in context.ast.shapes.values() {
        let references = shape.traits.value(ids::REFERENCES).into_iter();
        for reference in references.flat_map(|references| references.elements()) {
            check_reference(context, shape, reference, report);
        }
    }
}

fn check_reference(
    context: &CheckContext<'_, '_>,
    shape: &Shape<'_>,
    reference: &Value<'_>,
    report: &mut DiagnosticReport,
) {
    let Some(place) = reference.get("resource") else {
        return;
    };
    // Resources of other models are not in this file.
    let id = place.as_str().and_then(ShapeId::parse);
    let Some(target) = id.and_then(|id| context.ast.shape(&id)) else {
        return;
    };
    let Body::Resource(resource) = &target.body else {
        let title = format!(
            "`{}` is {}, not a resource",
            target.id,
            target.kind().noun()
        );
        report.push(invalid(title, place.span).label("expected a resource"));
        return;
    };
    if shape.kind() == ShapeType::Structure {
        structure(context, shape, resource, reference, place.span, report);
        return;
    }
    if let Some(ids) = reference.get("ids") {
        let title = "a reference of a string has no `ids`";
        report.push(invalid(title, ids.span).help("remove them: the string is the identifier"));
    }
    if resource.identifiers.len() != 1 {
        let title = format!("`{}` does not have exactly one identifier", target.id);
        report.push(
            invalid(title, place.span)
                .label("a string can only refer to a resource with one identifier")
                .secondary(target.span, "the resource"),
        );
    }
}

fn structure(
    context: &CheckContext<'_, '_>,
    shape: &Shape<'_>,
    resource: &Resource,
    reference: &Value<'_>,
    place: Span,
    report: &mut DiagnosticReport,
) {
    let known: Vec<&str> = resource
        .identifiers
        .iter()
        .map(|identifier| identifier.name.as_str())
        .collect();
    // Without `ids`, members with the names of the identifiers are meant, and a
    // collection needs only those of the parent.
    let bindings: Vec<(&str, &str, Span)> = match reference.get("ids") {
        Some(ids) => ids
            .entries()
            .map(|entry| {
                let member = entry.value.as_str().unwrap_or_default();
                (entry.key.as_ref(), member, entry.value.span)
            })
            .collect(),
        None if reference.str("rel") == Some("collection") => return,
        None => known.iter().map(|name| (*name, *name, place)).collect(),
    };
    for (name, member, span) in &bindings {
        if !known.contains(name) {
            let title = format!("unknown identifier `{name}` of the resource");
            report.push(invalid(title, *span).note(format!("known identifiers: {}", list(&known))));
        }
        match shape.member(member) {
            None => {
                let title = format!("`{}` has no member `{member}`", shape.id.name());
                report.push(invalid(title, *span).label("identifies the resource"));
            }
            Some(found) => {
                let kind = context.ast.kind(&found.target.id);
                if kind.is_some_and(|kind| !Kinds::STRINGS.contains(kind)) {
                    let title = format!("`{member}` is not a string");
                    report.push(
                        invalid(title, *span)
                            .label("identifies the resource")
                            .secondary(found.target.span, "not a string"),
                    );
                }
            }
        }
    }
    let bound = |name: &&&str| !bindings.iter().any(|(bound, ..)| *bound == **name);
    let missing: Vec<&&str> = known.iter().filter(bound).collect();
    if !missing.is_empty() {
        let title = format!("the reference has no {}", list(&missing));
        report.push(invalid(title, place).help("add the identifier to `ids`"));
    }
}

fn invalid(title: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::new(Code::ResourceReference, title, span)
}
