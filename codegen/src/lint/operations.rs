//! Operations and errors: what was forgotten when they were added.

use std::collections::BTreeSet;

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::ShapeId;
use crate::resolve::{Body, Shape, operations_of};

pub(super) fn lint(context: &Context<'_, '_>, report: &mut Report) {
    let listed = listed_errors(context);
    // Not those of the model: what clients cannot do may have been left out.
    let operations = operations_of(context.graph, &context.model.service.id);
    for shape in context.graph.shapes.values() {
        let is_of_service = operations.contains(&shape.id);
        match &shape.body {
            Body::Operation(_) if is_of_service => repeated(shape, report),
            Body::Operation(_) => unlisted_operation(shape, report),
            Body::Data(..)
                if shape.traits.has("smithy.api#error") && !listed.contains(&shape.id) =>
            {
                unlisted_error(shape, report);
            }
            _ => {}
        }
    }
}

/// The errors that a service or an operation lists, one of the service or not.
fn listed_errors<'c>(context: &Context<'c, '_>) -> BTreeSet<&'c ShapeId> {
    let shapes = context.graph.shapes.values();
    let errors = shapes.flat_map(|shape| match &shape.body {
        Body::Operation(operation) => operation.errors.as_slice(),
        Body::Service(service) => service.errors.as_slice(),
        _ => &[],
    });
    errors.map(|reference| &reference.id).collect()
}

fn repeated(shape: &Shape<'_>, report: &mut Report) {
    let http = shape.traits.value("smithy.api#http");
    let Some(method) = http.and_then(|http| http.get("method")) else {
        return;
    };
    let name = method.as_str().unwrap_or_default();
    if !matches!(name, "GET" | "HEAD") || shape.traits.has("smithy.api#readonly") {
        return;
    }
    let title = format!("`{}` is a {name} and not readonly", shape.id.name());
    report.push(
        Diagnostic::new(Code::GetNotReadonly, title, method.span)
            .label("changes nothing, by the rules of HTTP")
            .secondary(shape.span, "no `smithy.api#readonly`")
            .note("without the trait, clients do not repeat the request after a failure that may pass")
            .help("add `\"smithy.api#readonly\": {}` if it changes nothing, else suppress the rule and say what it changes"),
    );
}

fn unlisted_operation(shape: &Shape<'_>, report: &mut Report) {
    let title = format!("no service lists `{}`", shape.id.name());
    report.push(
        Diagnostic::new(Code::UnlistedOperation, title, shape.span)
            .label("the client has no method for it")
            .help(format!(
                "add `{{\"target\": \"{}\"}}` to the `operations` of the service, or remove the shape",
                shape.id
            )),
    );
}

fn unlisted_error(shape: &Shape<'_>, report: &mut Report) {
    let title = format!("no operation lists the error `{}`", shape.id.name());
    report.push(
        Diagnostic::new(Code::UnlistedError, title, shape.span)
            .label("clients do not know it")
            .help(format!(
                "add `{{\"target\": \"{}\"}}` to the `errors` of the operations that return it, or of \
                 the service when all do; or remove the shape",
                shape.id
            )),
    );
}
