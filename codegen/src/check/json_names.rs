//! Members with the same name in JSON.

use std::collections::BTreeMap;

use super::CheckContext;
use crate::ast::Member;
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::ShapeType;
use crate::source::Span;
use crate::traits::ids;

/// Smithy's `JsonName` validator: the JSON names of all members of a structure
/// or union, with or without `jsonName`, must be unique.
pub(super) fn check(context: &CheckContext<'_, '_>, report: &mut DiagnosticReport) {
    for shape in context.ast.shapes.values() {
        if !matches!(shape.kind(), ShapeType::Structure | ShapeType::Union) {
            continue;
        }
        let members = shape.members().iter();
        if !members
            .clone()
            .any(|member| member.traits.has(ids::JSON_NAME))
        {
            continue;
        }
        let mut taken: BTreeMap<&str, &Member<'_>> = BTreeMap::new();
        for member in members {
            let name = member.traits.str(ids::JSON_NAME).unwrap_or(&member.name);
            match taken.get(name) {
                None => drop(taken.insert(name, member)),
                Some(first) => {
                    let (first, second) = (&first.name, &member.name);
                    let title = format!("`{first}` and `{second}` are both `{name}` in JSON");
                    let first = taken.get(name).map_or(member.span, |first| place(first));
                    report.push(
                        Diagnostic::new(Code::JsonNameCollision, title, place(member))
                            .label("same name in JSON")
                            .secondary(first, "first used here")
                            .help("give one of them another `jsonName`"),
                    );
                }
            }
        }
    }
}

/// The span of the name on the wire.
fn place(member: &Member<'_>) -> Span {
    let name = member.traits.value(ids::JSON_NAME);
    name.map_or(member.span, |name| name.span)
}
