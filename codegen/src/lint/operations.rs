//! Unlisted operations and errors, and HTTP methods that contradict the traits.

use std::collections::BTreeSet;

use super::LintContext;
use crate::ast::{Body, Shape};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::{Location, Operation, ShapeId};
use crate::resolve::operations_of;
use crate::traits::ids;

pub(super) fn lint(context: &LintContext<'_, '_>, report: &mut DiagnosticReport) {
    let listed = listed_errors(context);
    // The model lacks operations that were skipped as unsupported.
    let operations = operations_of(context.ast, &context.model.service.id);
    for shape in context.ast.shapes.values() {
        let is_listed = operations.contains(&shape.id);
        match &shape.body {
            Body::Operation(_) if is_listed => method_semantics(shape, report),
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

/// Returns the errors that any service or operation lists.
fn listed_errors<'c>(context: &LintContext<'c, '_>) -> BTreeSet<&'c ShapeId> {
    let shapes = context.ast.shapes.values();
    let errors = shapes.flat_map(|shape| match &shape.body {
        Body::Operation(operation) => operation.errors.as_slice(),
        Body::Service(service) => service.errors.as_slice(),
        _ => &[],
    });
    errors.map(|reference| &reference.id).collect()
}

/// The semantics that HTTP defines for a method, and the trait that expresses
/// them.
struct MethodSemantics {
    methods: &'static [&'static str],
    /// The trait, or a stronger one.
    traits: &'static [&'static str],
    code: Code,
    adjective: &'static str,
    label: &'static str,
    condition: &'static str,
}

const METHODS: &[MethodSemantics] = &[
    MethodSemantics {
        methods: &["GET", "HEAD"],
        traits: &[ids::READONLY],
        code: Code::GetNotReadonly,
        adjective: "readonly",
        label: "HTTP defines this method as safe",
        condition: "if the operation changes nothing",
    },
    MethodSemantics {
        methods: &["PUT", "DELETE"],
        traits: &[ids::IDEMPOTENT, ids::READONLY],
        code: Code::NotIdempotent,
        adjective: "idempotent",
        label: "HTTP defines this method as idempotent",
        condition: "if repeating the operation has no further effect",
    },
];

fn method_semantics(shape: &Shape<'_>, report: &mut DiagnosticReport) {
    // The author will decide.
    if shape.traits.has(ids::UNDECIDED) {
        return;
    }
    let http = shape.traits.value(ids::HTTP);
    let Some(method) = http.and_then(|http| http.get("method")) else {
        return;
    };
    let name = method.as_str().unwrap_or_default();
    let mut methods = METHODS.iter();
    let Some(semantics) = methods.find(|semantics| semantics.methods.contains(&name)) else {
        return;
    };
    if semantics.traits.iter().any(|id| shape.traits.has(id)) {
        return;
    }
    let MethodSemantics {
        adjective,
        condition,
        ..
    } = semantics;
    let title = format!("{name} operation `{}` is not {adjective}", shape.id.name());
    let id = ShapeId::prelude(adjective);
    report.push(
        Diagnostic::new(semantics.code, title, method.span)
            .label(semantics.label)
            .secondary(shape.span, format!("missing `{id}`"))
            .note("without the trait, clients do not retry the operation after a transient failure")
            .help(format!(
                "add `\"{id}\": {{}}` {condition}; otherwise suppress {} and give the reason",
                semantics.code
            )),
    );
}

/// Reports a body on a method for which HTTP defines none.
fn unexpected_body(
    context: &LintContext<'_, '_>,
    operation: &Operation,
    report: &mut DiagnosticReport,
) {
    let method = operation.http.method.as_str();
    if !matches!(method, "GET" | "HEAD" | "DELETE") {
        return;
    }
    let members = context.model.members(&operation.input).iter();
    let mut in_body =
        members.filter(|member| matches!(member.location, Location::Body | Location::Payload));
    let Some(member) = in_body.next() else { return };
    let input = context.ast.shape(&operation.input);
    let Some(written) = input.and_then(|input| input.member(&member.name)) else {
        return;
    };
    let title = format!("{method} operation `{}` has a body", operation.name);
    report.push(
        Diagnostic::new(Code::UnexpectedBody, title, written.span)
            .label("sent in the body")
            .note("HTTP defines no meaning for this body; servers and proxies may drop it")
            .help("bind the member to the query or a header, or use another method, such as POST"),
    );
}

fn unlisted_operation(shape: &Shape<'_>, report: &mut DiagnosticReport) {
    let title = format!("no service lists the operation `{}`", shape.id.name());
    report.push(
        Diagnostic::new(Code::UnlistedOperation, title, shape.span)
            .label("the client has no method for it")
            .help(format!(
                "add `{{\"target\": \"{}\"}}` to `operations` of the service, or remove the shape",
                shape.id
            )),
    );
}

fn unlisted_error(shape: &Shape<'_>, report: &mut DiagnosticReport) {
    let title = format!("no operation lists the error `{}`", shape.id.name());
    report.push(
        Diagnostic::new(Code::UnlistedError, title, shape.span)
            .label("clients report it as an unknown error")
            .help(format!(
                "add `{{\"target\": \"{}\"}}` to `errors` of an operation or the service, or remove the shape",
                shape.id
            )),
    );
}
