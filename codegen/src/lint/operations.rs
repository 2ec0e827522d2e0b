//! Operations and errors: what was forgotten when they were added.

use std::collections::BTreeSet;

use super::Context;
use crate::ast::{Body, Shape};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::{Location, Operation, ShapeId};
use crate::resolve::operations_of;
use crate::traits::ids;

pub(super) fn lint(context: &Context<'_, '_>, report: &mut Report) {
    let listed = listed_errors(context);
    // Not those of the model: what clients cannot do may have been left out.
    let operations = operations_of(context.ast, &context.model.service.id);
    for shape in context.ast.shapes.values() {
        let is_of_service = operations.contains(&shape.id);
        match &shape.body {
            Body::Operation(_) if is_of_service => repeated(shape, report),
            Body::Operation(_) => unlisted_operation(shape, report),
            Body::Data(..) if shape.traits.has(ids::ERROR) && !listed.contains(&shape.id) => {
                unlisted_error(shape, report);
            }
            _ => {}
        }
    }
    for operation in context.model.operations.values() {
        unexpected_body(context, operation, report);
    }
}

/// The errors that a service or an operation lists, one of the service or not.
fn listed_errors<'c>(context: &Context<'c, '_>) -> BTreeSet<&'c ShapeId> {
    let shapes = context.ast.shapes.values();
    let errors = shapes.flat_map(|shape| match &shape.body {
        Body::Operation(operation) => operation.errors.as_slice(),
        Body::Service(service) => service.errors.as_slice(),
        _ => &[],
    });
    errors.map(|reference| &reference.id).collect()
}

/// What the rules of HTTP promise of a method, and the trait by which clients
/// know it.
struct Promise {
    methods: &'static [&'static str],
    /// The trait is, or a stronger one.
    kept_by: &'static [&'static str],
    code: Code,
    adjective: &'static str,
    label: &'static str,
    condition: &'static str,
    otherwise: &'static str,
}

const PROMISES: &[Promise] = &[
    Promise {
        methods: &["GET", "HEAD"],
        kept_by: &[ids::READONLY],
        code: Code::GetNotReadonly,
        adjective: "readonly",
        label: "changes nothing, by the rules of HTTP",
        condition: "if it changes nothing",
        otherwise: "what it changes",
    },
    Promise {
        methods: &["PUT", "DELETE"],
        kept_by: &[ids::IDEMPOTENT, ids::READONLY],
        code: Code::NotIdempotent,
        adjective: "idempotent",
        label: "done twice is as good as once, by the rules of HTTP",
        condition: "if doing it twice is as good as once",
        otherwise: "what a second time does",
    },
];

fn repeated(shape: &Shape<'_>, report: &mut Report) {
    let http = shape.traits.value(ids::HTTP);
    let Some(method) = http.and_then(|http| http.get("method")) else {
        return;
    };
    let name = method.as_str().unwrap_or_default();
    let mut promises = PROMISES.iter();
    let Some(promise) = promises.find(|promise| promise.methods.contains(&name)) else {
        return;
    };
    if promise.kept_by.iter().any(|id| shape.traits.has(id)) {
        return;
    }
    let Promise {
        adjective,
        condition,
        otherwise,
        ..
    } = promise;
    let title = format!("`{}` is a {name} and not {adjective}", shape.id.name());
    report.push(
        Diagnostic::new(promise.code, title, method.span)
            .label(promise.label)
            .secondary(shape.span, format!("no `smithy.api#{adjective}`"))
            .note("without the trait, clients do not repeat the request after a failure that may pass")
            .help(format!(
                "add `\"smithy.api#{adjective}\": {{}}` {condition}, else suppress the rule and say {otherwise}"
            )),
    );
}

/// A body that servers and proxies may drop or refuse.
fn unexpected_body(context: &Context<'_, '_>, operation: &Operation, report: &mut Report) {
    let method = operation.http.method.as_str();
    if !matches!(method, "GET" | "HEAD" | "DELETE") {
        return;
    }
    let members = context.model.members(&operation.input).iter();
    let mut in_body =
        members.filter(|member| matches!(member.location, Location::Body | Location::Payload));
    let Some(member) = in_body.next() else { return };
    let place = context.ast.shape(&operation.input);
    let Some(place) = place.and_then(|input| input.member(&member.name)) else {
        return;
    };
    let title = format!("`{}` is a {method} with a body", operation.name);
    report.push(
        Diagnostic::new(Code::UnexpectedBody, title, place.span)
            .label("stands in the body of the request")
            .note("the rules of HTTP give the body of such a request no meaning; servers and proxies may drop it")
            .help("bind the member to the query or a header, or take another method, such as POST"),
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
