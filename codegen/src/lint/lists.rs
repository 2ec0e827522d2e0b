//! Unbounded lists in inputs.

use std::collections::BTreeMap;

use super::LintContext;
use crate::ast::{Member, Traits};
use crate::diagnostic::{Code, Diagnostic, DiagnosticReport};
use crate::model::{ShapeId, ShapeType};
use crate::traits::ids;

pub(super) fn lint(context: &LintContext<'_, '_>, report: &mut DiagnosticReport) {
    for (id, (operation, user)) in input_shapes(context) {
        let Some(list) = context.ast.shape(&id) else {
            continue;
        };
        let is_bounded =
            has_maximum(&list.traits) || user.is_some_and(|user| has_maximum(&user.traits));
        if list.kind() != ShapeType::List || is_bounded {
            continue;
        }
        let title = format!("list `{}` has no maximum length", id.name());
        let mut diagnostic = Diagnostic::new(Code::UnboundedList, title, list.span).label(format!(
            "missing `{length}` with a `max`",
            length = ids::LENGTH
        ));
        if let Some(user) = user {
            let text = format!("used in the input of `{operation}`");
            diagnostic = diagnostic.secondary(user.span, text);
        }
        report.push(
            diagnostic
                .note("without a maximum, callers only learn the limit from a service error")
                .help(format!(
                    "add the limit of the service, for example `\"{length}\": {{\"max\": 50}}`",
                    length = ids::LENGTH
                )),
        );
    }
}

fn has_maximum(traits: &Traits<'_>) -> bool {
    let length = traits.value(ids::LENGTH);
    length.is_some_and(|length| length.get("max").is_some())
}

/// Returns the shapes that inputs contain, with the first operation that uses
/// each, and the member that targets it.
fn input_shapes<'c, 'a>(
    context: &LintContext<'c, 'a>,
) -> BTreeMap<ShapeId, (&'c str, Option<&'c Member<'a>>)> {
    let mut found: BTreeMap<ShapeId, (&str, Option<&Member<'_>>)> = BTreeMap::new();
    for operation in context.model.operations.values() {
        let mut open = vec![(&operation.input, None)];
        while let Some((id, user)) = open.pop() {
            let Some(shape) = context.ast.shape(id) else {
                continue;
            };
            if found.contains_key(id) {
                continue;
            }
            found.insert(id.clone(), (&operation.name, user));
            let members = shape.members().iter();
            open.extend(members.map(|member| (&member.target.id, Some(member))));
        }
    }
    found
}
