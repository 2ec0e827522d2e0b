//! Unknown shapes, and targets of the wrong shape type.

use std::collections::BTreeMap;

use super::CheckContext;
use crate::ast::{Body, Member, Reference, Shape, report_missing};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::{ShapeId, ShapeType};
use crate::source::Span;
use crate::traits::ids;

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    let mut uses = Uses::default();
    for shape in context.ast.shapes.values() {
        match &shape.body {
            Body::Data(..) => members(context, shape, &mut uses, report),
            Body::Service(service) => {
                let operation = expect(context, &[ShapeType::Operation], "an operation");
                each(&service.operations, operation, report);
                let resource = expect(context, &[ShapeType::Resource], "a resource");
                each(&service.resources, resource, report);
                errors(context, &service.errors, report);
                let data = |kind: ShapeType| kind.is_data();
                for rename in &service.rename {
                    target(context, &rename.shape, data, "a data shape", report);
                }
            }
            Body::Resource(resource) => {
                let operation = expect(context, &[ShapeType::Operation], "an operation");
                each(&resource.operations, operation, report);
                let child = expect(context, &[ShapeType::Resource], "a resource");
                each(&resource.resources, child, report);
                for identifier in &resource.identifiers {
                    let text = |kind| kind == ShapeType::String || !ShapeType::is_data(kind);
                    target(context, &identifier.target, text, "a string", report);
                }
                for reference in &resource.data {
                    target(
                        context,
                        reference,
                        ShapeType::is_data,
                        "a data shape",
                        report,
                    );
                }
            }
            Body::Operation(operation) => {
                for (reference, role) in [
                    (&operation.input, ids::INPUT),
                    (&operation.output, ids::OUTPUT),
                ] {
                    if let Some(reference) = reference {
                        message(context, reference, role, report);
                        uses.add(reference, role);
                    }
                }
                errors(context, &operation.errors, report);
                for reference in &operation.errors {
                    uses.add(reference, ids::ERROR);
                }
            }
        }
    }
    uses.check(context, report);
}

/// A check of one reference.
type Expectation<'r> = Box<dyn Fn(&Reference, &mut DiagnosticReport) + 'r>;

fn expect<'r>(
    context: &'r CheckContext<'_, '_>,
    kinds: &'r [ShapeType],
    expected: &'r str,
) -> Expectation<'r> {
    Box::new(move |reference, report| {
        let fits = |kind: ShapeType| kinds.contains(&kind);
        target(context, reference, fits, expected, report);
    })
}

fn each(references: &[Reference], rule: Expectation<'_>, report: &mut DiagnosticReport) {
    for reference in references {
        rule(reference, report);
    }
}

/// Reports a reference to an unknown shape or one of the wrong type; returns
/// whether the reference is valid.
fn target(
    context: &CheckContext<'_, '_>,
    reference: &Reference,
    fits: impl Fn(ShapeType) -> bool,
    expected: &str,
    report: &mut DiagnosticReport,
) -> bool {
    let Some(kind) = context.ast.kind(&reference.id) else {
        report_missing(context.ast, reference, report);
        return false;
    };
    if !fits(kind) {
        report.push(wrong_target(context, reference, kind, expected));
        return false;
    }
    true
}

fn wrong_target(
    context: &CheckContext<'_, '_>,
    reference: &Reference,
    kind: ShapeType,
    expected: &str,
) -> Diagnostic {
    let title = format!("`{}` is {}, not {expected}", reference.id, kind.noun());
    let diagnostic = Diagnostic::new(Code::WrongTarget, title, reference.span)
        .label(format!("expected {expected}"));
    match context.ast.shape(&reference.id) {
        Some(shape) => diagnostic.secondary(shape.span, kind.noun()),
        None => diagnostic,
    }
}

fn members(
    context: &CheckContext<'_, '_>,
    shape: &Shape<'_>,
    uses: &mut Uses,
    report: &mut DiagnosticReport,
) {
    let kind = shape.kind();
    for member in shape.members() {
        let reference = &member.target;
        if matches!(kind, ShapeType::Enum | ShapeType::IntEnum) {
            let unreadable = context.ast.unreadable.contains(&reference.id);
            if !reference.id.is_unit() && !unreadable {
                let title = format!("enum member targets `{}`", reference.id);
                let unit = format!("\"{}\"", ShapeId::unit());
                report.push(
                    Diagnostic::new(Code::WrongTarget, title, reference.span)
                        .label("expected `smithy.api#Unit`")
                        .suggest(
                            "enum members target `smithy.api#Unit`",
                            reference.span,
                            unit,
                        ),
                );
            }
            continue;
        }
        if !target(
            context,
            reference,
            ShapeType::is_data,
            "a data shape",
            report,
        ) {
            continue;
        }
        uses.add(reference, "member");
        mixin(context, reference, report);
        definition(context, shape, reference, report);
        if kind == ShapeType::Map && member.name == "key" {
            let text = |kind| matches!(kind, ShapeType::String | ShapeType::Enum);
            target(context, reference, text, "a string", report);
        }
        unit(shape, member, report);
    }
}

