//! Lists whose items cannot be compared.

use std::collections::BTreeSet;

use super::CheckContext;
use crate::ast::Member;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::{ShapeId, ShapeType};
use crate::traits::ids;

/// Smithy's selector of `uniqueItems`: no item contains a float, double or
/// document, because these have no reliable equality.
pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for shape in context.ast.shapes.values() {
        let Some(found) = shape.traits.get(ids::UNIQUE_ITEMS) else {
            continue;
        };
        if let Some(member) = incomparable(context, &shape.id) {
            let kind = context.ast.kind(&member.target.id);
            let noun = kind.map(ShapeType::noun).unwrap_or_default();
            let title = format!("the items of `{}` cannot be unique", shape.id.name());
            report.push(
                Diagnostic::new(Code::UniqueItems, title, found.span)
                    .label(format!("an item contains {noun}"))
                    .secondary(member.target.span, noun)
                    .note("floats and documents have no reliable equality")
                    .help("remove the trait, or use another type"),
            );
        }
    }
}

/// The first member inside a shape whose values cannot be compared.
fn incomparable<'c, 'a>(context: &CheckContext<'c, 'a>, id: &ShapeId) -> Option<&'c Member<'a>> {
    let mut seen = BTreeSet::new();
    let mut open = vec![id.clone()];
    while let Some(id) = open.pop() {
        let Some(shape) = context.ast.shape(&id) else {
            continue;
        };
        if !seen.insert(id) {
            continue;
        }
        for member in shape.members() {
            let kind = context.ast.kind(&member.target.id);
            if matches!(
                kind,
                Some(ShapeType::Float | ShapeType::Double | ShapeType::Document)
            ) {
                return Some(member);
            }
            open.push(member.target.id.clone());
        }
    }
    None
}
