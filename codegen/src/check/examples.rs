//! Examples of operations.

use super::limits::violated;
use super::{CheckContext, OperationSite, value};
use crate::ast::{Ast, Member};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::json::{Value, ValueKind};
use crate::model::{Model, ShapeId, ShapeType};
use crate::phrases::closest;
use crate::source::Span;
use crate::traits::ids;

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for site in context.operations() {
        let examples = site.shape.traits.value(ids::EXAMPLES).into_iter();
        for example in examples.flat_map(|examples| examples.elements()) {
            check_example(context, &site, example, report);
        }
    }
}

/// Removes the examples that do not match the operation: the client is
/// generated without them.
pub(crate) fn remove_invalid(ast: &Ast<'_>, model: &mut Model, report: &DiagnosticReport) {
    let mut spans: Vec<Span> = report.spans(Code::Example).collect();
    if spans.is_empty() {
        return;
    }
    spans.sort();
    for (id, operation) in &mut model.operations {
        let shape = ast.shape(id);
        let value = shape.and_then(|shape| shape.traits.value(ids::EXAMPLES));
        let mut written = value.into_iter().flat_map(|value| value.elements());
        operation.examples.retain(|_| {
            written.next().is_none_or(|example| {
                let place = example.span;
                let first = spans.partition_point(|span| span.start < place.start);
                spans.get(first).is_none_or(|span| span.start >= place.end)
            })
        });
    }
}

fn check_example(
    context: &CheckContext<'_, '_>,
    site: &OperationSite<'_, '_>,
    example: &Value<'_>,
    report: &mut DiagnosticReport,
) {
    let operation = site.operation;
    let fit = |id: &ShapeId, node: &Value<'_>, report: &mut DiagnosticReport| {
        // `form` reports values that are not objects.
        if node.as_object().is_some() {
            let purpose = value::Purpose::Example;
            value::check(context, id, node, purpose, Code::Example, report);
        }
    };
    if let Some(input) = example.get("input") {
        fit(&operation.input, input, report);
        let allowed = example.get("allowConstraintErrors");
        if allowed.and_then(Value::as_bool) != Some(true) {
            violations(context, Side::Input, &operation.input, input, report);
        }
    }
    if let Some(output) = example.get("output") {
        fit(&operation.output, output, report);
        violations(context, Side::Output, &operation.output, output, report);
        if let Some(error) = example.get("error") {
            report.push(
                Diagnostic::new(
                    Code::Example,
                    "the example has both an output and an error",
                    error.span,
                )
                .label("the error")
                .secondary(output.span, "the output")
                .help("remove one of them"),
            );
        }
    }
    let error = example.get("error").and_then(|error| {
        let id = error.get("shapeId")?;
        Some((error, id, ShapeId::parse(id.as_str()?)?))
    });
    if let Some((error, place, id)) = error {
        if !operation.errors.contains(&id) {
            let title = format!("`{id}` is not an error of `{}`", operation.name);
            report.push(
                Diagnostic::new(Code::Example, title, place.span)
                    .secondary(site.shape.span, "the operation")
                    .help("add it to the `errors` of the operation, or use one of those"),
            );
        } else if let Some(content) = error.get("content") {
            fit(&id, content, report);
            violations(context, Side::Output, &id, content, report);
        }
    }
}

/// The message to which an example value belongs.
#[derive(Clone, Copy)]
enum Side {
    /// The input, sent by the caller.
    Input,
    /// The output or error, sent by the service.
    Output,
}

impl Side {
    fn help(self) -> &'static str {
        match self {
            Self::Input => {
                "use a valid value, or set `allowConstraintErrors` if the example shows an invalid input"
            }
            Self::Output => "use a value that the service returns, or loosen the constraint",
        }
    }
}

/// Reports example values that violate a constraint.
fn violations(
    context: &CheckContext<'_, '_>,
    side: Side,
    id: &ShapeId,
    value: &Value<'_>,
    report: &mut DiagnosticReport,
) {
    let Some(shape) = context.ast.shape(id) else {
        return;
    };
    match (shape.kind(), &value.kind) {
        (ShapeType::List, ValueKind::Array(elements)) => {
            if let Some(member) = shape.member("member") {
                for element in elements {
                    violation(context, side, id, member, element, report);
                }
            }
        }
        (ShapeType::Map, ValueKind::Object(_)) => {
            if let Some(member) = shape.member("value") {
                for entry in value.entries() {
                    violation(context, side, id, member, &entry.value, report);
                }
            }
        }
        (ShapeType::Structure | ShapeType::Union, ValueKind::Object(_)) => {
            for entry in value.entries() {
                if let Some(member) = shape.member(&entry.key) {
                    violation(context, side, id, member, &entry.value, report);
                }
            }
            let names = || shape.members().iter().map(|member| member.name.as_ref());
            let unknown = value.entries();
            let unknown = unknown.filter(|entry| shape.member(&entry.key).is_none());
            // A misspelt member is not missing: `value` has reported it.
            let misspelt: Vec<&str> = unknown
                .filter(|_| report.may_search())
                .filter_map(|entry| closest(&entry.key, names()))
                .collect();
            let required = shape.members().iter();
            for member in required.filter(|member| member.traits.has(ids::REQUIRED)) {
                let name: &str = member.name.as_ref();
                if value.get(name).is_none() && !misspelt.contains(&name) {
                    let title = format!("the example omits the required member `{}`", member.name);
                    report.push(
                        Diagnostic::new(Code::ExampleConstraint, title, value.span)
                            .label(format!("`{}` is missing", member.name))
                            .secondary(member.span, "required here"),
                    );
                }
            }
        }
        _ => {}
    }
}

fn violation(
    context: &CheckContext<'_, '_>,
    side: Side,
    container: &ShapeId,
    member: &Member<'_>,
    value: &Value<'_>,
    report: &mut DiagnosticReport,
) {
    let model = context.model;
    let target = &member.target.id;
    let of_target = &model.shape(target).constraints;
    let constraints = context
        .resolved(container, &member.name)
        .map_or_else(|| of_target.clone(), |resolved| model.constraints(resolved));
    let kind = context.ast.kind(target);
    if let Some(rule) = violated(&constraints, kind, value) {
        let title = format!("the example violates a constraint of `{}`", member.name);
        report.push(
            Diagnostic::new(Code::ExampleConstraint, title, value.span)
                .label(rule)
                .help(side.help()),
        );
    }
    violations(context, side, target, value, report);
}