fn mixin(context: &CheckContext<'_, '_>, reference: &Reference, report: &mut DiagnosticReport) {
    let found = context.ast.shape(&reference.id);
    if let Some(shape) = found.filter(|shape| shape.traits.has(ids::MIXIN)) {
        let title = format!("mixin `{}` cannot be a target", reference.id);
        report.push(
            Diagnostic::new(Code::WrongTarget, title, reference.span)
                .label("expected a shape without the `mixin` trait")
                .secondary(shape.span, "the mixin")
                .help("target a shape that uses the mixin"),
        );
    }
}

/// Smithy's `Target` validator: a trait definition cannot be the target of a
/// member.
fn definition(
    context: &CheckContext<'_, '_>,
    user: &Shape<'_>,
    reference: &Reference,
    report: &mut DiagnosticReport,
) {
    let found = context.ast.shape(&reference.id);
    let Some((shape, definition)) = found.and_then(|shape| {
        let definition = shape.traits.get(ids::TRAIT)?;
        Some((shape, definition))
    }) else {
        return;
    };
    // A trait may contain itself.
    if shape.id != user.id {
        let title = format!("the trait `{}` cannot be a target", reference.id);
        report.push(
            Diagnostic::new(Code::WrongTarget, title, reference.span)
                .label("expected a shape without the `trait` trait")
                .secondary(definition.span, "defines a trait")
                .help("target a separate shape"),
        );
    }
}

fn unit(shape: &Shape<'_>, member: &Member<'_>, report: &mut DiagnosticReport) {
    if member.target.id.is_unit() && shape.kind() != ShapeType::Union {
        let title = "`smithy.api#Unit` is not allowed here";
        report.push(
            Diagnostic::new(Code::WrongTarget, title, member.target.span)
                .label("expected a shape with values")
                .note("only members of unions and enums can target it"),
        );
    }
}

/// Checks the target of `input` or `output`.
fn message(
    context: &CheckContext<'_, '_>,
    reference: &Reference,
    role: &str,
    report: &mut DiagnosticReport,
) {
    let structure = |kind| kind == ShapeType::Structure;
    if !target(context, reference, structure, "a structure", report) {
        return;
    }
    mixin(context, reference, report);
    let Some(shape) = context.ast.shape(&reference.id) else {
        return;
    };
    let (other, noun) = if role == ids::INPUT {
        (ids::OUTPUT, "an input")
    } else {
        (ids::INPUT, "an output")
    };
    for id in [ids::ERROR, other] {
        if let Some(found) = shape.traits.get(id) {
            let title = format!("`{}` cannot be {noun}", reference.id);
            report.push(
                Diagnostic::new(Code::WrongTarget, title, reference.span)
                    .label("not allowed here")
                    .secondary(found.span, "because of this trait")
                    .help("use a separate structure for the operation"),
            );
        }
    }
}

fn errors(context: &CheckContext<'_, '_>, references: &[Reference], report: &mut DiagnosticReport) {
    for reference in references {
        let structure = |kind| kind == ShapeType::Structure;
        if !target(context, reference, structure, "a structure", report) {
            continue;
        }
        let shape = context.ast.shape(&reference.id);
        if !shape.is_some_and(|shape| shape.traits.has(ids::ERROR)) {
            let title = format!("`{}` has no `error` trait", reference.id);
            let mut diagnostic = Diagnostic::new(Code::NotAnError, title, reference.span)
                .label("used as an error")
                .help(format!(
                    r#"add `"{}": "client"` or `"server"` to its traits"#,
                    ids::ERROR
                ));
            if let Some(shape) = shape {
                diagnostic = diagnostic.secondary(shape.span, "defined here");
            }
            report.push(diagnostic);
        }
    }
}

/// The uses of each structure, to find those with the trait `input` or `output`
/// that are also used elsewhere.
#[derive(Default)]
struct Uses(BTreeMap<ShapeId, Vec<(Span, &'static str)>>);

impl Uses {
    fn add(&mut self, reference: &Reference, role: &'static str) {
        let uses = self.0.entry(reference.id.clone()).or_default();
        uses.push((reference.span, role));
    }

    fn check(&self, context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
        for (id, uses) in &self.0 {
            let Some(shape) = context.ast.shape(id) else {
                continue;
            };
            for role in [ids::INPUT, ids::OUTPUT] {
                let Some(found) = shape.traits.get(role) else {
                    continue;
                };
                let own = uses.iter().filter(|(_, other)| *other == role).skip(1);
                let foreign = uses.iter().filter(|(_, other)| *other == "member");
                for (span, _) in own.chain(foreign) {
                    let title = format!("`{id}` is reserved for one operation");
                    report.push(
                        Diagnostic::new(Code::SharedInput, title, *span)
                            .label("also used here")
                            .secondary(found.span, "reserved by this trait")
                            .help("remove the trait, or use another structure here"),
                    );
                }
            }
        }
    }
}
