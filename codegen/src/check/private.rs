//! Private shapes, which only shapes of the same namespace may use.

use super::CheckContext;
use crate::ast::{Body, Reference, Shape};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::ShapeId;
use crate::traits::{self, ids};

pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for shape in context.ast.shapes.values() {
        let namespace = shape.id.namespace();
        for reference in references(shape) {
            foreign(context, namespace, reference, report);
        }
        let members = shape.members().iter().map(|member| &member.traits);
        for applied in std::iter::once(&shape.traits).chain(members) {
            let own = applied
                .iter()
                .filter(|found| traits::find(found.id).is_none());
            for found in own {
                if let Some(id) = ShapeId::parse(found.id) {
                    let span = found.span;
                    foreign(context, namespace, &Reference { id, span }, report);
                }
            }
        }
    }
}

/// All shapes to which a shape refers.
fn references<'s>(shape: &'s Shape<'_>) -> Vec<&'s Reference> {
    let mut all: Vec<&Reference> = shape.mixins.iter().collect();
    match &shape.body {
        Body::Data(_, members) => all.extend(members.iter().map(|member| &member.target)),
        Body::Service(service) => {
            all.extend(&service.operations);
            all.extend(&service.resources);
            all.extend(&service.errors);
        }
        Body::Resource(resource) => {
            all.extend(&resource.data);
            all.extend(&resource.operations);
            all.extend(&resource.resources);
        }
        Body::Operation(operation) => {
            all.extend(&operation.input);
            all.extend(&operation.output);
            all.extend(&operation.errors);
        }
    }
    all
}

fn foreign(
    context: &CheckContext<'_, '_>,
    namespace: &str,
    reference: &Reference,
    report: &mut DiagnosticReport,
) {
    let Some(target) = context.ast.shape(&reference.id) else {
        return;
    };
    let Some(private) = target.traits.get(ids::PRIVATE) else {
        return;
    };
    if target.id.namespace() != namespace {
        let title = format!("`{}` is private", reference.id);
        report.push(
            Diagnostic::new(Code::PrivateShape, title, reference.span)
                .label(format!("used in the namespace `{namespace}`"))
                .secondary(private.span, "only for shapes of its namespace")
                .help("remove the trait `private`, or use another shape"),
        );
    }
}
