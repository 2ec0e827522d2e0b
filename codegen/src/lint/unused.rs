//! Unused shapes.

use std::collections::BTreeSet;

use super::LintContext;
use crate::ast::{Body, Shape};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::ShapeId;
use crate::traits::ids;

pub(super) fn lint(context: &LintContext<'_, '_>, report: &mut DiagnosticReport) {
    let used = used(context);
    for shape in context.ast.shapes.values() {
        if !used.contains(&shape.id) {
            let title = format!("unused shape `{}`", shape.id.name());
            report.push(
                Diagnostic::new(Code::Unreferenced, title, shape.span)
                    .label("no operation, root or trait definition uses it")
                    .help("use it, or remove it"),
            );
        }
    }
}

/// Returns the IDs of the root shapes and of all shapes that they use.
fn used<'c>(context: &LintContext<'c, '_>) -> BTreeSet<&'c ShapeId> {
    let shapes = context.ast.shapes.values();
    let roots = shapes.filter(|shape| is_root(shape));
    let mut open: Vec<&ShapeId> = roots.map(|shape| &shape.id).collect();
    let mut used = BTreeSet::new();
    while let Some(id) = open.pop() {
        let Some(shape) = context.ast.shape(id) else {
            continue;
        };
        if !used.insert(id) {
            continue;
        }
        match &shape.body {
            Body::Data(_, members) => open.extend(members.iter().map(|member| &member.target.id)),
            Body::Operation(operation) => {
                let messages = operation.input.iter().chain(&operation.output);
                open.extend(messages.map(|reference| &reference.id));
            }
            Body::Resource(resource) => {
                open.extend(resource.data.iter().map(|reference| &reference.id));
            }
            Body::Service(_) => {}
        }
    }
    used
}

/// Whether a shape counts as used. Unlisted operations and errors have their
/// own rules, and the graph does not record uses of mixins.
fn is_root(shape: &Shape<'_>) -> bool {
    let marks = [ids::TRAIT, ids::MIXIN, ids::ERROR, ids::ROOT];
    !shape.kind().is_data() || marks.iter().any(|id| shape.traits.has(id))
}
